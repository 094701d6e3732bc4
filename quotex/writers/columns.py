"""Parquet: typed, nested columns; a folder of parts when there are many."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from quotex.errors import needed
from quotex.extraction import Result
from quotex.writers.rows import Record, records_of, to_json

GROUP = 10_000  # records that are held and written together
PART = 1_000_000  # records in a file; with more, the output is a folder of parts


class Columns:
    """The record's own nesting; `meta`, whose keys differ between articles, as JSON text."""

    def __init__(self, path: Path, *, with_text: bool) -> None:
        self.parquet, self.schema = needed("pyarrow.parquet", "parquet"), schema()
        self.path, self.with_text = path, with_text
        self.waiting: list[Record] = []
        self.parts = 0
        self.rows = 0
        path.mkdir()
        self._open_part()

    def _open_part(self) -> None:
        self.file = self.parquet.ParquetWriter(self.path / f"part-{self.parts:05}.parquet", self.schema)
        self.parts += 1
        self.rows = 0

    def add(self, result: Result) -> None:
        for record in records_of(result, with_text=self.with_text):
            self.waiting.append(nested_row(record))
            if len(self.waiting) >= GROUP:
                self._write()

    def _write(self) -> None:
        if self.rows + len(self.waiting) > PART:
            self.file.close()
            self._open_part()
        self.file.write_table(needed("pyarrow", "parquet").Table.from_pylist(self.waiting, self.schema))
        self.rows += len(self.waiting)
        self.waiting.clear()

    def close(self, run: Record) -> None:
        if self.waiting:
            self._write()
        self.stop()
        if self.parts == 1:
            whole = self.path.with_name(self.path.name + ".one")
            (self.path / "part-00000.parquet").replace(whole)
            self.path.rmdir()
            whole.replace(self.path)

    def stop(self) -> None:
        self.file.close()


def nested_row(record: Record) -> Record:
    """The record as a row of `schema`."""
    return {**record, "meta": to_json(record["meta"]) if "meta" in record else None}


def schema() -> Any:
    """The record as pyarrow types."""
    pa = needed("pyarrow", "parquet")
    span = [("start", pa.int64()), ("end", pa.int64())]
    passage = pa.struct([("text", pa.string()), *span])
    speaker = pa.struct([("id", pa.string()), ("name", pa.string()), ("kind", pa.string()), *span])
    return pa.schema(
        [
            *((name, pa.string()) for name in ("schema", "id", "article", "type", "mode")),
            ("content", pa.list_(passage)),
            ("cue", pa.struct([("text", pa.string()), ("lemma", pa.string()), *span])),
            ("source", passage),
            ("speaker", speaker),
            ("speakers", pa.list_(speaker)),
            ("confidence", pa.struct([("quote", pa.float64()), ("speaker", pa.float64())])),
            ("paragraph", pa.int64()),
            ("meta", pa.string()),
            ("article_text", pa.string()),
        ]
    )


def read_parquet(path: Path) -> Iterator[Record]:
    parquet = needed("pyarrow.parquet", "parquet")
    for batch in parquet.ParquetFile(path).iter_batches(batch_size=1000):
        for record in batch.to_pylist():
            meta, text = record.pop("meta"), record.pop("article_text")
            if meta is not None:
                record["meta"] = json.loads(meta)
            if text is not None:
                record["article_text"] = text
            yield record
