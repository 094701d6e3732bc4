from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from typer.testing import CliRunner

import quotex.ray
from quotex import Confidence, Failure, ModelNotFound, Passage, Quote, UnfinishedRun, UnusableOutput, read_records
from quotex.articles import Article, Document, Place
from quotex.cli import app
from quotex.extraction import Result
from quotex.ray import actors, ids, portions
from quotex.ray.actors import Extractor
from quotex.ray.cluster import connected
from quotex.ray.files import StoredFile, expand_names, find_stored
from quotex.ray.parts import Parts
from quotex.ray.portions import Group, portion_size, to_groups, to_portions
from quotex.readers.files import find_files
from quotex.readers.options import ReadOptions
from quotex.readers.reading import Item, read_items
from quotex.runs.batch import Batch, run_batch

OPTIONS = ReadOptions()
SAID = "“It took us {n} years,” Mayor Ann Lee said on Monday. She added that the bridge was safe.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """40 articles in files and rows, of which some share an id, and three that are none."""
    folder = tmp_path / "in"
    (folder / "a").mkdir(parents=True)
    for n in range(20):
        (folder / "a" / f"{n:02}.txt").write_text(SAID.format(n=n) if n % 10 else "", encoding="utf-8")
    (folder / "a-b.txt").write_text(SAID.format(n="some"), encoding="utf-8")
    for name in ("rows", "rows2"):
        rows = [json.dumps({"text": SAID.format(n=n), "id": f"r{n % 7}", "n": n}) for n in range(10)]
        (folder / f"{name}.jsonl").write_text("\n".join(["{broken", *rows]), encoding="utf-8")
    (folder / "tilde.jsonl").write_text(json.dumps({"text": "Rain.", "id": "r1~2"}), encoding="utf-8")
    return folder


def of_one_machine(folder: Path) -> list[tuple[str, Place | None]]:
    return [(item.id, item.place) for item in read_items(find_files([folder]), OPTIONS) if not isinstance(item, Failure)]


def test_importing_the_package_does_not_import_ray() -> None:
    code = "import sys, quotex.ray, quotex.cli; print('ray' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


def test_files_are_those_of_one_machine(folder: Path) -> None:
    found = [file for file in find_stored([str(folder)]) if isinstance(file, StoredFile)]
    assert [(file.id, file.place) for file in found] == [(file.id, file.place) for file in find_files([folder])]  # type: ignore[union-attr]
    [item] = read_items(found[:1], OPTIONS)
    assert isinstance(item, Document) and item.data == (folder / item.id).read_bytes()


def test_files_of_a_url_are_those_of_the_folder(folder: Path) -> None:
    found = list(find_stored([folder.as_uri()], [str(folder / "a")]))
    assert [file.id for file in found] == ["a-b.txt", "rows.jsonl", "rows2.jsonl", "tilde.jsonl"]  # type: ignore[union-attr]
    every = list(find_stored([folder.as_uri()]))
    assert [file.id for file in every] == [file.id for file in find_files([folder])]  # type: ignore[union-attr]
    assert str(every[-1].place) == f"{folder.as_uri()}/tilde.jsonl"
    assert [item.id for item in read_items(every[-1:], OPTIONS)] == ["r1~2"]  # type: ignore[union-attr]
    [one] = find_stored([(folder / "a-b.txt").as_uri()])
    assert isinstance(one, StoredFile) and (one.id, one.size) == ("a-b.txt", (folder / "a-b.txt").stat().st_size)


def test_what_names_nothing_is_refused(folder: Path) -> None:
    with pytest.raises(FileNotFoundError, match="none"):
        list(find_stored([f"{folder.as_uri()}/none"]))
    with pytest.raises(FileNotFoundError, match="none"):
        expand_names([str(folder), "none"])
    with pytest.raises(FileNotFoundError, match="standard input"):
        expand_names(["-"])
    with pytest.raises(UnusableOutput, match="xy"):
        list(find_stored(["xy://bucket/a"]))


@pytest.mark.parametrize("size", [1, 300, 100_000])
def test_portions_hold_every_article_once_with_the_ids_of_one_machine(folder: Path, size: int) -> None:
    groups = list(to_groups(find_stored([str(folder)]), size))
    hashes = {group.number: ids.hashes_of(group, OPTIONS) for group in groups}
    wanted = ids.repeated(hashes)
    names = ids.to_names({group.number: ids.ids_among(group, OPTIONS, wanted) for group in groups})
    cut = [
        portion for group in groups for portion in to_portions(group, OPTIONS, size, ids.naming(names.get(group.number, {})))
    ]
    items = [item for portion in cut for item in portion.items]
    assert [(item.id, item.place) for item in items if not isinstance(item, Failure)] == of_one_machine(folder)
    assert sum(isinstance(item, Failure) for item in items) == 2
    assert [portion.name for portion in cut] == sorted({portion.name for portion in cut})
    assert sum(portion.read for portion in cut) == sum(path.stat().st_size for path in folder.rglob("*.*"))
    assert (len(cut) > 1) == (size < 100_000)


def test_only_shared_ids_are_looked_at_in_order(folder: Path) -> None:
    files = tuple(find_stored([str(folder)]))
    rows = Group(0, tuple(file for file in files if file.place.path.endswith(".jsonl")))
    wanted = ids.repeated({0: ids.hashes_of(rows, OPTIONS)})
    assert set(ids.ids_among(rows, OPTIONS, wanted)) == {*(f"r{n}" for n in range(7)), "r1~2"}
    names = ids.to_names({0: ids.ids_among(rows, OPTIONS, wanted)})[0]
    assert names["r1"] == ["r1", "r1~2", "r1~3", "r1~4"]
    assert names["r1~2"] == ["r1~2~2"]
    assert not ids.are_known([rows])
    assert ids.are_known([Group(0, tuple(file for file in files if file.place.path.endswith(".txt")))])
    assert not ids.are_known([Group(0, files[:1]), Group(1, files[:1])])


def test_a_portion_is_a_minute_of_work_or_an_actor_would_wait() -> None:
    assert portion_size(0, 4) == portions.SMALL
    assert portion_size(10**12, 100) == portions.LARGE
    assert portion_size(1_600_000, 2) == 100_000


def results(n: int) -> list[Result | Failure]:
    article = Article(f"a{n}", "Nobody spoke.", {}, Place(f"a{n}.txt"))
    return [Result(article, (), 2), Failure(Place("bad.txt"), "empty")]


@pytest.mark.parametrize("as_url", [False, True])
def test_parts_are_named_when_all_are_there(tmp_path: Path, as_url: bool) -> None:
    out = tmp_path / "out.jsonl"
    parts = Parts.at(out.as_uri() if as_url else str(out))
    parts.begin()
    summary = parts.write("part-0", results(0), with_text=False)
    for _ in range(2):  # Ray may give a portion out again
        summary.merge(parts.write("part-1", results(1)[:1], with_text=False).counts())
    assert not out.exists()
    (tmp_path / "out.jsonl.half" / ".part-2.jsonl.ab12").write_text("a killed actor's")
    with pytest.raises(UnfinishedRun, match=r"1 parts.*part-2"):
        parts.finish(["part-0", "part-1", "part-2"], summary)
    parts.finish(["part-0", "part-1"], summary)
    assert sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.*") if path.is_file()) == [
        "out.jsonl.errors.jsonl/part-0.jsonl",
        "out.jsonl.summary.json",
        "out.jsonl/part-0.jsonl",
        "out.jsonl/part-1.jsonl",
    ]
    assert json.loads((tmp_path / "out.jsonl.summary.json").read_text(encoding="utf-8"))["errors"] == 1


def test_where_nothing_can_be_renamed_the_summary_comes_last(tmp_path: Path) -> None:
    fs = pytest.importorskip("pyarrow.fs")
    store = fs.SubTreeFileSystem(str(tmp_path), fs.LocalFileSystem())
    parts = Parts("s3://bucket/out.jsonl.gz", store, "bucket/out.jsonl.gz", ".jsonl.gz")
    parts.begin()
    summary = parts.write("part-0", [*results(0), of_bo()], with_text=False)
    out, said = (tmp_path / "bucket" / f"out.jsonl.gz{suffix}" for suffix in ("", ".summary.json"))
    assert [record["id"] for record in read_records(out)] == ["b#q1"]
    assert not said.exists()
    parts.finish(["part-0"], summary)
    assert json.loads(said.read_text(encoding="utf-8"))["articles"] == 2
    with pytest.raises(UnusableOutput, match="exists"):
        parts.check()
    parts.begin()
    assert list(out.iterdir()) == []
    assert not said.exists()


def of_bo() -> Result:
    said = Quote("b#q1", "b", "direct", "speech", (Passage("7", 0, 1),), None, None, (), Confidence(1.0, None), 1)
    return Result(Article("b", "7", {}, Place("b")), (said,), 1)


def test_parts_of_another_run_are_replaced_only_if_asked(tmp_path: Path) -> None:
    parts = Parts.at(str(tmp_path / "out.csv"))
    parts.check()
    parts.begin()
    with pytest.raises(UnusableOutput, match=r"out\.csv\.half: exists"):
        parts.check()
    parts.begin()
    parts.abandon()
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(UnusableOutput, match="no such folder"):
        Parts.at(str(tmp_path / "none" / "out.csv"))
    with pytest.raises(UnusableOutput, match=r"in \.jsonl, .*\.parquet"):
        Parts.at(str(tmp_path / "out.db"))


def refused(folder: Path, *arguments: object) -> str:
    """What the command says when it is wrong; it leaves nothing."""
    result = CliRunner().invoke(app, ["extract", str(folder), *map(str, arguments)], env={"COLUMNS": "300"})
    assert result.exit_code == 2
    assert [path.name for path in folder.parent.iterdir()] == ["in"]
    return result.output


def test_wrong_commands_say_what_is_wrong(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = folder.parent / "out.parquet"
    assert "-o FOLDER" in refused(folder, "--engine", "ray")
    assert "no --resume" in refused(folder, "--engine", "ray", "-o", out, "--resume")
    assert "--engine ray" in refused(folder, "--address", "127.0.0.1:9", "-o", out)
    monkeypatch.setitem(sys.modules, "ray", None)
    assert "pip install 'quotex[ray]'" in refused(folder, "--engine", "ray", "-o", out)


def test_an_address_where_no_cluster_is_is_told_at_once(folder: Path) -> None:
    pytest.importorskip("ray")
    arguments = ("--engine", "ray", "-o", folder.parent / "out.csv", "--address")
    assert "127.0.0.1:9: no Ray cluster there" in refused(folder, *arguments, "127.0.0.1:9")
    assert "nowhere: no Ray cluster" in refused(folder, *arguments, "nowhere")


def start(model: Path | None, options: ReadOptions) -> Callable[[Item], Result | Failure]:
    """In place of the model: an article that says so kills its process."""

    def work(item: Item) -> Result | Failure:
        assert isinstance(item, Article)
        if item.text == "die":
            os._exit(7)
        return Result(item, (), 1)

    return work


@pytest.mark.parametrize("restarted", [False, True])
def test_an_article_that_kills_a_restarted_actor_is_lost_alone(monkeypatch: pytest.MonkeyPatch, restarted: bool) -> None:
    context = SimpleNamespace(was_current_actor_reconstructed=restarted)
    monkeypatch.setitem(sys.modules, "ray", SimpleNamespace(get_runtime_context=lambda: context))
    monkeypatch.setattr(actors, "start_extractor", start)
    monkeypatch.setattr(actors, "model_digest", lambda folder: "one")
    items = [Article("a", "fine"), Failure(Place("b"), "empty"), Article("c", "die" if restarted else "fine")]
    found = list(Extractor(None, OPTIONS, "one").results(items))
    assert str(found[1]) == "b: empty"
    assert isinstance(found[0], Result)
    assert isinstance(found[2], Failure if restarted else Result)
    assert "exit code 7" in str(found[2]) or not restarted
    with pytest.raises(ModelNotFound, match="not the model of this run"):
        Extractor(None, OPTIONS, "another")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Two nodes of one core each, with a small object store; a lost one is found out soon."""
    ray = pytest.importorskip("ray")
    with pytest.MonkeyPatch.context() as patch:
        # Ray's workers are nicer than any other process, by 15, and would hardly get on beside other tests.
        patch.setenv("RAY_worker_niceness", "0")
        patch.setenv("RAY_health_check_period_ms", "1000")
        patch.setenv("RAY_enable_metrics_collection", "0")
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        from ray.cluster_utils import Cluster

        node = {"num_cpus": 1, "object_store_memory": 80 * 1024 * 1024}
        cluster = Cluster(initialize_head=True, head_node_args={**node, "include_dashboard": False})
        cluster.add_node(**node)
        yield cluster
        ray.shutdown()
        cluster.shutdown()


