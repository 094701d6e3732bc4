"""Sources that mean several named before: "they", "both women", "the two companies", "all of whom"."""

from __future__ import annotations

import re
from itertools import takewhile

from quotex.document import Document, Earlier, Resolution, Source
from quotex.entities import Entity, Mention
from quotex.joint_sources import COUNTED
from quotex.named_sources import joins
from quotex.ranking import unique

BODIES = re.compile(
    r"\b(?:compan|part|agenc|bod)ies$|\b(?:firm|group|bank|club|team|union|airline|council|newspaper|paper|network)s$"
)
STATES = re.compile(r"\b(?:countries|nations|states|governments)$")
WOMEN = re.compile(r"\b(?:women|sisters|actresses)$")
MEN = re.compile(r"\b(?:men|brothers|actors)$")
# Two who are so called need not be named together; "the two officers" may well have no name.
ANY_TWO = re.compile(
    r"(?:^|\b(?:men|women|sides?|candidates|presidents|leaders|politicians|rivals|friends|brothers|sisters))$"
)
LISTED = re.compile(r"(?:\s\([^)]*\))?,?\s*")  # between the last of a list and "both of whom"
GROUP = Resolution((), "group", 0.5, "plural")
REACH = 3  # paragraphs that "the two" looks back over, its own with them: a subheading is one


def counted(document: Document, source: Source) -> Resolution | None:
    """ "Both women": the last two named together, or the last two people; a group if they are not found. None for what
    counts nobody."""
    match = COUNTED.fullmatch(source.text or "")
    if match is None or source.kind == "document":  # "both studies"
        return None
    named = _named_before(document, source, REACH)
    if match["of"]:
        listed = _list_before(document, source, named)
        return Resolution(listed, listed[0].kind, 0.7, "plural") if listed else GROUP
    what = match["what"].strip().lower()
    fits = [(m, e) for m, e in named if _may_be(e, source, what)]
    pair = named_together(document, fits)
    if not pair and source.kind != "org" and ANY_TWO.search(what):
        pair = tuple(unique([e for _, e in reversed(fits)])[:2][::-1])
    return Resolution(pair, pair[0].kind, 0.6, "plural") if len(pair) == 2 else GROUP


def _may_be(entity: Entity, source: Source, what: str) -> bool:
    """Whether one of several so called: people, unless the noun tells of bodies or there is none and bodies are meant."""
    if STATES.search(what):
        return entity.fullest.label == "GPE"
    bodies = BODIES.search(what) or (source.kind == "org" and not (MEN.search(what) or WOMEN.search(what)))
    if bodies:
        return entity.kind == "org" and entity.fullest.label == "ORG"
    sex = "f" if WOMEN.search(what) else "m" if MEN.search(what) else entity.gender
    return entity.kind == "person" and entity.gender in (None, sex)


def those(document: Document, source: Source, earlier: Earlier) -> Resolution:
    """ "They": the last joint speakers nearby if people are meant, or two people named together; else a group."""
    for other, resolution in reversed(earlier):
        if len(resolution.entities) > 1 and (
            source.paragraph == other.paragraph if source.kind != "person" else source.paragraph - other.paragraph <= 1
        ):
            return Resolution(resolution.entities, resolution.kind, 0.6, "joint speakers")
    people = [(m, e) for m, e in _named_before(document, source, 2) if e.kind == "person"]
    if source.kind == "person" and (pair := named_together(document, people)):
        return Resolution(pair, "person", 0.6, "named together")
    return GROUP


def _named_before(document: Document, source: Source, reach: int) -> list[tuple[Mention, Entity]]:
    """The names before a source, in as many paragraphs as it reaches, its own with them."""
    start = document.paragraph_starts[max(source.paragraph - reach, 0)] if document.paragraph_starts else 0
    return document.inside(start, source.start)


def named_together(document: Document, named: list[tuple[Mention, Entity]]) -> tuple[Entity, ...]:
    """The last two whose names "and" joins."""
    for (one, first), (other, second) in zip(named[-2::-1], named[:0:-1], strict=True):
        between = document.text[one.end : other.start]
        if first is not second and " and " in between and joins(between):
            return first, second
    return ()


def _list_before(document: Document, source: Source, named: list[tuple[Mention, Entity]]) -> tuple[Entity, ...]:
    """Those whom "and" and commas join right before "both of whom"."""
    if len(named) < 2 or not LISTED.fullmatch(document.text, named[-1][0].end, source.start):
        return ()
    pairs = zip(named[-2::-1], named[:0:-1], strict=True)
    joined = list(takewhile(lambda pair: joins(document.text[pair[0][0].end : pair[1][0].start]), pairs))
    return tuple(unique([*(e for (_, e), _ in reversed(joined)), named[-1][1]])) if joined else ()
