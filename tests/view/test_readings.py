from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sample import BRIDGE, READINGS, stand_in

from quotex import UnreadableRecords
from quotex.view.readings import Reading, parse_record, read_articles, read_records

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
    assert "x.jsonl: line 2 is no record" in complaint


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
    assert complaints


def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "latin.jsonl").write_bytes(b"caf\xe9")
    for name in ("gone.jsonl", "latin.jsonl"):
        with pytest.raises(UnreadableRecords, match=name):
            list(read_records(tmp_path / name, None, pytest.fail))


def test_articles_are_read_and_bad_ones_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("“No,” said Bo Chen.", encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"\xff\xfe")
    complaints: list[str] = []
    [found] = read_articles([tmp_path], complaints.append, stand_in())
    assert (found.id, found.quotes[0].id, found.quotes[0].text) == ("a.txt", "a#q1", "“No,”")
    assert "b.txt: not UTF-8" in complaints[0]


@pytest.mark.parametrize(
    ("id", "meta", "date"),
    [
        ("2024/03/05/bridge.txt", {}, "2024-03-05"),
        ("bridge-2024-03-05.txt", {}, "2024-03-05"),
        ("a.txt", {"date": "2023-12-31T10:00:00Z"}, "2023-12-31"),
        ("2024-03-05.txt", {"date": "2023-12-31"}, "2023-12-31"),
        ("2024-02-31.txt", {}, ""),
        ("bridge.txt", {}, ""),
        ("1202403055.txt", {}, ""),
    ],
)
def test_the_day_of_an_article(id: str, meta: dict[str, str], date: str) -> None:
    assert Reading(id, "", (), meta).date == date
