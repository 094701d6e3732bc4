from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path

import pyarrow.parquet
import pytest

from quotex import (
    Article,
    Confidence,
    Cue,
    Failure,
    Passage,
    Quote,
    Result,
    Speaker,
    UnreadableRecords,
    UnusableOutput,
    read_records,
    to_dataframe,
    write,
)  # fmt: skip
from quotex.articles import Place
from quotex.writers import columns
from quotex.writers.formats import FORMATS
from quotex.writers.rows import COLUMNS, flatten, records_of, unflatten

ANN = Speaker("Ann Lee, “die Große”", 50, 62, id="a#s1", kind="person")
BO = Speaker("Bo", 70, 72, id="a#s2", kind="unnamed")
FULL = Quote(
    "a#q1", "a.txt", "mixed", "speech", (Passage("“It … is;\r\n=1,", 10, 24), Passage("no”", 30, 33)),
    Cue("said", 5, 9, "say"), Passage("She", 0, 3), (ANN, BO), Confidence(0.98, 0.9), 1,
)  # fmt: skip
BARE = Quote("a#q2", "a.txt", "indirect", "thought", (Passage("rain", 40, 44),), None, None, (), Confidence(0.5, None), 2)
ONE = Quote("b#q1", "b", "direct", "speech", (Passage("7", 0, 1),), None, None, (BO,), Confidence(1.0, 0.25), 1)
BESIDE = (".errors.jsonl", ".summary.json")
READABLE = [suffix for suffix, format in FORMATS.items() if format.read]  # all but the report
RESULTS = [
    Result(
        Article("a.txt", "Some text\nof Größe", {"title": "A", "n": 1, "tags": ["x"], "of": {"é": None}}, Place("f/a.txt")),
        (FULL, BARE), 4,
    ),
    Failure(Place("f/bad.zip", "m.txt", 3), "empty"),
    Result(Article("none.txt", "No one spoke.", {}, Place("f/none.txt")), (), 3),
    Result(Article("b", "7", {}, Place("f/rows.csv", None, 1)), (ONE,), 1),
]  # fmt: skip


def records(results: Iterable[Result | Failure], *, with_text: bool) -> list[dict[str, object]]:
    return [r for result in results if isinstance(result, Result) for r in records_of(result, with_text=with_text)]


@pytest.mark.parametrize("suffix", READABLE)
@pytest.mark.parametrize("with_text", [False, True])
def test_a_round_trip_gives_equal_records(tmp_path: Path, suffix: str, with_text: bool) -> None:
    path = tmp_path / f"out{suffix}"
    summary = write(RESULTS, path, with_text=with_text)
    found = list(read_records(path))
    assert found == records(RESULTS, with_text=with_text)
    assert [Quote.from_dict(record) for record in found] == [FULL, BARE, ONE]
    assert (summary.articles, summary.quotations, summary.errors, summary.words) == (3, 3, 1, 8)


@pytest.mark.parametrize("suffix", READABLE)
def test_what_failed_and_the_summary_stand_beside_the_output(tmp_path: Path, suffix: str) -> None:
    write(RESULTS, tmp_path / f"out{suffix}")
    files = [f"out{suffix}", f"out{suffix}.errors.jsonl", f"out{suffix}.summary.json"]
    assert sorted(path.name for path in tmp_path.iterdir()) == files
    [error] = map(json.loads, (tmp_path / files[1]).read_text(encoding="utf-8").splitlines())
    assert error == {"path": "f/bad.zip", "member": "m.txt", "row": 3, "reason": "empty"}
    summary = json.loads((tmp_path / files[2]).read_text(encoding="utf-8"))
    assert summary["quotations"] == {"direct": 1, "indirect": 1, "mixed": 1}
    assert summary["speakers"] == {ANN.name: 1}  # an unnamed one counts for nobody


@pytest.mark.parametrize("suffix", [".jsonl", ".jsonl.gz", ".csv", ".parquet"])
def test_equal_results_give_equal_bytes(tmp_path: Path, suffix: str) -> None:
    for name in ("one", "two"):
        write(RESULTS, tmp_path / f"{name}{suffix}")
    assert (tmp_path / f"one{suffix}").read_bytes() == (tmp_path / f"two{suffix}").read_bytes()


@pytest.mark.parametrize("suffix", READABLE)
def test_nothing_is_overwritten_unless_asked(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"out{suffix}"
    write(RESULTS, path)
    with pytest.raises(UnusableOutput, match="exists already"):
        write(RESULTS[3:], path)
    assert len(list(read_records(path))) == 3
    write(RESULTS[3:], path, overwrite=True)
    assert len(list(read_records(path))) == 1
    assert not path.with_name(path.name + ".errors.jsonl").exists()


@pytest.mark.parametrize("suffix", READABLE)
def test_a_write_that_fails_leaves_what_was_there(tmp_path: Path, suffix: str) -> None:
    def breaking() -> Iterable[Result]:
        yield RESULTS[3]  # type: ignore[misc]
        raise RuntimeError("no more")

    path = tmp_path / f"out{suffix}"
    write(RESULTS, path)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(RuntimeError):
        write(breaking(), path, overwrite=True)
    assert sorted(tmp_path.iterdir()) == before
    assert len(list(read_records(path))) == 3


def test_an_unknown_format_or_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableOutput, match=r"must end in one of \.jsonl"):
        write(RESULTS, tmp_path / "out.xml")
    with pytest.raises(UnusableOutput, match="no such folder"):
        write(RESULTS, tmp_path / "gone" / "out.csv")


