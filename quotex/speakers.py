"""Sources to speakers: each quotation's source resolved to a person or body of the document, or to none.

Rules where they are certain (a name, "who", "I"), else the learned ranker of quotex.ranking. A wrong name is worse than
no name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from quotex.candidates import GOVERNED, Asked
from quotex.descriptions import head_of, words_of
from quotex.document import FEMALE, FIRST, MALE, NEUTER, PLURAL, RELATIVE, Document, Earlier, Resolution, Source
from quotex.entities import Entity, Mention
from quotex.features import ask
from quotex.joint_sources import join, pronoun_of
from quotex.mentions import is_who
from quotex.named_sources import WORKS, by_name
from quotex.names import WORD, plain
from quotex.plurals import counted, those
from quotex.ranking import Question, Ranker, unique

MEMORY = 12  # attributions before a source that bear on who it is
AHEAD = 3  # sources after one without a name, in which the next named speaker is looked for
RELATIVE_REACH = 120  # characters between a name and its "who"
# "Asked if she would stand", "the group known as", "is widely expected", "was accused of": by whom is not told.
BY_NOBODY = re.compile(
    r"\b(?:asked|pressed|questioned|quizzed|known (?:as|for))\b|"
    r"\b(?:is|are|was|were|be|been|being)\s(?:not\s|\w+ly\s|now\s|also\s|still\s)*(?:accused|alleged|believed|branded|"
    r"considered|criticised|criticized|described|dubbed|expected|hailed|known|regarded|rumoured|seen|suspected|thought|tipped|"
    r"viewed)\b",
    re.I,
)
SEEMS = re.compile(r"(?:(?:it|is|was) )*(?:apparent|clear|obvious|evident|seems?|appears?)\b", re.I)
WHAT = re.compile(r"\bwhat\s+$")


def resolve_sources(document: Document, sources: Sequence[Source]) -> list[Resolution]:
    """One resolution a source, in text order: earlier ones help later ones."""
    named = [by_name(document, source) for source in sources]
    found: list[Resolution] = []
    for i, source in enumerate(sources):
        near = around(sources, found, named, i)
        joint = None
        if pronoun := pronoun_of(source):
            joint = join(document.text, source, pronoun.end, resolve(document, pronoun, *near), named[i])
        found.append(joint or named[i] or resolve(document, source, *near))
    return found


def around(
    sources: Sequence[Source], found: Sequence[Resolution], named: Sequence[Resolution | None], i: int
) -> tuple[Earlier, Earlier]:
    """The attributions before source `i` that bear on it, and the next one that bears a name."""
    earlier = [(sources[j], found[j]) for j in range(max(0, i - MEMORY), i)]
    ahead = range(i + 1, min(i + 1 + AHEAD, len(sources)))
    return earlier, [(sources[j], r) for j in ahead if (r := named[j]) is not None and r.entities][:1]


def resolve(document: Document, source: Source, earlier: Earlier, later: Earlier) -> Resolution:
    """Whom a source without a name means."""
    if certain := by_rule(document, source, earlier):
        return certain
    asked = pose(document, source, earlier, later)
    if asked is None:
        return Resolution((), source.kind, 0.5, "kind")
    return answer(source, ask(asked), document.ranker, earlier)


def answer(source: Source, question: Question, ranker: Ranker, earlier: Earlier) -> Resolution:
    """What the ranker says; a speaker carried over brings along those who spoke jointly."""
    chosen, chance = ranker.choose(question)
    if chosen is None:
        return Resolution((), _nameless(source, question.form), round(1 - chance, 3), "ranked")
    entity = question.entities[chosen]
    if question.form == "none" and earlier and earlier[-1][1].entities[:1] == (entity,):
        return Resolution(earlier[-1][1].entities, entity.kind, chance, "ranked")
    return Resolution((entity,), entity.kind, chance, "ranked")


def _nameless(source: Source, form: str) -> str:
    """The kind of who is not named: "a nurse" is unnamed, "the lawsuit" a document."""
    if form == "person":
        return "document" if head_of(source.text or "") in WORKS else "unnamed"
    return "unknown" if form == "none" else source.kind


def pose(document: Document, source: Source, earlier: Earlier, later: Earlier) -> Asked | None:
    """The question that a source without a name poses to the ranker; None for groups, documents and the author."""
    words = WORD.findall(plain(source.text)) if source.text else []
    sex = None
    if not words:
        form = "none"
    elif len(words) == 1 and words[0] in MALE | FEMALE:
        form, sex = "he", "m" if words[0] in MALE else "f"
    elif len(words) == 1 and words[0] in NEUTER | PLURAL:
        form = "it"
    elif words[0] in ("his", "her") and words[-1] in WORKS:
        form, sex = "he", "m" if words[0] == "his" else "f"
    elif source.kind in ("person", "unnamed"):
        form = "person"
    elif source.kind == "org":
        form = "org"
    else:
        return None
    return Asked(document, source, form, sex, earlier, later)


def by_rule(document: Document, source: Source, earlier: Earlier) -> Resolution | None:
    """ "I" is the speaker around it, "who" the name before it, "they" a group where the words are no body's."""
    words = WORD.findall(plain(source.text)) if source.text else []
    in_answer = words == ["a"] or (not words and _has_no_verb(document, source))
    if in_answer and (answering := _answering(document, source)):
        return answering
    if certain := counted(document, source) or by_description(document, source):
        return certain
    if not words and source.cue:
        if writer := _writing(document, source):
            return writer
        if BY_NOBODY.search(document.text, *source.cue):
            return Resolution((), "unknown", 0.5, "passive")
    if len(words) != 1 or is_who(document.text, source.start, source.end):
        return None
    if words[0] in FIRST:
        return _enclosing(document, source, earlier)
    if words[0] in RELATIVE:
        return _antecedent(document, source, words[0])
    if words[0] in MALE | FEMALE | NEUTER and WHAT.search(document.text[max(0, source.start - 8) : source.start]):
        return _subject(document, source, words[0])
    if words[0] in PLURAL and source.kind != "org":
        return those(document, source, earlier)
    return None


