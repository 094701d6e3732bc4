"""Scale-out on Ray: one machine and a cluster give the same records, also when a node is lost; how fast, and what 100
million articles would cost.

    python scale_out.py FOLDER --articles 300           # prints Markdown
    python scale_out.py FOLDER --articles 300 --write   # into robustness.md, between its markers

FOLDER holds text files. The cluster is two nodes of this machine, of one core and a small object store each; needs the
extra `ray`. Times are wall clock: run it where nothing else runs.
"""

from __future__ import annotations

import json
import os
import pickle
import resource
import shutil
import tempfile
import threading
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer
from blocks import check_blocks, fill

from quotex.ray import ClusterRun, ids, run_on_cluster
from quotex.ray.files import find_stored
from quotex.ray.portions import LARGE, to_groups, to_portions
from quotex.readers.options import ReadOptions
from quotex.runs.batch import Batch, run_batch
from quotex.writers.formats import read_records

HERE = Path(__file__).parent
STORE = 80 * 1024 * 1024  # bytes of a node's object store; Ray allows no less
NODE = {"num_cpus": 1, "object_store_memory": STORE}
MANY = 100_000_000
QUIET = {
    "RAY_worker_niceness": "0",  # 15 by default: beside any other work the cluster would hardly get on
    "RAY_enable_metrics_collection": "0",
    "RAY_USAGE_STATS_ENABLED": "0",
}


@contextmanager
def two_nodes() -> Iterator[Any]:
    """A cluster of this machine; its `worker_nodes` hold the one that may be killed."""
    os.environ.update(QUIET)
    from ray.cluster_utils import Cluster

    cluster = Cluster(initialize_head=True, head_node_args={**NODE, "include_dashboard": False})
    try:
        cluster.add_node(**NODE)
        yield cluster
    finally:
        cluster.shutdown()


@dataclass(frozen=True)
class Measured:
    """A run: its seconds, words, and whether its records, in order, are those of one machine."""

    seconds: float
    words: int
    same: bool
    parts: int


def run_once(cluster: Any, folder: Path, out: Path, actors: int, expected: list[Any]) -> Measured:
    began = time.monotonic()
    summary = run_on_cluster(ClusterRun([str(folder)], str(out), actors=actors, address=cluster.address))
    seconds = time.monotonic() - began
    return Measured(seconds, summary.words, list(read_records(out)) == expected, len(list(out.iterdir())))


def kill_in_the_middle(cluster: Any, out: Path, parts: int, killed: list[int]) -> None:
    """Kill the second node once that many parts are there; `killed` gets how many there were."""
    half = out.with_name(out.name + ".half")
    while (there := len(list(half.glob("part-*"))) if half.exists() else 0) < parts:
        if out.exists():
            return
        time.sleep(0.05)
    cluster.remove_node(next(iter(cluster.worker_nodes)), allow_graceful=False)
    killed.append(there)


def sample_of(folder: Path, place: Path, articles: int) -> Path:
    """The first articles of the folder, in a folder of their own."""
    taken = sorted(folder.rglob("*.txt"))[:articles]
    for path in taken:
        to = place / "in" / path.relative_to(folder)
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, to)
    return place / "in"