def test_flat_rows_are_the_same_fields() -> None:
    for record in records(RESULTS, with_text=True):
        assert list(flatten(record)) == list(COLUMNS)
        assert unflatten(flatten(record)) == record


def test_excel_gets_a_byte_order_mark_and_a_row_a_quotation(tmp_path: Path) -> None:
    write(RESULTS, tmp_path / "out.csv")
    data = (tmp_path / "out.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfid,article,type,")
    rows = list(csv.DictReader(data.decode("utf-8-sig").splitlines(keepends=True)))
    assert [row["speaker"] for row in rows] == ["Ann Lee, “die Große”", "", "Bo"]


def test_the_database_has_keys_and_a_full_text_index(tmp_path: Path) -> None:
    write(RESULTS, tmp_path / "out.db")
    db = sqlite3.connect(tmp_path / "out.db")
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert db.execute("SELECT articles, quotations, errors, words FROM runs").fetchall() == [(3, 3, 1, 8)]
    assert db.execute("SELECT id, path, row FROM articles").fetchall() == [
        ("a.txt", "f/a.txt", None), ("none.txt", "f/none.txt", None), ("b", "f/rows.csv", 1),
    ]  # fmt: skip
    joined = "SELECT s.name FROM quotations AS q JOIN speakers AS s ON s.key = q.speaker ORDER BY q.key"
    assert db.execute(joined).fetchall() == [(ANN.name,), ("Bo",)]
    found = "SELECT q.id FROM quotations_fts AS f JOIN quotations AS q ON q.key = f.rowid WHERE quotations_fts MATCH 'rain'"
    assert db.execute(found).fetchall() == [("a#q2",)]
    db.close()


def test_parquet_is_typed_and_nested_and_parts_when_there_are_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(RESULTS, tmp_path / "one.parquet")
    table = pyarrow.parquet.read_table(tmp_path / "one.parquet")
    assert table.schema.equals(columns.schema())
    assert table.column("speaker").to_pylist()[0]["start"] == 50
    monkeypatch.setattr(columns, "GROUP", 1)
    monkeypatch.setattr(columns, "PART", 2)
    write(RESULTS, tmp_path / "many.parquet")
    assert sorted(path.name for path in (tmp_path / "many.parquet").iterdir()) == [
        "part-00000.parquet",
        "part-00001.parquet",
    ]
    assert list(read_records(tmp_path / "many.parquet")) == list(read_records(tmp_path / "one.parquet"))


def test_a_report_shows_the_articles_with_their_texts_and_is_not_read_back(tmp_path: Path) -> None:
    text = "Rain again\n\n“No more,” said Ann."
    no = Quote("c#q1", "c", "direct", "speech", (Passage("“No more,”", 12, 22),), None, None, (BO,), Confidence(1.0, 0.5), 2)
    results = [Result(Article("c", text, {"title": "A wet week"}), (no,), 5), RESULTS[1]]
    path = tmp_path / "out.html"
    assert write(results, path).errors == 1
    assert sorted(file.name for file in tmp_path.iterdir()) == [f"out.html{end}" for end in ("", *BESIDE)]
    page = path.read_text(encoding="utf-8")
    assert "Rain again" in page and "A wet week" in page and ">“No more,”</span> said Ann." in page
    write([no], tmp_path / "bare.html")
    assert "“No more,”" in (tmp_path / "bare.html").read_text(encoding="utf-8")
    with pytest.raises(UnreadableRecords, match="to be looked at"):
        read_records(path)
    with pytest.raises(UnusableOutput, match="exists already"):
        write(results, path)


def test_broken_records_are_an_error_that_names_the_file(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text('{"id": 1}\n\n{\n', encoding="utf-8")
    found = read_records(tmp_path / "x.jsonl")
    assert next(found) == {"id": 1}
    with pytest.raises(UnreadableRecords, match=r"x\.jsonl: line 3"):
        next(found)
    for name in ("x.csv", "x.db", "x.parquet", "x.jsonl.gz"):
        (tmp_path / name).write_text("id,article\n1,2\n", encoding="utf-8")
        with pytest.raises(UnreadableRecords, match=name):
            list(read_records(tmp_path / name))


def test_quotations_alone_can_be_written(tmp_path: Path) -> None:
    write([FULL, BARE, ONE], tmp_path / "out.jsonl")
    assert list(map(Quote.from_dict, read_records(tmp_path / "out.jsonl"))) == [FULL, BARE, ONE]


def test_a_data_frame_has_a_row_a_quotation(tmp_path: Path) -> None:
    write(RESULTS, tmp_path / "out.jsonl")
    frame = to_dataframe(RESULTS)
    assert list(frame["id"]) == ["a#q1", "a#q2", "b#q1"]
    assert list(frame["meta.title"])[:2] == ["A", "A"]
    assert to_dataframe(read_records(tmp_path / "out.jsonl")).equals(frame)
    assert list(to_dataframe([ONE])["speaker"]) == ["Bo"]
    assert list(to_dataframe([]).columns)[:2] == ["id", "article"]
