"""Name mentions of a Doc: its entities, mended where they were cut, and the names that sources add to them."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from operator import attrgetter

from spacy.tokens import Doc

from quotex.entities import KIND, Mention
from quotex.names import OFFICES, SUFFIXES, TITLES, name_words

LONGEST = 200  # characters of a name; the search for overlapping ones looks back so far
BEFORE = 40  # characters before a name, where its title stands
LABELS = {"PER": "PERSON", "PERSON": "PERSON"}

CAPITAL = r"(?:[A-Z][\w’'&.]*(?:[-/][\w’'&.]+)*|[A-Z]\.)"
# A run of capitalised words; an organisation's may go on over "of", "for", "and": Department of Health and Social Care.
RUN = re.compile(rf"{CAPITAL}(?:[ \u00a0]{CAPITAL})*")
BODY_RUN = re.compile(rf"{CAPITAL}(?:[ \u00a0](?:(?:of|for|and|on|the|to|in|&)[ \u00a0](?:the[ \u00a0])?)?{CAPITAL})*")
# "The Trump campaign", "Obama administration": a body named after somebody.
BODY_NOUN = re.compile(r"(?:['’]s?)?[ \u00a0](?:presidential[ \u00a0])?(?:campaign|administration|government)\b")
# What the entity head takes for a person now and then: "R-Tenn.", "Md.", a pronoun, a title alone; or for a body.
NO_NAME = re.compile(
    r"[DRI]-.*|[A-Z][a-z]{0,4}\.|I|[Hh]e|[Ss]he|[Ww]ho|No-one|Leading|Lib|Dem|Lib Dem|Lawmaker|Police|Doctor|PM|MP|CEO|"
    r"Judge|President|(?:[\w-]+ )?Minister|Senator|Secretary|General|Chancellor|Governor|Sir|Mr|Mrs|Ms|Dr"
)
NO_BODY = re.compile(r"the|an?|his|her|its|their|(?:new )?polls?|report|study|it|they|we|this|that|one|two|three", re.I)
NOTHING = (NO_BODY, NO_NAME)
# Between the parts of one name.
GLUE = re.compile(r"[ \u00a0]?-?")
LOWER = re.compile(r"(?:[a-z]+[ \u00a0])+(?=[A-Z])")
INITIALS_BEFORE = re.compile(r"\b(?:[A-Z]\.[ \u00a0]?){1,3}$")
SUFFIX_AFTER = re.compile(r",?[ \u00a0](?:Jr|Sr)\b\.?|[ \u00a0](?:II|III|IV)\b")
NICKNAMED = re.compile(
    rf"{CAPITAL}(?:[ \u00a0]{CAPITAL})*[ \u00a0](?:[“\"‘'][A-Z]\w+[”\"’']|\([A-Z]\w+\))[ \u00a0][A-Z][\w’'-]+"
)


def find_mentions(doc: Doc, text: str) -> list[Mention]:
    """The named people, bodies and places of a Doc (`text` is its text), in order, without possessive endings.

    Neighbours of one label that only a space or a hyphen parts are one name ("Ban" + "Ki-moon").
    """
    spans: list[tuple[int, int, str]] = []
    for ent in doc.ents:
        label = LABELS.get(ent.label_, ent.label_)
        if label not in KIND:
            continue
        start, end = _whole_words(text, ent.start_char, ent.start_char + len(ent.text.rstrip("-")))
        end -= len(re.search(r"(?:['’]s?)?$", text[start:end])[0])  # type: ignore[index]
        if spans and spans[-1][2] == label == "PERSON" and GLUE.fullmatch(text[spans[-1][1] : start]):
            start = spans.pop()[0]
        if label == "PERSON":
            start, end = _whole_name(text, start, end)
        elif lead := LOWER.match(text, start, end):  # "nonpartisan Commission on Presidential Debates"
            start = lead.end()
        if (
            start < end
            and (not spans or spans[-1][1] <= start)
            and not NOTHING[label == "PERSON"].fullmatch(text[start:end])
        ):
            spans.append((start, end, label))
    return [make_mention(text, *span) for span in split_joint(text, spans)]


def split_joint(text: str, spans: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """ "Thailand and India", found as one name, is two; so is "Fiat and General Motors" where Fiat is named alone too."""
    known = {text[start:end] for start, end, _ in spans}
    parted = []
    for start, end, label in spans:
        one, joined, other = text[start:end].partition(" and ")
        if joined and (label == "GPE" or one in known or other in known):
            parted += [(start, start + len(one), label), (end - len(other), end, label)]
        else:
            parted.append((start, end, label))
    return parted


def make_mention(text: str, start: int, end: int, label: str) -> Mention:
    before = text[max(0, start - BEFORE) : start].rpartition("\n")[2]
    return Mention(start, end, text[start:end], label, before)


def after_titles(text: str, start: int, end: int) -> int:
    """Where the name starts in a span that may hold a title: "Italian Prime Minister Matteo Renzi"."""
    words = [(m.start(), m[0].lower().rstrip(".")) for m in re.finditer(r"\S+", text[start:end])]
    begin = 0
    for i, (_, word) in enumerate(words[:-1]):
        if (word in OFFICES or (i == begin and word in TITLES)) and words[i + 1][1] not in SUFFIXES:
            begin = i + 1
    return start + (words[begin][0] if words else 0)


def _whole_name(text: str, start: int, end: int) -> tuple[int, int]:
    """A person's name without titles, with the initials, nickname and suffix that the span may have cut off."""
    nicknamed = NICKNAMED.search(text, max(0, start - 40), min(len(text), end + 40))
    if nicknamed and nicknamed.start() < end and start < nicknamed.end():
        start, end = nicknamed.span()
    if match := INITIALS_BEFORE.search(text, max(0, start - 12), start):
        start = match.start()
    if match := SUFFIX_AFTER.match(text, end):
        end = match.end()
    return after_titles(text, start, end), end


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Grow a span over the hyphenated words that it cut: "Doris Crouse" in "Doris Crouse-Mays"."""
    if match := re.search(r"(?:\w+-)+$", text[max(0, start - 30) : start]):
        start -= len(match[0])
    if match := re.match(r"(?:-[A-Za-z]\w*)+", text[end : end + 30]):
        end += len(match[0])
    return start, end


def add_source_names(text: str, mentions: list[Mention], sources: Iterable[tuple[int, int, str]]) -> list[Mention]:
    """`mentions` with the names that stand in sources (start, end, kind) of kind person or org where they had none.

    That something speaks is better evidence of a name than the entity head has by itself.
    """
    found = sorted(mentions)
    for start, end, kind in sources:
        if kind == "person":
            _add_person(text, start, end, found)
        elif kind == "org":
            _add_body(text, start, end, found)
    return settle_labels(list(dict.fromkeys(found)))


def settle_labels(mentions: list[Mention]) -> list[Mention]:
    """One label for one name: the surname of a person named in full is that person; else the most common label wins."""
    surnames = {words[-1] for m in mentions if m.label == "PERSON" and len(words := name_words(m.text)) > 1}
    counts: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for mention in mentions:
        counts[name_words(mention.text)][mention.label] += 1
    settled = []
    for mention in mentions:
        words = name_words(mention.text)
        label = counts[words].most_common(1)[0][0]
        if len(words) == 1 and words[0] in surnames and label != "GPE":
            label = "PERSON"
        settled.append(replace(mention, label=label))
    return settled


def _inside(mentions: Sequence[Mention], start: int, end: int) -> list[Mention]:
    """The mentions that overlap the characters [start, end); in order of their starts."""
    low, high = (bisect_left(mentions, at, key=attrgetter("start")) for at in (start - LONGEST, end))
    return [m for m in mentions[low:high] if start < m.end]


def _add_person(text: str, start: int, end: int, found: list[Mention]) -> None:
    """The last run of capitalised words before the source's first comma, if no person is known in it."""
    if any(m.label == "PERSON" for m in _inside(found, start, end)):
        return
    head = re.match(r"[^,(;“\"]*", text[start:end])[0]  # type: ignore[index]
    runs = [r for r in RUN.finditer(head) if not (r.start() == 0 and r[0].lower() in ("the", "a", "an", "one", "some"))]
    if not runs or not re.fullmatch(r"\W*", head[runs[-1].end() :]):
        return  # lower-case words follow: "a Clinton aide"
    to = start + runs[-1].end()
    at = after_titles(text, start + runs[-1].start(), to)
    for mention in _inside(found, at, to):
        if mention.end == to and mention.start == at:
            found.remove(mention)  # known as a place or body, but it is a person who speaks
        else:
            at = max(at, mention.end + 1) if mention.end < to else at
    if at < to and not NO_NAME.fullmatch(text[at:to]):
        insort(found, make_mention(text, at, to, "PERSON"))


def _add_body(text: str, start: int, end: int, found: list[Mention]) -> None:
    """The first run of capitalised words of the source, or a campaign or government named after somebody."""
    for run in BODY_RUN.finditer(text, start, end):
        if run[0].lower() in ("the", "a", "an"):
            continue
        at, to = run.span()
        if lead := re.match(r"(?:The|A|An)[ \u00a0]", run[0]):
            at += lead.end()
        if noun := BODY_NOUN.match(text, to, end):
            to = noun.end()
        to -= len(re.search(r"(?:['’]s?)?$", text[at:to])[0])  # type: ignore[index]
        known = _inside(found, at, to)
        if not any(m.start <= at and to <= m.end and m.label != "PERSON" for m in known):
            for mention in known:
                found.remove(mention)
            insort(found, make_mention(text, at, to, "ORG"))
        return
