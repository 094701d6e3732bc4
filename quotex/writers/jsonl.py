"""JSON lines, also compressed: a record a line."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import ModuleType
from typing import Any, BinaryIO, cast

from quotex.errors import UnreadableRecords, needed
from quotex.extraction import Result
from quotex.readers.formats import COMPRESSIONS, split_name
from quotex.readers.streams import Inflated
from quotex.writers.rows import Record, records_of, to_json


class JsonLines:
    """A record a line, in UTF-8."""

    def __init__(self, path: Path, *, with_text: bool, pack: Callable[[BinaryIO], Any] | None = None) -> None:
        self.with_text = with_text
        self.open = ExitStack()
        raw = self.open.enter_context(path.open("wb"))
        stream = self.open.enter_context(pack(raw)) if pack else raw
        self.lines = self.open.enter_context(io.TextIOWrapper(cast(BinaryIO, stream), "utf-8", newline="\n"))

    def add(self, result: Result) -> None:
        self.lines.writelines(to_json(record) + "\n" for record in records_of(result, with_text=self.with_text))

    def close(self, run: Record) -> None:
        self.stop()

    def stop(self) -> None:
        self.open.close()


def gzipped(path: Path, *, with_text: bool) -> JsonLines:
    # Neither name nor time in the header: equal records give equal bytes.
    return JsonLines(path, with_text=with_text, pack=lambda raw: gzip.GzipFile("", "wb", fileobj=raw, mtime=0))


def zstandard(path: Path, *, with_text: bool) -> JsonLines:
    compressor = zstandard_needed().ZstdCompressor()
    return JsonLines(path, with_text=with_text, pack=lambda raw: compressor.stream_writer(raw, closefd=False))


def zstandard_needed() -> ModuleType:
    return needed("zstandard", "formats")


def read_jsonl(path: Path) -> Iterator[Record | UnreadableRecords]:
    """A line that is no JSON is lost alone."""
    compression = split_name(path.name)[2]
    with path.open("rb") as raw:
        plain = io.BufferedReader(Inflated(COMPRESSIONS[compression], raw)) if compression else raw
        for number, line in enumerate(plain, start=1):
            try:
                if line.strip():
                    yield json.loads(line)
            except (ValueError, RecursionError) as error:
                yield UnreadableRecords(f"line {number} is no record ({error})")
