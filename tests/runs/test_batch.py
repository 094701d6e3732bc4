from __future__ import annotations

import json
import multiprocessing
import random
import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from quotex import Article, Confidence, Failure, Passage, Quote, Result, UnfinishedRun, UnusableOutput, read_records
from quotex.articles import Document
from quotex.readers.options import ReadOptions
from quotex.readers.reading import Item, read_document
from quotex.runs import batch as runs
from quotex.runs import journal
from quotex.runs.batch import Batch, run_batch
from quotex.runs.pool import usable_cores

FORK = multiprocessing.get_context("fork")


def first_word_extractor(model: Path | None, options: ReadOptions) -> Callable[[Item], Result | Failure]:
    """In place of the model: every word of an article is a quotation. It takes its time, as the model would."""

    def extract(item: Item) -> Result | Failure:
        time.sleep(0.001)
        article = read_document(item, options) if isinstance(item, Document) else item
        if isinstance(article, Failure):
            return article
        return Result(article, tuple(quotes_of(article)), len(article.text.split()))

    return extract


def quotes_of(article: Article) -> list[Quote]:
    quotes = []
    for n, word in enumerate(article.text.split(), start=1):
        at = article.text.index(word)
        content, sure = (Passage(word, at, at + len(word)),), Confidence(1.0, None)
        quotes.append(Quote(f"{article.id}#q{n}", article.id, "direct", "speech", content, None, None, (), sure, 1))
    return quotes


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "start_extractor", first_word_extractor)
    monkeypatch.setattr(runs, "model_digest", lambda folder: "one")
    monkeypatch.setattr(journal, "SECONDS", 0.03)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """150 articles in files and rows, and a few that are none."""
    folder = tmp_path / "in"
    folder.mkdir()
    for n in range(100):
        (folder / f"{n:03}.txt").write_text(f"article{n} says it\n" * (n % 7), encoding="utf-8")  # each 7th is empty
    rows = [json.dumps({"text": f"row{n} says it", "n": n}) if n % 9 else "{broken" for n in range(50)]
    (folder / "rows.jsonl").write_text("\n".join(rows), encoding="utf-8")
    return folder


def files(folder: Path) -> dict[str, bytes]:
    """All that a run leaves, without what tells the time."""
    found = {}
    for path in folder.iterdir():
        data = path.read_bytes()
        if path.name.endswith(".summary.json"):
            data = json.dumps(
                {k: v for k, v in json.loads(data).items() if k not in ("seconds", "words_per_second")}
            ).encode()
        found[path.name] = data
    return found


def out(tmp_path: Path, name: str = "out") -> Path:
    (tmp_path / name).mkdir()
    return tmp_path / name / "q.jsonl"


def test_a_run_writes_records_errors_and_summary(folder: Path, tmp_path: Path) -> None:
    path = out(tmp_path)
    summary = run_batch(Batch([folder], path))
    assert (summary.articles, summary.errors) == (85 + 44, 15 + 6)
    assert sorted(files(path.parent)) == ["q.jsonl", "q.jsonl.errors.jsonl", "q.jsonl.summary.json"]
    records = list(read_records(path))
    assert len(records) == summary.quotations
    assert records[-1]["article"] == "rows.jsonl/50"
    assert records[-1]["meta"] == {"n": 49}
    reasons = [json.loads(line)["reason"] for line in (path.parent / "q.jsonl.errors.jsonl").read_text().splitlines()]
    assert reasons[0] == "empty" and "not JSON" in reasons[-1]


@pytest.mark.parametrize(("suffix", "moments"), [(".jsonl", 20), (".csv", 5), (".db", 5)])
def test_killed_at_any_moment_it_goes_on_and_the_output_is_the_same(
    folder: Path, tmp_path: Path, suffix: str, moments: int
) -> None:
    whole = out(tmp_path, "whole").with_suffix(suffix)
    began = time.monotonic()
    run_batch(Batch([folder], whole))
    usual = time.monotonic() - began
    chance, kills = random.Random(suffix), 0
    for moment in range(moments):
        killed = out(tmp_path, f"killed{moment}").with_suffix(suffix)
        for _ in range(2):  # a run that goes on can be killed, too
            child = FORK.Process(target=run_batch, args=(Batch([folder], killed, resume=True),))
            child.start()
            time.sleep(chance.uniform(0.0, usual))
            child.kill()
            child.join()
            kills += child.exitcode == -9
            if killed.exists():
                assert list(read_records(killed)) == list(read_records(whole))
        run_batch(Batch([folder], killed, resume=True))
        if suffix == ".db":  # it tells the time, and how a run was cut shows in the file's pages
            assert list(read_records(killed)) == list(read_records(whole))
        else:
            assert files(killed.parent) == files(whole.parent)
    assert kills > 0


