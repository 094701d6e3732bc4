from __future__ import annotations

import json
import re
from pathlib import Path
from shutil import make_archive
from typing import Any

import pytest
from sample import BRIDGE, READINGS, stand_in

import quotex
from quotex import Article, Result, UnreadableRecords
from quotex.view.inputs import parse_record, read_articles, read_records
from quotex.writers.formats import FORMATS, holds_records

READABLE = [suffix for suffix, format in FORMATS.items() if format.read]
ROWS = [quote.to_dict() for reading in READINGS for quote in reading.quotes]


def write(path: Path, lines: list[Any]) -> Path:
    path.write_text(
        "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines), encoding="utf-8"
    )
    return path


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    for reading in READINGS:
        (tmp_path / "in" / reading.id).parent.mkdir(parents=True)
        (tmp_path / "in" / reading.id).write_text(reading.text or "", encoding="utf-8", newline="")
    return tmp_path / "in"


def test_records_and_texts_come_together(tmp_path: Path, texts: Path) -> None:
    complaints: list[str] = []
    assert list(read_records(write(tmp_path / "x.jsonl", ROWS), texts, complaints.append)) == READINGS
    assert complaints == []


def test_records_do_without_texts(tmp_path: Path) -> None:
    found = list(read_records(write(tmp_path / "x.jsonl", ROWS), None, pytest.fail))
    assert [(r.text, r.quotes) for r in found] == [(None, r.quotes) for r in READINGS]


@pytest.mark.parametrize(
    "bad",
    [
        "{",
        "[]",
        "7",
        "[" * 100_000,
        '{"schema": "quotex/1"}',
        {**ROWS[0], "type": "shouted"},
        {**ROWS[0], "content": []},
        ROWS[1],
    ],
)
def test_a_bad_line_is_said_and_the_rest_goes_on(tmp_path: Path, bad: Any) -> None:
    complaints: list[str] = []
    [found] = read_records(write(tmp_path / "x.jsonl", [ROWS[1], bad, ROWS[2]]), None, complaints.append)
    assert [quote.to_dict() for quote in found.quotes] == ROWS[1:3]
    [complaint] = complaints
    assert re.search(r"x\.jsonl: (line 2 is no record|record 2 is none)", complaint)


@pytest.mark.parametrize(
    "changed",
    [
        {"confidence": {"quote": "<b>", "speaker": None}},
        {"confidence": {"quote": float("nan"), "speaker": None}},
        {"content": [{"text": "a", "start": "0", "end": 1}]},
        {"content": [{"text": "a", "start": -1, "end": 0}]},
        {"content": [{"text": "", "start": 5, "end": 3}]},
        {"speakers": [{"name": "A", "start": 0, "end": 1, "id": "s1", "kind": ["person"]}]},
        {"id": ["x"]},
        {"speakers": [{"name": 5, "start": 0, "end": 1, "id": "s1", "kind": "person"}]},
    ],
)
def test_values_of_the_wrong_kind_are_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(UnreadableRecords):
        parse_record({**ROWS[0], **changed})


def test_a_text_that_is_another_is_not_used(tmp_path: Path, texts: Path) -> None:
    (texts / READINGS[0].id).write_text(BRIDGE[5:], encoding="utf-8")
    complaints: list[str] = []
    found = list(read_records(write(tmp_path / "x.jsonl", ROWS), texts, complaints.append))
    assert [r.text for r in found] == [None, READINGS[1].text]
    assert "2024-03-05/bridge#q1 is not at" in complaints[0]


@pytest.mark.parametrize("id", ["../secret.txt", "/etc/hostname", "a/../../secret.txt", "nul\0.txt", ""])
def test_no_text_is_read_from_outside_the_folder(tmp_path: Path, texts: Path, id: str) -> None:
    (tmp_path / "secret.txt").write_text(BRIDGE, encoding="utf-8")
    complaints: list[str] = []
    [found] = read_records(write(tmp_path / "x.jsonl", [{**ROWS[0], "article": id}]), texts, complaints.append)
    assert found.text is None
    assert complaints == [f"{texts}: no text of {id!r}"]


def test_texts_may_be_in_an_archive(tmp_path: Path, texts: Path) -> None:
    make_archive(str(tmp_path / "news"), "zip", texts)
    rows = [{**row, "article": f"news.zip/{row['article']}"} for row in ROWS]
    found = list(read_records(write(tmp_path / "x.jsonl", rows), tmp_path / "news.zip", pytest.fail))
    assert [reading.text for reading in found] == [reading.text for reading in READINGS]


def results(texts: list[str | None]) -> list[Result]:
    return [
        Result(Article(reading.id, text or "", {"title": "T", "date": "2023-01-02"}), reading.quotes, 0)
        for reading, text in zip(READINGS, texts, strict=True)
    ]


@pytest.mark.parametrize("suffix", READABLE)
def test_every_format_that_quotex_writes_is_taken(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"x{suffix}"
    quotex.write(results([reading.text for reading in READINGS]), path, with_text=True)
    assert holds_records(path)
    found = list(read_records(path, None, pytest.fail))
    assert [(one.id, one.text, one.quotes) for one in found] == [(one.id, one.text, one.quotes) for one in READINGS]
    assert (found[0].title, found[0].date) == ("T", "2023-01-02")


@pytest.mark.parametrize("suffix", READABLE)
def test_a_broken_file_is_said(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"x{suffix}"
    quotex.write(results([None, None]), path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    complaints: list[str] = []
    assert len([quote for found in read_records(path, None, complaints.append) for quote in found.quotes]) < 5
    assert complaints and complaints[0].startswith(str(path))


def test_a_text_that_is_carried_is_checked_too(tmp_path: Path, texts: Path) -> None:
    path = write(tmp_path / "x.jsonl", [{**ROWS[0], "article_text": BRIDGE[5:]}, {**ROWS[3], "article_text": 7}])
    complaints: list[str] = []
    found = list(read_records(path, texts, complaints.append))
    assert [reading.text for reading in found] == [None, READINGS[1].text]
    assert "2024-03-05/bridge#q1 is not at" in complaints[0]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", "“No,” said Bo Chen."),
        ("a.csv", "id,text\n1,“No,” said Bo Chen.\n"),
        ("a.jsonl", '{"text": "“No,” said Bo Chen."}\n'),
        ("a.html", "<p>“No,” said Bo Chen.</p>"),
        ("empty.jsonl", ""),
    ],
)
def test_articles_are_told_from_records(tmp_path: Path, name: str, data: str) -> None:
    (tmp_path / name).write_text(data, encoding="utf-8")
    assert not holds_records(tmp_path / name)


def test_articles_are_read_and_bad_ones_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("“No,” said Bo Chen.", encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(bytes(range(256)))
    (tmp_path / "x.html").write_text("the report of the last time", encoding="utf-8")
    complaints: list[str] = []
    [found] = read_articles([tmp_path], complaints.append, stand_in(), {tmp_path / "x.html"})
    assert (found.id, found.quotes[0].id, found.quotes[0].text) == ("a.txt", "a#q1", "“No,”")
    assert "b.txt: not a text" in complaints[0]
