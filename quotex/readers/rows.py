"""Formats of many articles a file: a function each, from a stream to numbered rows. The registry is quotex.readers.formats.

A row is (number, mapping), counted from 1 (None: the file is one object), or (number, UnreadableArticle) where it is
broken: the rows after it are still read.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, TextIO

from quotex.articles import Article, Failure, Place
from quotex.errors import UnreadableArticle, needed
from quotex.readers.drafts import Draft, to_article
from quotex.readers.encodings import SAMPLE, check_text, find_encoding
from quotex.readers.options import TEXT_FIELDS, ReadOptions
from quotex.readers.streams import Counted, read_limited
from quotex.readers.values import check_size, plain_meta

Row = tuple[int | None, Mapping[str, Any] | UnreadableArticle]
DELIMITERS = ",;\t|"


class BrokenRow(UnreadableArticle):
    """A row that is lost alone: the ones after it can be read."""


def read_json(stream: BinaryIO, options: ReadOptions) -> Iterator[Row]:
    """One object, or a list of them. It is read whole; larger collections are better JSON lines."""
    data = read_limited(stream, options.max_bytes)
    if not data.strip():
        return
    try:
        found = json.loads(data.decode(find_encoding(data)))
    except ValueError as error:
        raise UnreadableArticle(f"not JSON ({error})") from error
    except RecursionError as error:
        raise UnreadableArticle("not JSON that holds articles (nested too deep)") from error
    rows: list[Any] = found if isinstance(found, list) else [found]
    for number, row in enumerate(rows, start=1):
        yield (number if isinstance(found, list) else None), _object(row)


def read_jsonl(stream: BinaryIO, options: ReadOptions) -> Iterator[Row]:
    lines = _Lines(stream, options.max_bytes)
    for number, line in _numbered(lines):
        if isinstance(line, UnreadableArticle):
            yield number, line
        elif line.strip():
            try:
                yield number, _object(json.loads(line))
            except (ValueError, RecursionError) as error:
                yield number, UnreadableArticle(f"not JSON ({error})")


def read_csv(stream: BinaryIO, options: ReadOptions) -> Iterator[Row]:
    """Rows below a header; the delimiter is the one that the header holds most of."""
    yield from _read_table(stream, options, None)


def read_tsv(stream: BinaryIO, options: ReadOptions) -> Iterator[Row]:
    yield from _read_table(stream, options, "\t")


def _read_table(stream: BinaryIO, options: ReadOptions, delimiter: str | None) -> Iterator[Row]:
    csv.field_size_limit(options.max_bytes)
    lines = _Lines(stream, options.max_bytes)
    first = next(lines, "")
    delimiter = delimiter or max(DELIMITERS, key=first.count)
    try:
        header = next(csv.reader([first], delimiter=delimiter, strict=True), [])
    except csv.Error as error:
        raise UnreadableArticle(f"no header ({error})") from error
    for number, cells in _numbered(csv.reader(lines, delimiter=delimiter, strict=True)):
        if isinstance(cells, UnreadableArticle):
            yield number, cells
        elif len(cells) != len(header):
            if cells:
                yield number, UnreadableArticle(f"{len(cells)} cells under a header of {len(header)}")
        else:
            yield number, dict(zip(header, cells, strict=True))


def read_parquet(stream: BinaryIO, options: ReadOptions) -> Iterator[Row]:
    parquet = needed("pyarrow.parquet", "parquet")
    number = 0
    try:
        for batch in parquet.ParquetFile(stream).iter_batches(batch_size=64):
            for row in _batch_rows(batch):
                number += 1
                yield number, row
    except Exception as error:  # pyarrow's errors have no common base
        raise UnreadableArticle(f"not a readable Parquet file ({error}), after row {number}") from error


def _batch_rows(batch: Any) -> Iterator[Mapping[str, Any] | UnreadableArticle]:
    """A batch's rows; where a value is none of Python's (a date of the year 10,000), that row is lost alone."""
    try:
        yield from batch.to_pylist()
    except Exception:
        for i in range(batch.num_rows):
            try:
                yield batch.slice(i, 1).to_pylist()[0]
            except Exception as error:
                yield UnreadableArticle(f"a value that cannot be read ({error})")


class _Lines(Iterator[str]):
    """A stream's lines in its encoding. One that is too long raises BrokenRow; the next call goes on after it.

    Bytes of another encoding become lone surrogates, which `to_article` refuses: the other rows are not lost. In UTF-16
    and -32 there may be no such character: then UnreadableArticle is raised, and nothing after it can be read.
    """

    def __init__(self, stream: BinaryIO, longest: int) -> None:
        buffered = io.BufferedReader(Counted(stream), 2 * SAMPLE)  # the stream's owner closes it
        encoding = find_encoding(buffered.peek(SAMPLE)[:SAMPLE])
        self.text: TextIO = io.TextIOWrapper(buffered, encoding, errors="surrogateescape", newline="")
        self.longest = longest

    def __next__(self) -> str:
        line = self._read()
        if not line:
            raise StopIteration
        if len(line) < self.longest or line.endswith("\n"):
            return line
        while (rest := self._read()) and not rest.endswith("\n"):
            pass
        raise BrokenRow(f"longer than {self.longest:,} characters")

    def _read(self) -> str:
        try:
            return self.text.readline(self.longest)
        except UnicodeError as error:
            raise UnreadableArticle(f"not {self.text.encoding} ({error})") from error


def _numbered(rows: Iterator[Any]) -> Iterator[tuple[int, Any]]:
    """Each row with its number, or the error in its place: to stop at a broken row would lose those after it."""
    number = 0
    while True:
        number += 1
        try:
            yield number, next(rows)
        except StopIteration:
            return
        except BrokenRow as error:
            yield number, error
        except UnreadableArticle as error:
            yield number, error
            return
        except csv.Error as error:
            yield number, UnreadableArticle(f"broken row ({error})")


def _object(row: Any) -> Mapping[str, Any] | UnreadableArticle:
    return row if isinstance(row, dict) else UnreadableArticle(f"not an object but {type(row).__name__}")


def row_article(row: Row, id: str, place: Place, options: ReadOptions) -> Article | Failure:
    """The article in a row of the file with this id: its text, its id if it has one, the other fields as metadata."""
    number, fields = row
    place = Place(place.path, place.member, number)
    try:
        if isinstance(fields, UnreadableArticle):
            raise fields
        check_size(fields)
        text_field = _text_field(fields, options)
        id_field = options.id_field or "id"
        if options.id_field and fields.get(id_field) in (None, ""):
            raise UnreadableArticle(f"no id in the field {id_field!r}")
        own = fields.get(id_field)
        meta = plain_meta({key: value for key, value in fields.items() if key not in (text_field, id_field)})
        decoded = check_text(fields[text_field], repair=options.fix_encoding)
        id = str(own) if own not in (None, "") else f"{id}/{number}" if number else id
        return to_article(Draft(decoded.text, meta, decoded.notes), id, place)
    except UnreadableArticle as error:
        return Failure(place, str(error))


def _text_field(fields: Mapping[str, Any], options: ReadOptions) -> str:
    wanted = (options.text_field,) if options.text_field else TEXT_FIELDS
    name = next((name for name in wanted if name in fields), None)
    if name is None:
        raise UnreadableArticle(f"no field {' or '.join(map(repr, wanted))} (it has {', '.join(map(repr, fields))[:200]})")
    if not isinstance(fields[name], str):
        raise UnreadableArticle("empty" if fields[name] is None else f"the field {name!r} holds no text")
    return name
