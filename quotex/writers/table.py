"""CSV: one row a quotation."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from quotex.articles import LONGEST
from quotex.errors import UnreadableRecords
from quotex.extraction import Result
from quotex.writers.rows import COLUMNS, Record, flatten, records_of, unflatten

NUMBERS: dict[str, type[int] | type[float]] = {"INTEGER": int, "REAL": float}


class Table:
    """UTF-8 with a byte order mark: without one, Excel takes it for the machine's own encoding and breaks umlauts."""

    def __init__(self, path: Path, *, with_text: bool) -> None:
        self.with_text = with_text
        self.file = path.open("w", encoding="utf-8-sig", newline="")
        self.rows = csv.DictWriter(self.file, COLUMNS)
        self.rows.writeheader()

    def add(self, result: Result) -> None:
        self.rows.writerows(flatten(record) for record in records_of(result, with_text=self.with_text))

    def close(self, run: Record) -> None:
        self.stop()

    def stop(self) -> None:
        self.file.close()


def read_csv(path: Path) -> Iterator[Record | UnreadableRecords]:
    """A row with other columns or values is lost alone."""
    csv.field_size_limit(2 * LONGEST)
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=1):
            try:
                if None in row.values():
                    raise ValueError("it ends early")
                # An empty cell is None but for the article, whose name may be empty: `quotex.extract(text)` gives it none.
                yield unflatten(
                    {name: _value(row[name], kind) for name, kind in COLUMNS.items()} | {"article": row["article"]}
                )
            except (LookupError, ValueError, TypeError, AttributeError) as error:
                yield UnreadableRecords(f"row {number} is no record ({type(error).__name__}: {error})")


def _value(cell: str, kind: str) -> Any:
    return NUMBERS.get(kind, str)(cell) if cell else None