def kill_a_node(cluster: Any, out: Path, over: threading.Event) -> None:
    """As soon as the first part is there."""
    half = out.with_name(f"{out.name}.half")
    while not (half.exists() and any(half.glob("part-*"))):
        if over.wait(0.02):
            return
    cluster.remove_node(next(iter(cluster.worker_nodes)), allow_graceful=False)


@pytest.mark.ray
@pytest.mark.model
@pytest.mark.filterwarnings("ignore")  # Ray's own
def test_a_cluster_that_loses_a_node_writes_what_one_machine_writes(
    cluster: Any, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portions, "SMALL", 300)
    one, out = tmp_path / "one.jsonl", tmp_path / "out.jsonl"
    run_batch(Batch([folder], one))
    over = threading.Event()
    killer = threading.Thread(target=kill_a_node, args=(cluster, out, over))
    killer.start()
    command = ["extract", str(folder), "-o", str(out), "--engine", "ray", "--address", cluster.address]
    result = CliRunner().invoke(app, command)
    over.set()
    killer.join()
    assert result.exit_code == 1  # two articles are empty, two rows broken
    assert not cluster.worker_nodes
    assert len(list(out.iterdir())) > 3
    assert list(read_records(out)) == list(read_records(one))
    errors = "".join(path.read_text() for path in sorted((tmp_path / "out.jsonl.errors.jsonl").iterdir()))
    assert errors == (tmp_path / "one.jsonl.errors.jsonl").read_text()
    summaries = [json.loads((tmp_path / f"{name}.jsonl.summary.json").read_text()) for name in ("one", "out")]
    told = [{k: v for k, v in s.items() if k not in ("input", "seconds", "words_per_second")} for s in summaries]
    assert told[0] == told[1]


@pytest.mark.ray
@pytest.mark.model
@pytest.mark.filterwarnings("ignore")  # Ray's own
def test_a_dataset_of_articles_becomes_one_of_quotations(cluster: Any) -> None:
    import ray

    with connected(cluster.address):
        rows = [{"id": f"a{n}", "text": SAID.format(n=n), "desk": "city"} for n in range(3)] + [{"id": "b", "text": " "}]
        found = quotex.ray.extract(ray.data.from_items(rows), actors=1).take_all()
    assert [row["error"] for row in found if row["article"] == "b"] == ["empty"]
    expected = [quote.to_dict() for n in range(3) for quote in quotex.extract(SAID.format(n=n), article=f"a{n}")]
    told = [{**row, "meta": None} for row in found if row["error"] is None]
    assert sorted(told, key=lambda row: row["id"]) == [
        {**record, "meta": None, "article_text": None, "error": None} for record in expected
    ]
    assert {row["meta"] for row in found if row["error"] is None} == {'{"desk": "city"}'}