def test_what_is_done_is_not_done_again(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = out(tmp_path)
    seen: list[str] = []

    def stopping_at(most: int) -> Callable[..., Any]:
        def start(model: Path | None, options: ReadOptions) -> Callable[[Item], Result | Failure]:
            work = first_word_extractor(model, options)

            def extract(item: Item) -> Result | Failure:
                if len(seen) == most:
                    raise KeyboardInterrupt
                seen.append(item.id)  # type: ignore[union-attr]
                return work(item)

            return extract

        return start

    monkeypatch.setattr(runs, "start_extractor", stopping_at(60))
    with pytest.raises(KeyboardInterrupt):
        run_batch(Batch([folder], path))
    assert [file.name for file in path.parent.iterdir()] == ["q.jsonl.part"]
    with pytest.raises(UnusableOutput, match="not finished"):
        run_batch(Batch([folder], path))
    monkeypatch.setattr(runs, "start_extractor", stopping_at(10_000))
    run_batch(Batch([folder], path, resume=True))
    failed = {f"{n:03}.txt" for n in range(0, 60, 7)}  # failures are tried again
    assert len(seen) == len(set(seen)) + len(failed & set(seen[:60]))


def test_another_model_or_text_is_done_anew(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = out(tmp_path)
    run_batch(Batch([folder], path))
    before = path.read_bytes()
    (folder / "001.txt").write_text("other words", encoding="utf-8")
    run_batch(Batch([folder], path, resume=True))
    assert path.read_bytes() != before
    monkeypatch.setattr(runs, "model_digest", lambda folder: "two")
    stamp = path.stat().st_ino
    run_batch(Batch([folder], path, resume=True))
    assert path.stat().st_ino != stamp


def test_a_finished_run_has_nothing_to_go_on_with(folder: Path, tmp_path: Path) -> None:
    path = out(tmp_path)
    run_batch(Batch([folder], path))
    stamp = path.stat().st_ino
    summary = run_batch(Batch([folder], path, resume=True))
    assert path.stat().st_ino == stamp
    assert (summary.articles, summary.errors) == (129, 21)


def test_nothing_is_overwritten_unless_asked(folder: Path, tmp_path: Path) -> None:
    path = out(tmp_path)
    path.write_text("precious", encoding="utf-8")
    with pytest.raises(UnusableOutput, match="exists already"):
        run_batch(Batch([folder], path))
    assert path.read_text(encoding="utf-8") == "precious"
    run_batch(Batch([folder], path, overwrite=True))
    assert len(list(read_records(path))) > 100


def test_two_runs_cannot_write_one_output(folder: Path, tmp_path: Path) -> None:
    path = out(tmp_path)
    held = journal.Journal(path.with_name("q.jsonl.part"), with_text=False)
    with pytest.raises(UnusableOutput, match="another run"):
        run_batch(Batch([folder], path, resume=True))
    held.close()


def limited(batch: Batch, size: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    try:
        run_batch(batch)
    except UnfinishedRun as error:
        raise SystemExit(9 if "--resume" in str(error) else 8) from error


@pytest.mark.parametrize("size", [30_000, 60_000, 100_000])
def test_after_a_full_disk_it_goes_on(folder: Path, tmp_path: Path, size: int) -> None:
    """A limit on the size of files stands for the full disk: the journal meets it, or the output itself."""
    whole, full = (out(tmp_path, name) for name in ("whole", "full"))
    run_batch(Batch([folder], whole))
    child = FORK.Process(target=limited, args=(Batch([folder], full), size))
    child.start()
    child.join()
    assert child.exitcode == 9
    assert not full.exists()
    run_batch(Batch([folder], full, resume=True))
    assert files(whole.parent) == files(full.parent)


def test_the_output_is_no_input(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one word", encoding="utf-8")
    for _ in range(2):
        summary = run_batch(Batch([tmp_path], tmp_path / "q.jsonl", overwrite=True))
        assert (summary.articles, summary.errors) == (1, 0)


def test_little_work_is_done_by_one_process(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one word", encoding="utf-8")
    assert runs.usual_workers([tmp_path]) == 1
    assert runs.usual_workers([tmp_path, Path("-")]) == usable_cores()
    (tmp_path / "b.txt").write_text("word " * 30_000, encoding="utf-8")
    assert runs.usual_workers([tmp_path]) == usable_cores()
