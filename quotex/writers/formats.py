"""The registry of output formats. A new one is a module with a writer and a reader, and a line here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

from quotex.errors import UnusableOutput
from quotex.extraction import Result
from quotex.writers import columns, database, jsonl, table
from quotex.writers.rows import Record


class Writer(Protocol):
    """Results in the order of the articles to one file.

    `close` makes it whole; `run` is the row of the table `runs`. `stop` leaves it as it is, in any state.
    """

    def add(self, result: Result) -> None: ...

    def close(self, run: Record) -> None: ...

    def stop(self) -> None: ...


class OpenWriter(Protocol):
    def __call__(self, path: Path, *, with_text: bool) -> Writer: ...


FORMATS: dict[str, tuple[OpenWriter, Callable[[Path], Iterator[Record]]]] = {
    ".jsonl": (jsonl.JsonLines, jsonl.read_jsonl),
    ".jsonl.gz": (jsonl.gzipped, jsonl.read_jsonl),
    ".jsonl.zst": (jsonl.zstandard, jsonl.read_jsonl),
    ".csv": (table.Table, table.read_csv),
    ".parquet": (columns.Columns, columns.read_parquet),
    ".db": (database.Database, database.read_database),
    ".sqlite": (database.Database, database.read_database),
}
NEEDS = {".jsonl.zst": jsonl.zstandard_needed, ".parquet": columns.schema}


def format_of(path: Path) -> str:
    """The suffix that tells the format; raises UnusableOutput for one that is none, MissingExtra if a package lacks."""
    suffix = next((suffix for suffix in FORMATS if path.name.lower().endswith(suffix)), None)
    if suffix is None:
        raise UnusableOutput(f"{path}: the output's name must end in one of {', '.join(FORMATS)}")
    if suffix in NEEDS:
        NEEDS[suffix]()
    return suffix


def read_records(path: str | Path) -> Iterator[Record]:
    """The records in a file that quotex has written, of any format: dicts of the published schema.

    `Quote.from_dict` makes a Quote of one; "meta" and "article_text" go beyond it.
    """
    path = Path(path)
    if not path.exists():
        raise UnusableOutput(f"{path}: no such file")
    return FORMATS[format_of(path)][1](path)
