"""A text and its quotations to paragraphs of pieces: flat runs of characters, each with the quotations it belongs to.

Spans may overlap (the source of one quotation stands inside the content of another), and HTML elements must nest. Flat
runs need no nesting.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from quotex.errors import UnreadableRecords
from quotex.records import Passage, Quote

SPACE = re.compile(r"\s+")
HEADLINE = 140  # characters; a first line that is longer is a paragraph


@dataclass(frozen=True)
class Piece:
    """A run of text within the same quotations. `roles` are content, cue, source and the types of the contents."""

    text: str
    roles: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()


@dataclass
class Paragraph:
    """`notes` are the quotations, with their numbers, whose content begins in it."""

    pieces: list[Piece]
    headline: bool = False
    notes: list[tuple[int, Quote]] = field(default_factory=list)


def mark(text: str, quotes: Sequence[Quote], first: int = 0) -> list[Paragraph]:
    """The paragraphs of `text` with its quotations, which are numbered from `first`.

    The pieces of all paragraphs are the text but for the white space between paragraphs. Raises UnreadableRecords if a
    quotation does not fit the text.
    """
    check_fit(text, quotes)
    bounds = list(_paragraphs(text)) or [(0, len(text))]
    runs = _runs(quotes, first, bounds)
    paragraphs = [Paragraph([*_pieces(text, start, end, runs)]) for start, end in bounds]
    paragraphs[0].headline = len(bounds) > 1 and bounds[0][1] - bounds[0][0] <= HEADLINE and text[bounds[0][1] - 1] != "."
    starts = [start for start, _ in bounds]
    for number, quote in enumerate(quotes, start=first):
        at = bisect_right(starts, quote.content[0].start) - 1
        paragraphs[max(at, 0)].notes.append((number, quote))
    return paragraphs


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Where each paragraph starts and ends: an empty line parts two."""
    start = 0
    for space in SPACE.finditer(text):
        if space.group().count("\n") >= 2:
            if space.start() > start:
                yield start, space.start()
            start = space.end()
    if start < len(text):
        yield start, len(text)


def passages(quote: Quote) -> Iterator[tuple[str, Passage]]:
    """(role, passage) of all that is marked of a quotation in the text."""
    yield from (("content", part) for part in quote.content)
    yield from ((role, p) for role, p in (("cue", quote.cue), ("source", quote.source)) if p is not None)


def check_fit(text: str, quotes: Iterable[Quote]) -> None:
    """Raises UnreadableRecords if a quotation does not stand in `text` where it says."""
    for quote in quotes:
        for role, passage in passages(quote):
            if text[passage.start : passage.end] != passage.text:
                raise UnreadableRecords(f"{quote.article}: the {role} of {quote.id} is not at {passage.start} of its text")


class Run(NamedTuple):
    """A stretch of text that one passage covers. `place` tells parts of one content apart."""

    number: int
    role: str
    type: str
    place: int


Runs = tuple[list[int], list[frozenset[Run]]]


def _runs(quotes: Sequence[Quote], first: int, bounds: list[tuple[int, int]]) -> Runs:
    """Offsets, and what covers the text from each to the next."""
    begins: dict[int, set[Run]] = defaultdict(set)
    ends: dict[int, set[Run]] = defaultdict(set)
    for number, quote in enumerate(quotes, start=first):
        for place, (role, passage) in enumerate(passages(quote)):
            begins[passage.start].add(run := Run(number, role, quote.type, place))
            ends[passage.end].add(run)
    offsets = sorted({*begins, *ends, *(offset for bound in bounds for offset in bound)})
    active: frozenset[Run] = frozenset()
    states = []
    for offset in offsets:
        active = (active | begins[offset]) - ends[offset]
        states.append(active)
    return offsets, states


def _pieces(text: str, start: int, end: int, runs: Runs) -> Iterator[Piece]:
    offsets, states = runs
    at = bisect_left(offsets, start)
    while start < end:
        stop, covers = offsets[at + 1], states[at]
        roles = {run.role for run in covers} | {run.type for run in covers if run.role == "content"}
        yield Piece(text[start:stop], tuple(sorted(roles)), tuple(sorted({run.number for run in covers})))
        start, at = stop, at + 1
