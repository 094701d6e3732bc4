"""How articles are read: every setting, once."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class ReadOptions:
    """Settings of the readers.

    text_field: the column or key that holds the text; None takes the first of TEXT_FIELDS that is there.
    id_field: the one that holds the article's id; None takes "id" if it is there, else the row's number.
    fix_encoding: repair mojibake. Offsets then refer to the repaired text.
    max_bytes: the largest document, row or JSON file that is read.
    stdin_suffix: the format of standard input.
    """

    text_field: str | None = None
    id_field: str | None = None
    fix_encoding: bool = False
    max_bytes: int = 50 * MEGABYTE
    stdin_suffix: str = ".txt"


TEXT_FIELDS = ("text", "body", "content", "article")
