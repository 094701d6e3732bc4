"""What a run has done so far, on disk: a SQLite file beside the output, OUT.part.

A result is keyed by the item's content and everything that it depends on, so a run that goes on takes only what still
holds, whatever has become of the folder or the model since. SQLite's transactions keep it whole when the process is killed
or the disk is full.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from hashlib import blake2b
from pathlib import Path
from typing import Any

from quotex.articles import Article, Document, Failure, Place
from quotex.errors import UnusableOutput
from quotex.extraction import Result
from quotex.records import Quote

SECONDS = 1.0  # between commits: what a kill can cost
TABLES = """
CREATE TABLE IF NOT EXISTS results (key BLOB PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS sequence (position INTEGER PRIMARY KEY, key BLOB, failure TEXT);
"""


class Journal:
    """Results by key, and the order of this run: each position a result or a failure. One process has it at a time.

    `anew` forgets the results of earlier runs. Raises UnusableOutput if another run has it, or it is no journal.
    """

    def __init__(self, path: Path, *, with_text: bool, anew: bool = False) -> None:
        self.path, self.with_text = path, with_text
        if path.is_symlink():
            raise UnusableOutput(f"{path}: a link, and no run to go on with; delete it")
        try:
            self.db = sqlite3.connect(path, timeout=1)
            self.db.execute("PRAGMA locking_mode = EXCLUSIVE")
            forget = "DELETE FROM sequence;" + ("DELETE FROM results;" if anew else "")
            self.db.executescript(f"BEGIN EXCLUSIVE; {TABLES} {forget} COMMIT;")
        except sqlite3.OperationalError as error:
            raise UnusableOutput(f"{path}: {error} (is another run writing it?)") from error
        except sqlite3.DatabaseError as error:
            raise UnusableOutput(f"{path}: no run to go on with, delete it ({error})") from error
        self.committed = time.monotonic()

    def has(self, key: bytes) -> bool:
        return self.db.execute("SELECT 1 FROM results WHERE key = ?", (key,)).fetchone() is not None

    def add(self, key: bytes | None, found: Result | Failure | None) -> None:
        """The next of this run: a result with its key, a failure, or (None) a result that is here already."""
        if isinstance(found, Failure):
            self._next(None, json.dumps(found.to_dict()))
        else:
            if found is not None:
                self.db.execute("INSERT OR REPLACE INTO results VALUES (?, ?)", (key, self._body(found)))
            self._next(key, None)
        if time.monotonic() - self.committed > SECONDS:
            self.commit()

    def _next(self, key: bytes | None, failure: str | None) -> None:
        self.db.execute("INSERT INTO sequence (key, failure) VALUES (?, ?)", (key, failure))

    def commit(self) -> None:
        self.db.commit()
        self.committed = time.monotonic()

    def __iter__(self) -> Iterator[Result | Failure]:
        """This run's results and failures, in order."""
        rows = self.db.execute("SELECT body, failure FROM sequence LEFT JOIN results USING (key) ORDER BY position")
        for body, failure in rows:
            if failure is not None:
                row = json.loads(failure)
                yield Failure(Place(row["path"], row["member"], row["row"]), row["reason"])
            else:
                yield _result(json.loads(body))

    def _body(self, result: Result) -> str:
        article = {**asdict(result.article), "text": result.article.text if self.with_text else ""}
        return json.dumps({"article": article, "words": result.words, "quotes": [q.to_dict() for q in result.quotes]})

    def close(self) -> None:
        self.db.close()

    def close_safely(self) -> None:
        """Keep what can be kept, whatever has just gone wrong."""
        with suppress(sqlite3.Error):
            self.db.commit()
        self.close()

    def remove(self) -> None:
        """The run is over: its output is whole."""
        self.close()
        self.path.unlink()


def _result(body: dict[str, Any]) -> Result:
    article = body["article"]
    place = Place(**article.pop("place")) if article["place"] else article.pop("place")
    notes = tuple(article.pop("notes"))
    return Result(Article(**article, place=place, notes=notes), tuple(map(Quote.from_dict, body["quotes"])), body["words"])


def key_of(item: Document | Article, settings: str) -> bytes:
    """The digest of an item, its id and place, and of what else its result depends on."""
    said: dict[str, Any] = {"id": item.id, "place": asdict(item.place) if item.place else None, "settings": settings}
    if isinstance(item, Article):
        said |= {"text": item.text, "meta": dict(item.meta), "notes": item.notes}
    else:
        said |= {"suffix": item.suffix}
    digest = blake2b(json.dumps(said, sort_keys=True).encode(), digest_size=16)
    if isinstance(item, Document):
        digest.update(item.data)
    return digest.digest()


def model_digest(folder: Path) -> str:
    """A digest of a pipeline's files: two models of one version differ in it."""
    digest = blake2b(digest_size=8)
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
