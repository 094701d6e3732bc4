"""A draft: what a format's function makes of a file or row, before it is found fit to be an article."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from quotex.articles import LONGEST, Article, Place
from quotex.errors import UnreadableArticle


@dataclass(frozen=True)
class Draft:
    """The text that offsets refer to, what the file says of it, and how it was read."""

    text: str
    meta: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def to_article(draft: Draft, id: str, place: Place) -> Article:
    """The draft as an article; raises UnreadableArticle for a text that is empty, too long or broken."""
    if not draft.text.strip():
        raise UnreadableArticle("empty")
    if len(draft.text) > LONGEST:
        raise UnreadableArticle(f"{len(draft.text):,} characters, the longest article allowed has {LONGEST:,}")
    if _is_broken(draft.text) or _is_broken(id):
        raise UnreadableArticle("broken characters (NUL, half a surrogate pair, or bytes of another encoding)")
    return Article(id, draft.text, draft.meta, place, draft.notes)


def _is_broken(text: str) -> bool:
    try:
        return b"\0" in text.encode()
    except UnicodeEncodeError:
        return True
