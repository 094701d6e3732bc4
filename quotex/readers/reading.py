"""Files to articles, in two steps: open and take apart, which is quick and in order; then make sense of a document,
which is slow and is what worker processes share.
"""

from __future__ import annotations

import io
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import BinaryIO, cast

from quotex.articles import Article, Document, Failure, Place, shown
from quotex.errors import MissingExtra, UnreadableArticle
from quotex.readers.drafts import to_article
from quotex.readers.files import STDIN, File, Readable, expand, find_files, is_known
from quotex.readers.formats import ARCHIVES, COMPRESSIONS, DOCUMENTS, ROWS, SEEKING, split_name
from quotex.readers.options import ReadOptions
from quotex.readers.rows import row_article
from quotex.readers.streams import Inflated, read_limited

Item = Document | Article | Failure


def read_articles(
    *paths: str | Path,
    text_field: str | None = None,
    id_field: str | None = None,
    fix_encoding: bool = False,
) -> Iterator[Article | Failure]:
    """The articles in files, folders (at any depth) and patterns, in order; what cannot be read is a Failure in its place.

    The options are those of ReadOptions. Raises FileNotFoundError at once if a path names nothing.
    """
    options = ReadOptions(text_field, id_field, fix_encoding)
    files = find_files(expand(map(str, paths)))
    return (read_document(i, options) if isinstance(i, Document) else i for i in read_items(files, options))


def read_article(path: Path, options: ReadOptions | None = None) -> Article:
    """The one article in a file; raises UnreadableArticle, which names the file, if there is none, or another."""
    options = options or ReadOptions()
    items = list(islice(read_items([File(path.name, path)], options), 2))
    if len(items) > 1:
        raise UnreadableArticle(f"{path}: more than one article")
    found = read_document(items[0], options) if isinstance(items[0], Document) else items[0]
    if isinstance(found, Failure):
        raise UnreadableArticle(str(found))
    return found


@dataclass
class Meter:
    """How many bytes of the files have been read."""

    done: int = 0


def read_items(
    files: Iterable[Readable | Failure],
    options: ReadOptions,
    meter: Meter | None = None,
    unique: Callable[[str], str] | None = None,
) -> Iterator[Item]:
    """What the files hold, a document, article or failure after the other; no two have the same id.

    `unique` gives the id that an item bears, if it is not to be decided among these files alone.
    """
    meter = meter or Meter()
    unique = unique or Ids().unique
    for file in files:
        if isinstance(file, Failure):
            yield file
            continue
        before = meter.done
        for item, position in _read_file(file, options):
            meter.done = before + position
            yield item if isinstance(item, Failure) else replace(item, id=unique(item.id))
        meter.done = max(meter.done, before + file.size)


def read_document(document: Document, options: ReadOptions) -> Article | Failure:
    """The document as an article."""
    try:
        draft = DOCUMENTS[document.suffix](document.data, options)
        return to_article(draft, document.id, document.place)
    except (UnreadableArticle, MissingExtra) as error:
        return Failure(document.place, str(error))


def _read_file(file: Readable, options: ReadOptions) -> Iterator[tuple[Item, int]]:
    """The items of a file, each with the position in the file after it."""
    stdin = isinstance(file, File) and str(file.path) == STDIN
    place = Place("<stdin>") if stdin else file.place
    try:
        if stdin:
            name = f"stdin{options.stdin_suffix}"
            yield from ((item, 0) for item in _take_apart(sys.stdin.buffer, file.id, name, place, options))
            return
        with file.open() as stream:
            for item in _take_apart(stream, file.id, file.name, place, options):
                yield item, stream.tell() if stream.seekable() else 0
    except (UnreadableArticle, MissingExtra) as error:
        yield Failure(place, str(error)), 0
    except OSError as error:
        yield Failure(place, error.strerror or str(error)), 0


def _take_apart(stream: BinaryIO, id: str, name: str, place: Place, options: ReadOptions) -> Iterator[Item]:
    """What a file or member holds: a document, rows, or members that hold those."""
    _, format, compression = split_name(name)
    if compression:
        stream = _buffered(Inflated(COMPRESSIONS[compression], stream))
    if format in SEEKING and not (stream.seekable() and place.member is None):
        stream = io.BytesIO(read_limited(stream, options.max_bytes))
    if format in ARCHIVES:
        yield from _members(stream, format, id, place, options)
    elif format in ROWS:
        number = 0
        for number, row in enumerate(ROWS[format](stream, options), start=1):  # noqa: B007 - counted for the line below
            yield row_article(row, id, place, options)
        if number == 0:
            raise UnreadableArticle("empty")
    else:
        yield Document(id, place, format or ".txt", read_limited(stream, options.max_bytes))


def _members(stream: BinaryIO, format: str, id: str, place: Place, options: ReadOptions) -> Iterator[Item]:
    if place.member is not None:
        raise UnreadableArticle("an archive within an archive")
    for name, member in ARCHIVES[format](stream):
        where = Place(place.path, shown(name))
        try:
            if isinstance(member, UnreadableArticle):
                raise member
            if is_known(name):
                whole = _buffered(Inflated(lambda packed: packed, member))
                yield from _take_apart(whole, f"{id}/{where.member}", name, where, options)
        except (UnreadableArticle, MissingExtra) as error:
            yield Failure(where, str(error))


def _buffered(stream: io.RawIOBase) -> BinaryIO:
    return cast(BinaryIO, io.BufferedReader(stream, 1 << 17))


class Ids:
    """Ids given so far, on disk where they are many. An id that comes again becomes "id~2"."""

    def __init__(self) -> None:
        self.seen = sqlite3.connect("", isolation_level=None)
        self.seen.execute("PRAGMA synchronous = OFF")
        self.seen.execute("CREATE TABLE seen (id TEXT PRIMARY KEY) WITHOUT ROWID")
        self.seen.execute("BEGIN")

    def unique(self, id: str) -> str:
        candidate, number = id, 1
        while not self._take(candidate):
            number += 1
            candidate = f"{id}~{number}"
        return candidate

    def _take(self, id: str) -> bool:
        return self.seen.execute("INSERT OR IGNORE INTO seen VALUES (?)", (id,)).rowcount == 1