def by_description(document: Document, source: Source) -> Resolution | None:
    """ "The home secretary" is the one whom the text so describes, word for word, and nobody else."""
    if source.text is None or not source.text.lower().startswith("the "):
        return None
    head = head_of(source.text)
    words = words_of(source.text) - {head}
    bearers = unique([d.entity for d in document.descriptions.get(head, []) if words and d.words == words])
    return Resolution((bearers[0],), bearers[0].kind, 0.9, "described") if len(bearers) == 1 else None


def _writing(document: Document, source: Source) -> Resolution | None:
    """The writer of a letter, to whom "it is apparent" or "seems" what they write of."""
    writer = document.letters.writer(source.start) if document.letters else None
    assert source.cue is not None
    seems = SEEMS.match(document.text, *source.cue)
    return Resolution((writer,), "person", 0.7, "signature") if writer and seems else None


def _has_no_verb(document: Document, source: Source) -> bool:
    return source.cue is None or document.text[slice(*source.cue)] == ":"


def _answering(document: Document, source: Source) -> Resolution | None:
    """The one who is interviewed, in an answer."""
    if document.interview and (entity := document.interview.answerer(source.content[0][0])):
        return Resolution((entity,), "person", 0.9, "answer")
    return None


def _enclosing(document: Document, source: Source, earlier: Earlier) -> Resolution:
    """ "I" inside a quotation is its speaker; outside any it is who signs the letter or answers in the interview that the
    text is, or the article's author."""
    for other, resolution in reversed(earlier):
        if any(start <= source.start < end for start, end in other.content):
            return Resolution(resolution.entities, resolution.kind, resolution.certainty, "speaker around it")
    if document.letters and (writer := document.letters.writer(source.start)):
        return Resolution((writer,), "person", 0.9, "signature")
    return _answering(document, source) or Resolution((), "author", 0.6, "author")


def _antecedent(document: Document, source: Source, word: str) -> Resolution:
    """The last name in the sentence before: a person's before "who" ("Ann Lee, head of Rift Institute, who"), and one that
    no other name governs ("Ann Lee, an aide to Bo Chen, who")."""
    if source.kind in ("group", "unnamed", "document"):  # "people from outside the Union who", "a report that"
        return Resolution((), source.kind, 0.5, "antecedent")
    before = _in_sentence(document, source)
    if word.startswith("who"):
        before = [(m, e) for m, e in before if e.kind == "person"] or before
        free = [(m, e) for m, e in before if not _is_governed(document, m)]
        before = before if before and before[-1][0].end + 2 >= source.start else free or before
    if not before:
        return Resolution((), "unknown", 0.0, "antecedent")
    return Resolution((before[-1][1],), before[-1][1].kind, 0.7, "antecedent")


def _subject(document: Document, source: Source, word: str) -> Resolution | None:
    """ "Acme opened what it calls …": the name that the clause around it is about."""
    kind = "org" if word in NEUTER else "person"
    fits = [(m, e) for m, e in _in_sentence(document, source) if e.kind == kind and not _is_governed(document, m)]
    return Resolution((fits[-1][1],), kind, 0.8, "subject") if fits else None


def _in_sentence(document: Document, source: Source) -> list[tuple[Mention, Entity]]:
    """The names before a source in its sentence."""
    return document.inside(max(source.start - RELATIVE_REACH, document.sentence_start(source.start)), source.start)


def _is_governed(document: Document, mention: Mention) -> bool:
    return bool(GOVERNED.search(document.text[max(0, mention.start - 30) : mention.start]))
