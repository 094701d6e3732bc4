"""The registry of output formats. A new one is a module with a writer and, but for the report, a reader, and a line here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple, Protocol

from quotex.errors import UnreadableRecords, UnusableOutput
from quotex.extraction import Result
from quotex.readers.formats import split_name
from quotex.writers import columns, database, jsonl, report, table
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


class Format(NamedTuple):
    """`read` is None where records are not read back; `keeps_text`: the articles' texts are written, asked for or not.

    `in_parts`: a folder of such files is as good as one of them.
    """

    open: OpenWriter
    read: Callable[[Path], Iterator[Record | UnreadableRecords]] | None
    keeps_text: bool = False
    in_parts: bool = True


FORMATS = {
    ".jsonl": Format(jsonl.JsonLines, jsonl.read_jsonl),
    ".jsonl.gz": Format(jsonl.gzipped, jsonl.read_jsonl),
    ".jsonl.zst": Format(jsonl.zstandard, jsonl.read_jsonl),
    ".csv": Format(table.Table, table.read_csv),
    ".parquet": Format(columns.Columns, columns.read_parquet),
    ".db": Format(database.Database, database.read_database, in_parts=False),
    ".sqlite": Format(database.Database, database.read_database, in_parts=False),
    ".html": Format(report.Report, None, keeps_text=True, in_parts=False),
}
NEEDS = {".jsonl.zst": jsonl.zstandard_needed, ".parquet": columns.schema}
LOOKED_AT = 100  # records, to tell a file of records from one of articles


def format_of(path: Path) -> str:
    """The suffix that tells the format; raises UnusableOutput for one that is none, MissingExtra if a package lacks."""
    suffix = _suffix(path)
    if suffix is None:
        raise UnusableOutput(f"{path}: the output's name must end in one of {', '.join(FORMATS)}")
    if suffix in NEEDS:
        NEEDS[suffix]()
    return suffix


def _suffix(path: Path) -> str | None:
    return next((suffix for suffix in FORMATS if path.name.lower().endswith(suffix)), None)


def read_records(path: str | Path) -> Iterator[Record]:
    """The records in a file that quotex has written, of any format but HTML: dicts of the published schema.

    `Quote.from_dict` makes a Quote of one; "meta" and "article_text" go beyond it. Raises UnreadableRecords where the
    file is broken.
    """
    path = Path(path)
    if not path.exists():
        raise UnusableOutput(f"{path}: no such file")
    if FORMATS[format_of(path)].read is None:
        raise UnreadableRecords(f"{path}: a report is to be looked at; records are read from the other formats")
    return map(_sound, scan_records(path))


def _sound(record: Record | UnreadableRecords) -> Record:
    if isinstance(record, UnreadableRecords):
        raise record
    return record


def scan_records(path: Path) -> Iterator[Record | UnreadableRecords]:
    """Each record of such a file, or in its place why it is none; the last one also says why the file ends early."""
    suffix = format_of(path)
    read = FORMATS[suffix].read
    assert read is not None
    try:
        for part in sorted(path.glob(f"*{suffix}")) if path.is_dir() else [path]:
            for record in read(part):
                yield UnreadableRecords(f"{part}: {record}") if isinstance(record, UnreadableRecords) else record
    except Exception as error:  # each format's library has errors of its own
        yield UnreadableRecords(f"{path}: no file of records, or a broken one ({type(error).__name__}: {error})")


def holds_records(path: Path) -> bool:
    """Whether quotex has written the file, and for reading: articles may have the same formats."""
    suffix = _suffix(path)
    if suffix is None or FORMATS[suffix].read is None:
        return False
    if not split_name(path.name)[1]:
        return True  # a database is no format of articles
    sound = (record for record in islice(scan_records(path), LOOKED_AT) if isinstance(record, dict))
    return str(next(sound, {}).get("schema")).startswith("quotex/")
