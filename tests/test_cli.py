from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import Result
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

import quotex
from quotex.cli import app

pytestmark = pytest.mark.model

SCHEMA = Draft202012Validator(json.loads((files(quotex) / "quote.schema.json").read_text(encoding="utf-8")))
TEXT = '"It took us ten years," Mayor Ann Lee said on Monday.\n'
run = CliRunner().invoke


def extract(*arguments: object, input: str | None = None) -> Result:
    """`quotex extract` in this process, with the model that the other tests have loaded."""
    return run(app, ["extract", "--workers", "1", *map(str, arguments)], input=input)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in" / "sub").mkdir(parents=True)
    (tmp_path / "in" / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "in" / "sub" / "b.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path / "in"


def test_records_go_to_stdout_and_fit_the_schema(folder: Path) -> None:
    result = extract(folder)
    assert result.exit_code == 0
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [row["id"] for row in rows] == ["a#q1", "sub/b#q1"]
    for row in rows:
        SCHEMA.validate(row)
        assert row["speaker"]["name"] == "Ann Lee"


def test_output_file_is_the_same(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    assert extract(folder, "-o", out).exit_code == 0
    assert out.read_text(encoding="utf-8") == extract(folder).stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "out.jsonl", "out.jsonl.summary.json"]


def test_a_report_is_an_output_as_the_others(folder: Path, tmp_path: Path) -> None:
    """It holds the run's articles with their text, also through the journal and for `quotex report`."""
    out = tmp_path / "out.html"
    (folder / "aa.txt").touch()
    assert extract(folder, "-o", out).exit_code == 1
    page = out.read_text(encoding="utf-8")
    assert "2 quotations" in page and "2 articles" in page
    assert page.count("</span> on Monday.") == 2
    beside = ["out.html.errors.jsonl", "out.html.summary.json"]
    assert sorted(path.name for path in tmp_path.glob("out*")) == ["out.html", *beside]
    assert extract(folder, "-o", out).exit_code == 2
    assert "nothing to do" in extract(folder, "-o", out, "--resume").stderr
    records = tmp_path / "out.jsonl.gz"
    assert extract(folder, "-o", records, "--with-text").exit_code == 1
    assert run(app, ["report", str(records), "-o", str(out)]).exit_code == 0
    assert out.read_text(encoding="utf-8").count("</span> on Monday.") == 2


def test_one_bad_file_is_said_and_the_rest_goes_on(folder: Path, tmp_path: Path) -> None:
    (folder / "aa.txt").write_bytes(bytes(range(256)))
    result = extract(folder)
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 2
    assert "aa.txt: not a text" in result.stderr
    assert "2 articles" in result.stderr and "1 could not be read" in result.stderr
    assert extract(folder, "-o", tmp_path / "out.csv", "-q").exit_code == 1
    [error] = map(json.loads, (tmp_path / "out.csv.errors.jsonl").read_text(encoding="utf-8").splitlines())
    assert error["path"] == str(folder / "aa.txt")


def test_usage_errors_exit_2(folder: Path, tmp_path: Path) -> None:
    result = extract(tmp_path / "nothing")
    assert result.exit_code == 2
    assert "no such file or folder" in result.stderr
    (tmp_path / "out.jsonl").touch()
    for arguments in (
        (),
        (folder, "-o", tmp_path / "out.jsonl"),
        (folder, "-o", tmp_path / "out.xml"),
        (folder, "--resume"),
    ):
        assert extract(*arguments).exit_code == 2
    assert run(app, ["extract", str(folder), "--model", str(tmp_path)]).exit_code == 2
    assert run(app, ["evaluate", "gold.jsonl"]).exit_code == 2


def test_a_folder_without_articles_is_no_success(tmp_path: Path) -> None:
    result = extract(tmp_path)
    assert result.exit_code == 1
    assert "no articles in" in result.stderr


def test_lists_patterns_and_standard_input_name_articles(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "list").write_text(f"{folder / 'a.txt'}\n{folder / 'gone.txt'}\n", encoding="utf-8")
    result = extract("--from-file", tmp_path / "list")
    assert result.exit_code == 1 and len(result.stdout.splitlines()) == 1
    assert "gone.txt: No such file" in result.stderr
    assert len(extract(f"{folder}/**/*.txt").stdout.splitlines()) == 2
    assert json.loads(extract("-", input=TEXT).stdout)["id"] == "stdin#q1"
    row = json.dumps({"text": TEXT, "id": "7", "outlet": "Post"})
    found = json.loads(extract("-", "--stdin-format", "jsonl", "--with-text", input=row).stdout)
    SCHEMA.validate(found)
    assert (found["article"], found["meta"], found["article_text"]) == ("7", {"outlet": "Post"}, TEXT)


def test_the_number_of_workers_changes_nothing(folder: Path, tmp_path: Path, seeds: dict[str, str]) -> None:
    for name, text in seeds.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "bad.json").write_text("[", encoding="utf-8")
    for workers in ("1", "2", "3"):
        assert extract(folder, "-o", tmp_path / f"{workers}.jsonl", "--workers", workers).exit_code == 1
    for suffix in (".jsonl", ".jsonl.errors.jsonl"):
        first = (tmp_path / f"1{suffix}").read_bytes()
        assert first == (tmp_path / f"2{suffix}").read_bytes() == (tmp_path / f"3{suffix}").read_bytes()


def test_stopped_and_killed_it_goes_on(tmp_path: Path, seeds: dict[str, str]) -> None:
    """The command itself, with its worker processes: Ctrl-C, then kill -9, then to the end."""
    rows = [json.dumps({"text": text, "n": n}) for n in range(40) for text in seeds.values()]
    (tmp_path / "rows.jsonl").write_text("\n".join(rows), encoding="utf-8")
    command = [sys.executable, "-m", "quotex", "extract", str(tmp_path / "rows.jsonl"), "--workers", "2", "--resume", "-o"]

    def started(out: Path) -> subprocess.Popen[str]:
        process = subprocess.Popen([*command, str(out)], stderr=subprocess.PIPE, text=True)
        journal = out.with_name(out.name + ".part")
        size = journal.stat().st_size if journal.exists() else 0
        while process.poll() is None and (not journal.exists() or journal.stat().st_size < size + 60_000):
            time.sleep(0.02)
        assert process.poll() is None
        return process

    out = tmp_path / "out.jsonl"
    process = started(out)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert "--resume goes on" in said
    assert not out.exists()
    process = started(out)
    process.kill()
    process.communicate(timeout=60)  # the workers end with it, else they would hold its stderr open
    assert not out.exists()
    assert subprocess.run([*command, str(out)], check=False).returncode == 0
    assert extract(tmp_path / "rows.jsonl", "-o", tmp_path / "whole.jsonl").exit_code == 0
    assert out.read_bytes() == (tmp_path / "whole.jsonl").read_bytes()


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
