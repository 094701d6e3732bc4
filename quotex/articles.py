"""What is read: articles, where they come from, and what could not be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

LONGEST = 1_000_000  # characters; spaCy's own limit for a Doc


def shown(name: str) -> str:
    """A name that can be written as UTF-8: the bytes of file names that are none, and half surrogate pairs, are escaped."""
    return name if name.isascii() else name.encode("utf-8", "backslashreplace").decode("utf-8")


@dataclass(frozen=True)
class Place:
    """Where something was read: a file, the member of an archive, the row of a table or of JSON lines (from 1)."""

    path: str
    member: str | None = None
    row: int | None = None

    def __str__(self) -> str:
        member = f", {self.member}" if self.member else ""
        return f"{self.path}{member}" + (f", row {self.row}" if self.row else "")


@dataclass(frozen=True)
class Article:
    """A text with the id that its records bear: the path below the folder that was named, or the file's name.

    `meta` is what the file says of it (title, date, other columns), as JSON would hold it. `notes` say how it was read:
    an encoding other than UTF-8, "mojibake", "mojibake repaired".
    """

    id: str
    text: str
    meta: Mapping[str, Any] = field(default_factory=dict)
    place: Place | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Document:
    """A file, or a member of an archive, that holds one article and is not read yet. `suffix` tells its format."""

    id: str
    place: Place
    suffix: str
    data: bytes


@dataclass(frozen=True)
class Failure:
    """What could not be read or worked on, and why. It takes the article's place in the stream: an error as a value."""

    place: Place
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"

    def to_dict(self) -> dict[str, Any]:
        """The line of the errors file."""
        return {"path": self.place.path, "member": self.place.member, "row": self.place.row, "reason": self.reason}