def cluster_figures(folder: Path, place: Path) -> dict[str, Any]:
    """One machine, one and two actors, and two actors of which one is lost with its node."""
    load, began = os.getloadavg()[0], time.monotonic()
    alone = run_batch(Batch([folder], place / "alone.parquet"))
    expected = list(read_records(place / "alone.parquet"))
    figures: dict[str, Any] = {
        "articles": alone.articles, "words": alone.words, "quotations": len(expected),
        "load": load, "alone": time.monotonic() - began, "bytes": (place / "alone.parquet").stat().st_size,
    }  # fmt: skip
    (place / "one").mkdir()
    shutil.copyfile(next(folder.rglob("*.txt")), place / "one" / "a.txt")
    run_batch(Batch([place / "one"], place / "first.parquet"))
    with two_nodes() as cluster:
        first = list(read_records(place / "first.parquet"))
        figures["start"] = run_once(cluster, place / "one", place / "start.parquet", 1, first).seconds
        for actors in (1, 2):
            figures[f"actors {actors}"] = run_once(cluster, folder, place / f"{actors}.parquet", actors, expected)
        out, killed = place / "killed.parquet", list[int]()
        arguments = (cluster, out, figures["actors 2"].parts // 3, killed)
        killer = threading.Thread(target=kill_in_the_middle, args=arguments, daemon=True)
        killer.start()
        figures["killed"] = run_once(cluster, folder, out, 2, expected)
        killer.join()
        figures["killed at"] = killed[0] if killed else None
    figures["driver"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return figures


def reading_figures(folder: Path, place: Path) -> dict[str, float]:
    """Of one reader: MB/s of JSON lines to portions, ids/s to hashes, MB of the largest portion; bytes of a listed file.

    Rates are by processor time.
    """
    rows = place / "rows.jsonl"
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in sorted(folder.rglob("*.txt"))]
    with rows.open("w", encoding="utf-8") as file:
        for n in range(20):
            file.writelines(json.dumps({"id": f"{n}-{i}", "text": text}) + "\n" for i, text in enumerate(texts))
    [group] = to_groups(find_stored([str(rows)]), LARGE)
    began = time.process_time()
    packed = [len(pickle.dumps(portion)) for portion in to_portions(group, ReadOptions(), LARGE, str)]
    read = time.process_time() - began
    began = time.process_time()
    hashes = ids.hashes_of(group, ReadOptions())
    hashed = time.process_time() - began
    tracemalloc.start()
    listed = list(find_stored([str(folder)]))
    memory, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return {
        "read": rows.stat().st_size / read / 1e6, "hashed": len(hashes) / hashed, "portion": max(packed) / 1e6,
        "listed": memory / len(listed), "size": rows.stat().st_size / len(hashes),
    }  # fmt: skip


def runs_table(figures: dict[str, Any]) -> list[str]:
    start = figures["start"]
    lines = ["| run | seconds | less the start | words a second | records |", "|---|---|---|---|---|"]
    lines.append(f"| one machine, `--engine processes` | {figures['alone']:.1f} | | | {figures['quotations']:,} |")
    for name, key in (("1 actor", "actors 1"), ("2 actors", "actors 2"), ("2 actors, a node killed", "killed")):
        found: Measured = figures[key]
        less = max(found.seconds - start, 0.001)
        same = "the same, in order" if found.same else "NOT THE SAME"
        lines.append(f"| {name} | {found.seconds:.1f} | {less:.1f} | {found.words / less:,.0f} | {same} |")
    killed = figures["killed at"]
    when = f"when {killed} of {figures['killed'].parts} parts were written" if killed else "NOT KILLED: the run was over"
    return [
        f"{figures['articles']} articles, {figures['words']:,} words, {figures['quotations']:,} quotations, in "
        f"{figures['actors 2'].parts} parts with two actors. The start (a run over one article) takes {start:.1f} s. The "
        f"node was killed {when}. Load of the machine before: {figures['load']:.1f} (times count if it is near 0).",
        "",
        *lines,
    ]


def paper(figures: dict[str, Any], reading: dict[str, float]) -> list[str]:
    """What follows for MANY articles of the sample's length."""
    one: Measured = figures["actors 1"]
    rate = one.words / max(one.seconds - figures["start"], 0.001)
    words = figures["words"] / figures["articles"]
    hours = MANY * words / rate / 3600
    input, output = MANY * reading["size"], MANY * figures["bytes"] / figures["articles"]
    parts = input / LARGE
    feeds = reading["read"] * 1e6 / (rate * reading["size"] / words)
    rows = {
        "one actor": f"{rate:,.0f} words/s",
        f"{MANY:,} articles of {words:.0f} words": f"**{hours:,.0f} core-hours**; on 1,000 cores {hours / 1000:.1f} hours",
        "input as JSON lines, output as Parquet": f"{input / 1e9:,.0f} GB, {output / 1e9:,.0f} GB",
        "parts": f"{parts:,.0f}, of {output / parts / 1e6:.1f} MB",
        "a portion in the object store": f"{reading['portion']:.1f} MB; with 1,000 actors and 4 each waiting "
        f"{4 * reading['portion']:.1f} GB over all nodes",
        "work lost with an actor": f"at most a portion: {LARGE / (rate * reading['size'] / words):,.0f} s",
        "one reader": f"{reading['read']:.0f} MB/s of JSON lines, enough for {feeds:,.0f} actors; the whole input in one "
        f"file takes it {input / reading['read'] / 1e6 / 3600:.1f} hours",
        "ids": f"{reading['hashed']:,.0f} articles/s to hashes, {MANY / reading['hashed'] / 3600:.1f} core-hours; "
        f"{8 * MANY / 1e9:.1f} GB on the driver",
        "listing, an article a file": f"{reading['listed']:.0f} bytes a file, {MANY * reading['listed'] / 1e9:,.0f} GB on "
        "the driver",
        "driver, at its largest above": f"{figures['driver']:.0f} MB",
    }
    return ["| on paper | |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows.items())]


def main(folder: Path, articles: int = 300, write: bool = False) -> None:
    """Measure over the first ARTICLES text files of FOLDER."""
    check_blocks(HERE / "robustness.md", ["scale-out"])
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        sample = sample_of(folder, place, articles)
        figures = cluster_figures(sample, place)
        block = "\n".join([*runs_table(figures), "", *paper(figures, reading_figures(sample, place))])
    if write:
        fill(HERE / "robustness.md", {"scale-out": block})
    typer.echo(block)


if __name__ == "__main__":
    typer.run(main)
