"""Records to a pandas DataFrame."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from quotex.articles import Failure
from quotex.errors import needed
from quotex.extraction import Result
from quotex.records import Quote
from quotex.writers.rows import COLUMNS, Record, flatten, records_of


def to_dataframe(records: Iterable[Result | Failure | Quote | Record]) -> Any:
    """A pandas DataFrame, one row a quotation: the columns of the CSV output, metadata in columns "meta.NAME".

    Takes quotations, results (failures among them have no rows) and what `read_records` gives. Raises MissingExtra
    without pandas.
    """
    pandas = needed("pandas", "pandas")
    columns = [name for name in COLUMNS if name not in ("meta", "article_text")]
    rows = [_row(record) for record in _as_records(records)]
    extra = dict.fromkeys(name for row in rows for name in row if name not in COLUMNS)
    return pandas.DataFrame(rows, columns=[*columns, *extra])


def _as_records(records: Iterable[Result | Failure | Quote | Record]) -> Iterator[Record]:
    for record in records:
        if isinstance(record, Result):
            yield from records_of(record)
        elif isinstance(record, Quote):
            yield record.to_dict()
        elif not isinstance(record, Failure):
            yield record


def _row(record: Record) -> Record:
    row = flatten(record)
    meta = json.loads(row["meta"]) if row["meta"] else {}
    return row | {f"meta.{name}": value for name, value in meta.items()}
