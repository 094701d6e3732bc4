"""A run on a cluster: groups of files are read to portions, actors make a part of each, and their counts come back."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from quotex import __version__
from quotex.errors import UnfinishedRun
from quotex.model import model_path
from quotex.ray import ids
from quotex.ray.actors import Extractor
from quotex.ray.cluster import PACKED, connected, cores, pack, settings, unpack
from quotex.ray.files import StoredFile, find_stored
from quotex.ray.parts import Parts
from quotex.ray.portions import Group, portion_size, to_groups, to_portions
from quotex.readers.options import ReadOptions
from quotex.runs.journal import model_digest
from quotex.runs.progress import Progress
from quotex.runs.summary import Summary

# Actors to a reader, which is given no core of its own. One that reads rows could feed hundreds; one that opens small files
# in an object store waits for the network most of the time.
READERS = 4


@dataclass(frozen=True)
class ClusterRun:
    """What to read, how, and where to write it: paths of disks that all machines share, or URLs.

    `actors` 0: one a core. `address` None: the cluster that the environment names, or else this machine.
    """

    paths: list[str]
    output: str
    options: ReadOptions = field(default_factory=ReadOptions)
    model: Path | None = None
    actors: int = 0
    with_text: bool = False
    overwrite: bool = False
    address: str | None = None


class PartMaker:
    """An actor: a portion becomes a part; its counts are what goes back."""

    def __init__(self, run: ClusterRun, parts: Parts, model: Path | None, digest: str) -> None:
        self.parts, self.with_text = parts, run.with_text
        self.extractor = Extractor(model, run.options, digest)

    def __call__(self, rows: Any) -> Any:
        portion = unpack(rows)
        summary = self.parts.write(portion.name, self.extractor.results(portion.items), with_text=self.with_text)
        return pack((portion.name, portion.read, summary.counts()))


def run_on_cluster(run: ClusterRun, *, progress: bool = False) -> Summary:
    """Extract, write, count. Raises UnusableOutput and UnusableCluster before it starts, UnfinishedRun if it fails."""
    parts = Parts.at(run.output)
    if not run.overwrite:
        parts.check()
    files = list(find_stored(run.paths, parts.files))
    with connected(run.address) as ray:
        actors, total = run.actors or cores(ray), sum(file.size for file in files if isinstance(file, StoredFile))
        size = portion_size(total, actors)
        work = _Work(ray, run, parts, list(to_groups(files, size)), size, total, actors)
        parts.begin()
        try:
            return work.done(progress=progress)
        except ray.exceptions.RayError as error:
            parts.abandon()
            raise UnfinishedRun(f"{run.output}: {_reason(error)}") from error
        except BaseException:
            parts.abandon()
            raise


def _reason(error: Exception) -> str:
    """What was raised on the other machine: the first line, before Ray's advice, or else the last, after its traceback."""
    cause = getattr(error, "cause", None)
    lines = [line for line in str(cause or error).splitlines() if line.strip()]
    return f"{type(cause or error).__name__}: {lines[0 if cause else -1].strip()}"


@dataclass(frozen=True)
class _Work:
    """What the steps of a run have in common: `size` are the characters of a portion, `total` the bytes of all files."""

    ray: Any
    run: ClusterRun
    parts: Parts
    groups: list[Group]
    size: int
    total: int
    actors: int

    def done(self, *, progress: bool) -> Summary:
        began, summary, names = time.monotonic(), Summary(), set[str]()
        digest = model_digest(self.run.model or model_path())
        with Progress(self.total, shown=progress) as bar:
            for name, read, counts in self._parts(digest):
                summary.merge(counts)
                names.add(name)
                bar.more(counts["articles"] + counts["errors"], read)
        seconds = time.monotonic() - began
        rate = round(summary.words / seconds) if seconds else 0
        summary.run = {
            "quotex": __version__, "model": digest, "seconds": round(seconds, 1), "words_per_second": rate,
        }  # fmt: skip
        self.parts.finish(names, summary)
        return summary

    def _parts(self, digest: str) -> Iterator[tuple[str, int, Mapping[str, Any]]]:
        """The name of each part, the bytes read for it and its counts, as they are done."""
        if not self.groups:
            return
        names = self._names()
        groups = [(group, names.get(group.number, {})) for group in self.groups]
        portions = self._read(groups, partial(_portions, options=self.run.options, size=self.size))
        pool = self.ray.data.ActorPoolStrategy(min_size=1, max_size=self.actors, initial_size=self.actors)
        arguments = (self.run, self.parts, self.run.model and self.run.model.absolute(), digest)
        rows = {"batch_size": 1, "batch_format": "pyarrow", "num_cpus": 1}
        yield from _values(portions.map_batches(PartMaker, fn_constructor_args=arguments, compute=pool, **rows))

    def _names(self) -> ids.Names:
        """What articles are named whose ids come more than once; to know, the input is read beforehand."""
        if ids.are_known(self.groups):
            return {}
        options = self.run.options
        found = dict(_values(self._read(self.groups, partial(_hashes, options=options))))
        wanted = ids.repeated(found)
        if not wanted:
            return {}
        again = [group for group in self.groups if not wanted.isdisjoint(found[group.number].tolist())]
        return ids.to_names(dict(_values(self._read(again, partial(_ids, options=options, wanted=wanted)))))

    def _read(self, groups: list[Any], read: Any) -> Any:
        """A dataset of what `read` gives of each group."""
        with self.ray.data.DataContext.current(settings(self.ray)):
            rows = [{PACKED: pack(group)[PACKED][0].as_py()} for group in groups]
            source = self.ray.data.from_items(rows, override_num_blocks=len(rows))
            pool = self.ray.data.TaskPoolStrategy(size=1 + self.actors // READERS)
            return source.map_batches(read, compute=pool, batch_size=1, batch_format="pyarrow", num_cpus=0)


def _values(dataset: Any) -> Iterator[Any]:
    for table in dataset.iter_batches(batch_size=1, batch_format="pyarrow"):
        yield unpack(table)


def _portions(rows: Any, options: ReadOptions, size: int) -> Iterator[Any]:
    group, names = unpack(rows)
    yield from map(pack, to_portions(group, options, size, ids.naming(names)))


def _hashes(rows: Any, options: ReadOptions) -> Any:
    group = unpack(rows)
    return pack((group.number, ids.hashes_of(group, options)))


def _ids(rows: Any, options: ReadOptions, wanted: frozenset[int]) -> Any:
    group = unpack(rows)
    return pack((group.number, ids.ids_among(group, options, wanted)))
