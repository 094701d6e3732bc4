"""What is looked at: an article with its text, metadata and quotations."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from quotex.extraction import Result
from quotex.records import Quote

# "2024/03/07/budget.txt", "budget-2024-03-07.txt": newsrooms file by day.
DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/_](\d\d)[-/_](\d\d)(?!\d)")


@dataclass(frozen=True)
class Reading:
    """An article with its quotations. `text` is None where it is not at hand. Of `meta`, "title" and "date" are shown."""

    id: str
    text: str | None
    quotes: tuple[Quote, ...]
    meta: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, result: Result) -> Reading:
        """Quotations that came without their article have an empty text there."""
        return cls(result.article.id, result.article.text or None, result.quotes, result.article.meta)

    @property
    def title(self) -> str:
        """The title in the metadata, or an empty string."""
        return str(self.meta.get("title") or "")

    @property
    def date(self) -> str:
        """The day, YYYY-MM-DD, that the metadata or else the id names, or an empty string."""
        found = DAY.search(str(self.meta.get("date") or "")) or DAY.search(self.id)
        try:
            return date(*map(int, found.groups())).isoformat() if found else ""
        except ValueError:  # the 31st of February
            return ""
