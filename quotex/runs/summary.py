"""What came out of a run, counted as it goes by."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Mapping
from typing import Any

from quotex.articles import Failure
from quotex.extraction import Result
from quotex.scoring import NAMED

TOP = 20  # speakers that are named


class Summary:
    """Counts of articles, quotations, speakers, errors and words. Speakers are counted on disk where they are many, and only
    people and bodies: over a folder "I" and "analysts" are nobody in particular.

    `run` says of what: versions, seconds, words a second.
    """

    def __init__(self, run: Mapping[str, Any] | None = None) -> None:
        self.run = dict(run or {})
        self.articles = self.errors = self.words = 0
        self.types: Counter[str] = Counter()
        self.notes: Counter[str] = Counter()
        self._speakers = sqlite3.connect("", isolation_level=None)
        self._speakers.execute("PRAGMA synchronous = OFF")
        self._speakers.execute("CREATE TABLE speakers (name TEXT PRIMARY KEY, n INTEGER) WITHOUT ROWID")
        self._speakers.execute("BEGIN")

    def add(self, result: Result | Failure) -> None:
        if isinstance(result, Failure):
            self.errors += 1
            return
        self.articles += 1
        self.words += result.words
        self.types.update(quote.type for quote in result.quotes)
        self.notes.update(result.article.notes)
        self._count(Counter(s.name for quote in result.quotes for s in quote.speakers if s.kind in NAMED))

    def _count(self, speakers: Mapping[str, int]) -> None:
        upsert = "INSERT INTO speakers VALUES (?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n"
        self._speakers.executemany(upsert, speakers.items())

    def counts(self) -> dict[str, Any]:
        """All that has been counted, as JSON would hold it: for `merge`."""
        speakers = dict(self._speakers.execute("SELECT name, n FROM speakers"))
        counted = {name: getattr(self, name) for name in ("articles", "errors", "words")}
        return {**counted, "types": self.types, "notes": self.notes, "speakers": speakers}

    def merge(self, counts: Mapping[str, Any]) -> None:
        """Add what was counted elsewhere."""
        self.articles += counts["articles"]
        self.errors += counts["errors"]
        self.words += counts["words"]
        self.types.update(counts["types"])
        self.notes.update(counts["notes"])
        self._count(counts["speakers"])

    @property
    def quotations(self) -> int:
        return self.types.total()

    def speakers(self) -> list[tuple[str, int]]:
        """The TOP speakers with the number of their quotations, over all articles, by name as it stands there."""
        return self._speakers.execute("SELECT name, n FROM speakers ORDER BY n DESC, name LIMIT ?", (TOP,)).fetchall()

    def run_row(self) -> dict[str, int]:
        names = ("articles", "errors", "words")
        return {**{name: getattr(self, name) for name in names}, "quotations": self.quotations}

    def to_dict(self) -> dict[str, Any]:
        """The counts, as the summary file holds them."""
        return {
            **self.run,
            **self.run_row(),
            "quotations": dict(sorted(self.types.items())),
            "distinct_speakers": self._speakers.execute("SELECT count(*) FROM speakers").fetchone()[0],
            "speakers": dict(self.speakers()),
            "notes": dict(sorted(self.notes.items())),
        }

    def __str__(self) -> str:
        types = ", ".join(f"{n:,} {type}" for type, n in self.types.most_common())
        lines = [f"{self.articles:,} articles, {self.words:,} words, {self.quotations:,} quotations ({types or 'none'})"]
        if named := self.speakers():
            lines.append("most quoted: " + ", ".join(f"{name} {n:,}" for name, n in named[:5]))
        if self.notes:
            lines.append("read with care: " + ", ".join(f"{n:,} × {note}" for note, n in self.notes.most_common()))
        if self.errors:
            lines.append(f"{self.errors:,} could not be read or worked on")
        if "words_per_second" in self.run:
            lines.append(f"{self.run['words_per_second']:,} words/s in {self.run['seconds']:,} s")
        return "\n".join(lines)
