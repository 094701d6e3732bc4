"""SQLite: runs, articles, speakers and quotations with foreign keys and a full-text index; Datasette opens it as it is."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from quotex.extraction import Result
from quotex.writers.rows import COLUMNS, Record, flatten, records_of, to_json, unflatten

# What a row of `quotations` holds itself; the rest of COLUMNS stands in the tables that it refers to.
ELSEWHERE = ("speaker", "speaker_id", "speaker_kind", "speaker_start", "speaker_end", "speakers", "meta", "article_text")
OWN = [name for name in COLUMNS if name not in ELSEWHERE]

TABLES = f"""
CREATE TABLE runs (key INTEGER PRIMARY KEY, quotex TEXT, model TEXT, finished TEXT, seconds REAL, words_per_second INTEGER,
    input TEXT, articles INTEGER, quotations INTEGER, errors INTEGER, words INTEGER);
CREATE TABLE articles (id TEXT PRIMARY KEY, run INTEGER NOT NULL REFERENCES runs (key), path TEXT, member TEXT,
    row INTEGER, words INTEGER, meta TEXT, text TEXT);
CREATE TABLE speakers (key INTEGER PRIMARY KEY, name TEXT, kind TEXT, article TEXT NOT NULL REFERENCES articles (id),
    id TEXT, start INTEGER, end INTEGER);
CREATE TABLE quotations (key INTEGER PRIMARY KEY, speaker INTEGER REFERENCES speakers (key),
    {", ".join(f"{name} {COLUMNS[name]}" for name in OWN)}, FOREIGN KEY (article) REFERENCES articles (id));
CREATE TABLE quotation_speakers (quotation INTEGER NOT NULL REFERENCES quotations (key),
    speaker INTEGER NOT NULL REFERENCES speakers (key), position INTEGER, PRIMARY KEY (quotation, position));
CREATE VIRTUAL TABLE quotations_fts USING fts5 (content, content="quotations", content_rowid='key');
"""
INDEXES = """
CREATE INDEX quotations_of_article ON quotations (article);
CREATE INDEX quotations_of_speaker ON quotations (speaker);
CREATE INDEX speakers_by_name ON speakers (name);
CREATE INDEX speakers_of_article ON speakers (article);
CREATE INDEX speaker_quotations ON quotation_speakers (speaker);
INSERT INTO quotations_fts (quotations_fts) VALUES ('rebuild');
"""
EVERY = 1000  # articles between commits


class Database:
    """Tables are filled in the order of the articles; `text` of articles only if wanted."""

    def __init__(self, path: Path, *, with_text: bool) -> None:
        self.with_text = with_text
        self.db = sqlite3.connect(path)
        # Neither journal nor waiting for the disk: a half file is not kept.
        self.db.executescript("PRAGMA foreign_keys = ON; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + TABLES)
        self.db.execute("INSERT INTO runs (key) VALUES (1)")
        self.articles = 0

    def add(self, result: Result) -> None:
        article, place = result.article, result.article.place
        self._insert(
            "articles",
            {
                "id": article.id, "run": 1, "path": place and place.path, "member": place and place.member,
                "row": place and place.row, "words": result.words,
                "meta": to_json(dict(article.meta)) if article.meta else None,
                "text": article.text if self.with_text else None,
            },
        )  # fmt: skip
        keys: dict[tuple[Any, ...], int] = {}
        for record in records_of(result):
            self._add_quotation(record, keys)
        self.articles += 1
        if self.articles % EVERY == 0:
            self.db.commit()

    def _add_quotation(self, record: Record, keys: dict[tuple[Any, ...], int]) -> None:
        speakers = []
        for speaker in record["speakers"]:
            known = tuple(speaker.values())
            if known not in keys:
                keys[known] = self._insert("speakers", {"article": record["article"], **speaker})
            speakers.append(keys[known])
        flat = flatten(record)
        row = {"speaker": speakers[0] if speakers else None, **{name: flat[name] for name in OWN}}
        quotation = self._insert("quotations", row)
        for position, key in enumerate(speakers):
            self._insert("quotation_speakers", {"quotation": quotation, "speaker": key, "position": position})

    def _insert(self, table: str, row: Record) -> int:
        names, marks = ", ".join(row), ", ".join("?" * len(row))
        return self.db.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(row.values())).lastrowid or 0

    def close(self, run: Record) -> None:
        self.db.execute(f"UPDATE runs SET {', '.join(f'{name} = ?' for name in run)} WHERE key = 1", tuple(run.values()))
        self.db.executescript(INDEXES)
        self.db.commit()
        self.stop()

    def stop(self) -> None:
        self.db.close()


JOINT = """
SELECT json_group_array(json_object('id', s.id, 'name', s.name, 'kind', s.kind, 'start', s.start, 'end', s.end))
FROM (SELECT * FROM quotation_speakers AS j JOIN speakers AS s ON s.key = j.speaker
      WHERE j.quotation = q.key ORDER BY j.position) AS s
"""
SELECT = f"""
SELECT {", ".join(f"q.{name}" for name in OWN)}, s.name AS speaker, s.id AS speaker_id, s.kind AS speaker_kind,
    s.start AS speaker_start, s.end AS speaker_end, ({JOINT}) AS speakers, a.meta, a.text AS article_text
FROM quotations AS q JOIN articles AS a ON a.id = q.article LEFT JOIN speakers AS s ON s.key = q.speaker ORDER BY q.key
"""


def read_database(path: Path) -> Iterator[Record]:
    db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    db.row_factory = sqlite3.Row
    try:
        for row in db.execute(SELECT):
            yield unflatten({name: row[name] for name in COLUMNS})
    finally:
        db.close()
