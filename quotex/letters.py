"""Pages of readers' letters: under a heading "LETTERS", each signed by its writer in a paragraph of its own."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from quotex.entities import Entity

HEADING = re.compile(r"^[ \t]*(?:(?:your|readers['’]?)\s)?letters(?:\sto\sthe\seditor)?[.:]?[ \t]*$", re.M | re.I)
SIGNATURE = re.compile(r"^[ \t—–-]*(?P<name>(?:[A-Z][\w’'-]*\.?[ \u00a0]){1,3}[A-Z][\w’'-]+)\.?[ \t]*$", re.M)


@dataclass(frozen=True)
class Letters:
    """Where the first letter starts, where each ends, and who wrote it."""

    start: int
    ends: Sequence[int]
    writers: Sequence[Entity]

    def writer(self, at: int) -> Entity | None:
        """Who wrote what stands at an offset: the next to sign."""
        letter = bisect_right(self.ends, at)
        return self.writers[letter] if self.start <= at and letter < len(self.ends) else None


def read_letters(text: str, entities: Sequence[Entity]) -> Letters | None:
    """The letters of a text, if a heading says that it has some and people sign them."""
    heading = HEADING.search(text)
    if heading is None:
        return None
    people = {(m.start, m.end): e for e in entities if e.kind == "person" for m in e.mentions}
    names = SIGNATURE.finditer(text, heading.end())
    signed = [(name.start(), people[name.span("name")]) for name in names if name.span("name") in people]
    return Letters(heading.end(), [at for at, _ in signed], [writer for _, writer in signed])
