"""What speaks for and against each entity that a source without a name may mean, and for none of them: the ranker's rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import log1p

from quotex.candidates import GOVERNED, PLACES, Asked, candidates
from quotex.cue_shapes import cue_shapes
from quotex.document import Document, Earlier
from quotex.entities import Entity, Mention
from quotex.names import WORD, plain
from quotex.ranking import Question, Row

STARTS = re.compile(r"(?:^|[”\"])\s*(?:(?:the|an?|but|and|[A-Z][\w.]+)\s+){0,3}$", re.I)
# A name that is the subject: "Ann Lee, 40, said", "Ann Lee is".
ACTS = re.compile(
    r"(?:,\s\d{1,3},|\s\([^)]*\))?\s(?:also |then |later |\w+ly )?"
    r"(?:is|was|are|were|has|had|have|will|would|can|could|may|said|told|went|made|took|came|gave|began|\w{2,}(?:ed|[^s]s))\b"
)
RIVALS = (("republican", "democrat"), ("democrat", "republican"), ("conservative", "labor"), ("labor", "conservative"))
ELECTED = frozenset("minister secretary president chancellor leader senator governor mayor congressman premier".split())
INDEFINITE = re.compile(r"(?:an?|one|some|another|any|no|two|three|several|many|most|other)\b", re.I)
DEFINITE = re.compile(r"(?:the|this|that|its|his|her|their|our)\b", re.I)


def ask(asked: Asked) -> Question:
    """The question that the ranker answers for a source without a name."""
    entities = candidates(asked)
    ends = sorted((m[-1].end for e in entities if (m := asked.before.get(id(e)))), reverse=True)
    rows = [dict(_features(asked, entity, entities, ends)) for entity in entities]
    return Question(asked.form, tuple(entities), (*rows, none_row(asked, rows)))


def none_row(asked: Asked, rows: Sequence[Row]) -> Row:
    text = asked.source.text or ""
    row = {"none": 1.0, "none, first paragraph": float(asked.source.paragraph == 1)}
    last = asked.earlier[-1] if asked.earlier else None
    if last and last[1].kind == "unnamed" and asked.source.paragraph - last[0].paragraph < 2:
        row["none, unnamed spoke last"] = 1.0  # "A spokeswoman said … She added"
    if asked.head:
        row["none, indefinite"] = float(bool(INDEFINITE.match(text)))
        row["none, definite"] = float(bool(DEFINITE.match(text)))
        row["none, plural"] = float(bool(re.search(r"[^s]s$", asked.head)))
        row["none, long"] = float(len(text) > 40)
        row["none, nobody so described"] = float(not any(r.get("so described") for r in rows))
    if asked.form == "none":
        row["none, indirect"] = float(asked.source.type == "indirect")
        row["none, spoken here"] = float(bool(asked.earlier and asked.earlier[-1][0].paragraph == asked.source.paragraph))
        row.update((f"none, {shape}", 1.0) for shape in cue_shapes(asked.document.text, asked.source.cue))
    return row


def _features(asked: Asked, entity: Entity, entities: Sequence[Entity], ends: Sequence[int]) -> Iterator[tuple[str, float]]:
    yield from _named(asked, entity, ends)
    yield from _prominence(asked, entity)
    if _in_its_words(asked, entity):
        yield "in the words", 1.0
    yield from _spoken(asked, entity, entities)
    if asked.form != "none":
        yield from _agreement(asked, entity)
    if asked.head:
        yield from _described(asked, entity)


def _in_its_words(asked: Asked, entity: Entity) -> bool:
    """Whether direct words name it, or what a description says: `“Lee may go,” he said`, `the minister said Lee was wrong`.
    "He said Lee was wrong" is left out: asked of all, 0.4 points of the pronouns are lost in cross-validation."""
    return (asked.source.type == "direct" or asked.form == "person") and entity in asked.in_words


def _named(asked: Asked, entity: Entity, ends: Sequence[int]) -> Iterator[tuple[str, float]]:
    """Where it was named last, before and after the source."""
    named = asked.before.get(id(entity))
    if after := asked.after.get(id(entity)):
        yield "named after", 1.0
        yield "named after, distance", log1p(after.start - asked.source.end) / 5
        if not named:
            yield "named after only", 1.0
            if asked.source.paragraph == 1:
                yield "named after only, headline", 1.0
    if not named:
        yield "not named", 1.0
        return
    nearest = named[-1]
    yield "distance", log1p(asked.source.start - nearest.end) / 5
    for place, at in zip(("nearest", "second nearest", "third nearest"), ends, strict=False):
        if nearest.end == at:
            yield place, 1.0
    yield from _standing(asked, named)
    yield "times named near", log1p(len(named)) / 2


def _standing(asked: Asked, named: Sequence[Mention]) -> Iterator[tuple[str, float]]:
    """In which sentence it was named, and as what of it."""
    document, nearest = asked.document, named[-1]
    text = document.text
    here, last = asked.sentences
    if nearest.start >= here:
        yield "same sentence", 1.0
    elif nearest.start >= last:
        yield "last sentence", 1.0
    if any(last <= m.start < here and starts_sentence(document, m) for m in named):
        yield "starts the last sentence", 1.0
    if any(here <= m.start < asked.anchor and starts_sentence(document, m) for m in named):
        yield "starts the sentence", 1.0
    if nearest.start >= asked.here:
        yield "named here", 1.0
    if starts_sentence(document, nearest):
        yield "starts a sentence", 1.0
    if any(m.start >= asked.here and starts_sentence(document, m) for m in named):
        yield "starts a sentence here", 1.0
    if ACTS.match(text, nearest.end):
        yield "acts", 1.0
        if nearest.start >= last:
            yield "acts, last sentence", 1.0
    if any(m.start >= last and ACTS.match(text, m.end) for m in named):
        yield "acts in either sentence", 1.0
    if is_quoted(nearest, asked.earlier):
        yield "quoted", 1.0
    if text[nearest.end : nearest.end + 1] in "'’" and re.match(r"['’]s?\b", text[nearest.end : nearest.end + 3]):
        yield "possessive", 1.0
    if GOVERNED.search(text[max(0, nearest.start - 30) : nearest.start]):
        yield "governed", 1.0


def _prominence(asked: Asked, entity: Entity) -> Iterator[tuple[str, float]]:
    yield "times named", log1p(len(entity.mentions)) / 3
    document = asked.document
    if document.most_named.get(entity.kind) is entity:
        yield "most named", 1.0
    if document.first.get(entity.kind) is entity:
        yield "first named", 1.0
    if entity.fullest.label == "GPE":
        yield "place", 1.0


def _spoken(asked: Asked, entity: Entity, entities: Sequence[Entity]) -> Iterator[tuple[str, float]]:
    """When it spoke, and who was named since."""
    source, earlier = asked.source, asked.earlier
    spoke = [i for i, (_, r) in enumerate(earlier) if entity in r.entities]
    if spoke:
        last = earlier[spoke[-1]][0]
        gap = source.paragraph - last.paragraph
        yield "spoke", 1.0
        yield "since it spoke", log1p(len(earlier) - 1 - spoke[-1])
        yield "times spoken", log1p(len(spoke))
        rivals = {
            id(e)
            for m, e in asked.document.inside(last.end, source.start)
            if e is not entity and e.kind == entity.kind and e in entities and not is_quoted(m, earlier)
        }
        yield "rivals since it spoke", log1p(len(rivals))
        here, before = asked.sentences
        if last.start >= here:
            yield "spoke in the sentence", 1.0
        elif last.start >= before:
            yield "spoke in the last sentence", 1.0
        if last.text and last.type != "direct" and last.start >= before:
            yield "spoke indirectly just before", 1.0
        if spoke[-1] == len(earlier) - 1:
            yield "spoke last", 1.0
            yield f"spoke last, {('here', 'paragraph before')[gap] if gap < 2 else 'farther'}", 1.0
            if not rivals:
                yield "spoke last, no rival", 1.0
            if last.type != "indirect" and source.type == "direct":
                yield "spoke last, direct", 1.0
            if any(a <= source.start < b for a, b in last.content):
                yield f"inside its words, {last.type == 'direct'}", 1.0
    if asked.later and entity in asked.later[0][1].entities:
        yield "speaks next", 1.0
        if asked.later[0][0].paragraph == source.paragraph:
            yield "speaks next, here", 1.0


def _agreement(asked: Asked, entity: Entity) -> Iterator[tuple[str, float]]:
    if asked.sex and entity.gender == asked.sex:
        yield "sex fits", 1.0
    if asked.sex:
        he, she = asked.document.votes.get(id(entity), (0, 0))
        same, other = (he, she) if asked.sex == "m" else (she, he)
        if other > same and not entity.gender:
            yield "called otherwise", 1.0
        if other < same and not entity.gender:
            yield "called so", 1.0


def _described(asked: Asked, entity: Entity) -> Iterator[tuple[str, float]]:
    """Whether the text calls it so: "Ann Lee, the defence minister", "the European Commission"."""
    document = asked.document
    fits = [d for d in asked.described if d.entity is entity]
    if fits:
        yield "so described", 1.0
        if len({id(d.entity) for d in asked.described if d.entity.kind == entity.kind}) == 1:
            yield "only one so described", 1.0
        if any(d.at < asked.source.start for d in fits):
            yield "so described before", 1.0
        shared = max(len(d.words & asked.words) for d in fits)
        yield "words shared", float(shared)
    elif document.described.get(id(entity)):
        yield "otherwise described", 1.0
    called = document.described.get(id(entity), frozenset())
    if any(one in asked.words | {asked.head} and other in called - asked.words for one, other in RIVALS):
        yield "of the other party", 1.0
    modifiers = asked.words - {asked.head}
    if asked.head in ELECTED and not fits and called & ELECTED:
        yield "of another office", 1.0
    if modifiers and any(modifiers <= d.words for d in fits):
        yield "so described in full", 1.0
    if modifiers & called:
        yield "modifier shared", 1.0
    if modifiers & frozenset(WORD.findall(plain(entity.fullest.text))):
        yield "modifier in name", 1.0
    if entity.fullest.label == "GPE" and (asked.head in PLACES or asked.head == "government"):
        yield "place so called", 1.0


def starts_sentence(document: Document, mention: Mention) -> bool:
    """Whether at most a few words of title stand between a sentence's start and the name."""
    return bool(STARTS.search(document.text[document.sentence_start(mention.start) : mention.start]))


def is_quoted(mention: Mention, earlier: Earlier) -> bool:
    return any(s <= mention.start < e for other, _ in earlier[-6:] for s, e in other.content)
