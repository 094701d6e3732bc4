from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

import quotex
from quotex.cli import app

pytestmark = pytest.mark.model

SCHEMA = Draft202012Validator(json.loads((files(quotex) / "quote.schema.json").read_text(encoding="utf-8")))
TEXT = '"It took us ten years," Mayor Ann Lee said on Monday.\n'
run = CliRunner().invoke


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in" / "sub").mkdir(parents=True)
    (tmp_path / "in" / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "in" / "sub" / "b.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path / "in"


def test_records_go_to_stdout_and_fit_the_schema(folder: Path) -> None:
    result = run(app, ["extract", str(folder)])
    assert result.exit_code == 0
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [row["id"] for row in rows] == ["a#q1", "sub/b#q1"]
    for row in rows:
        SCHEMA.validate(row)
        assert row["speaker"]["name"] == "Ann Lee"


def test_output_file_is_the_same(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    assert run(app, ["extract", str(folder), "-o", str(out)]).exit_code == 0
    assert out.read_text(encoding="utf-8") == run(app, ["extract", str(folder)]).stdout
    assert not out.with_name("out.jsonl.part").exists()


def test_one_bad_file_is_said_and_the_rest_goes_on(folder: Path) -> None:
    (folder / "aa.txt").write_bytes(b"caf\xe9 said")
    result = run(app, ["extract", str(folder)])
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 2
    assert "aa.txt: not UTF-8" in result.stderr
    assert "1 of 3 articles failed" in result.stderr


def test_usage_errors_exit_2(tmp_path: Path) -> None:
    result = run(app, ["extract", str(tmp_path / "nothing")])
    assert result.exit_code == 2
    assert "no such file or folder" in result.stderr
    assert run(app, ["extract"]).exit_code == 2
    assert run(app, ["evaluate", "gold.jsonl"]).exit_code == 2


def test_a_folder_without_articles_is_no_success(tmp_path: Path) -> None:
    result = run(app, ["extract", str(tmp_path)])
    assert result.exit_code == 1
    assert "no .txt files" in result.stderr


def test_version_and_info() -> None:
    assert run(app, ["--version"]).stdout.strip() == f"quotex {quotex.__version__}"
    stdout = run(app, ["info"]).stdout
    for wanted in ("en_quotex_news", "spacy 3.8", "PolNeAR", "Apache-2.0"):
        assert wanted in stdout


def test_evaluate_scores_the_model_against_gold(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    [quote] = quotex.extract(TEXT)
    gold = {**quotex.evaluation.attribution("a", quote), "speaker": "Ann Lee", "kind": "person"}
    (tmp_path / "gold.jsonl").write_text(json.dumps(gold) + "\n", encoding="utf-8")
    result = run(app, ["evaluate", str(tmp_path / "gold.jsonl"), "--texts", str(tmp_path), "--json"])
    assert result.exit_code == 0
    figures = json.loads(result.stdout)
    assert figures["who"]["f"] == figures["content"]["f"] == 100.0


def test_evaluate_names_what_is_missing(tmp_path: Path) -> None:
    (tmp_path / "gold.jsonl").write_text('{"doc": "gone"}\n', encoding="utf-8")
    result = run(app, ["evaluate", str(tmp_path / "gold.jsonl"), "--texts", str(tmp_path)])
    assert result.exit_code == 1
    assert "gone.txt" in result.stderr


def test_explain_says_who_and_why(folder: Path) -> None:
    result = run(app, ["explain", str(folder / "a.txt")])
    assert result.exit_code == 0
    assert "speaker: Ann Lee (person, by name)" in result.stdout


def test_explain_names_the_file_it_cannot_read(tmp_path: Path) -> None:
    result = run(app, ["explain", str(tmp_path / "none.txt")])
    assert result.exit_code == 1
    assert "none.txt" in result.output
