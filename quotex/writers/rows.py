"""The record as a nested object and as one flat row: the same fields in every format, back and forth without loss."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from quotex.extraction import Result
from quotex.records import SCHEMA

Record = dict[str, Any]

# A flat row's columns, in order, with their type in SQLite. Content parts are joined for the eye by JOINT; their spans
# tell them apart again. `speakers` is only filled for joint ones; it and `meta` are JSON.
COLUMNS = {
    "id": "TEXT", "article": "TEXT", "type": "TEXT", "mode": "TEXT", "speaker": "TEXT", "content": "TEXT", "cue": "TEXT",
    "cue_lemma": "TEXT", "source": "TEXT", "speaker_kind": "TEXT", "paragraph": "INTEGER", "confidence_quote": "REAL",
    "confidence_speaker": "REAL", "content_spans": "TEXT", "cue_start": "INTEGER", "cue_end": "INTEGER",
    "source_start": "INTEGER", "source_end": "INTEGER", "speaker_id": "TEXT", "speaker_start": "INTEGER",
    "speaker_end": "INTEGER", "speakers": "TEXT", "meta": "TEXT", "article_text": "TEXT",
}  # fmt: skip
JOINT = " … "


def records_of(result: Result, *, with_text: bool = False) -> Iterator[Record]:
    """The records of an article: each quotation with the article's metadata, if it has any, and its text, if wanted."""
    extra: Record = {}
    if result.article.meta:
        extra["meta"] = dict(result.article.meta)
    if with_text:
        extra["article_text"] = result.article.text
    for quote in result.quotes:
        yield {**quote.to_dict(), **extra}


def flatten(record: Mapping[str, Any]) -> Record:
    """The record as one row of COLUMNS; what it lacks is None."""
    row: Record = dict.fromkeys(COLUMNS)
    row |= {name: record[name] for name in ("id", "article", "type", "mode", "paragraph")}
    row["content"] = JOINT.join(part["text"] for part in record["content"])
    row["content_spans"] = " ".join(f"{part['start']}-{part['end']}" for part in record["content"])
    row |= _flat("cue", record["cue"], "cue", "text") | _flat("source", record["source"], "source", "text")
    row |= _flat("speaker", record["speaker"], "speaker", "name")
    row["speakers"] = to_json(record["speakers"]) if len(record["speakers"]) > 1 else None
    row["confidence_quote"], row["confidence_speaker"] = record["confidence"]["quote"], record["confidence"]["speaker"]
    row["meta"] = to_json(record["meta"]) if "meta" in record else None
    row["article_text"] = record.get("article_text")
    return row


def _flat(prefix: str, passage: Mapping[str, Any] | None, name: str, main: str) -> Record:
    return {name if key == main else f"{prefix}_{key}": value for key, value in (passage or {}).items()}


def unflatten(row: Mapping[str, Any]) -> Record:
    """The record that `flatten` made the row of."""
    speaker = _passage(row, "speaker", "name", ("id", "kind"))
    record = {
        "schema": SCHEMA,
        **{name: row[name] for name in ("id", "article", "type", "mode")},
        "content": _parts(row["content"], row["content_spans"]),
        "cue": _passage(row, "cue", "text", ("lemma",)),
        "source": _passage(row, "source", "text", ()),
        "speaker": speaker,
        "speakers": json.loads(row["speakers"]) if row["speakers"] else [speaker] if speaker else [],
        "confidence": {"quote": row["confidence_quote"], "speaker": row["confidence_speaker"]},
        "paragraph": row["paragraph"],
    }
    if row["meta"]:
        record["meta"] = json.loads(row["meta"])
    if row["article_text"] is not None:
        record["article_text"] = row["article_text"]
    return record


def _parts(content: str, spans: str) -> list[Record]:
    parts, at = [], 0
    for span in spans.split():
        start, end = map(int, span.split("-"))
        parts.append({"text": content[at : at + end - start], "start": start, "end": end})
        at += end - start + len(JOINT)
    return parts


def _passage(row: Mapping[str, Any], name: str, main: str, others: tuple[str, ...]) -> Record | None:
    if row[f"{name}_start"] is None:
        return None
    return {main: row[name], **{key: row[f"{name}_{key}"] for key in (*others, "start", "end")}}


def to_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
