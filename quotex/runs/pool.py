"""Worker processes that share work evenly and give their results in the order of the items.

Not concurrent.futures: there, one worker that dies (a crash in a C library, the kernel's out-of-memory killer) breaks the
whole pool, and nothing bounds what is read ahead. Processes are spawned, not forked: spawned ones hold no copy of the
other workers' pipes, so that they end when this process is killed; and a fork beside the threads of onnxruntime or
tokenizers can hang.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")

BATCH = 10_000  # characters: a fifth of a second of work, many times the cost of handing it over
MOST_ITEMS = 256  # in a batch, of those that need no work
AHEAD = 64  # batches a worker that may be read before the first of them is given out: a long article holds up the others
HELD = 50_000_000  # characters that may be held, of all batches
PATIENCE = 600.0  # seconds for a batch; the longest article allowed takes about 30 on one slow core
STARTING = 600.0  # seconds for a worker to start, before that


def usable_cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def ordered_map(
    items: Iterable[T],
    start: Callable[[], Callable[[T], R]],
    *,
    workers: int,
    size: Callable[[T], int],
    lost: Callable[[T, str], R],
    apart: bool = False,
) -> Iterator[tuple[T, R | None]]:
    """Each item with its result, in order. An item of size 0 passes by without one (None).

    Each worker calls `start` once, and what that gives for each item; one worker is this process itself, unless it is to
    work `apart`. An item whose worker dies or takes more than PATIENCE seconds gets `lost(item, reason)`.
    """
    if workers == 1 and not apart:
        work: Callable[[T], R] | None = None
        for item in items:
            if size(item):
                work = work or start()
            yield item, (work(item) if work and size(item) else None)
        return
    crew = _Crew(start, workers, lost)
    try:
        yield from crew.run(_batches(items, size))
    finally:
        crew.stop()


@dataclass
class _Batch(Generic[T]):
    items: list[T]
    work: list[T]
    size: int


def _batches(items: Iterable[T], size: Callable[[T], int]) -> Iterator[_Batch[T]]:
    batch: _Batch[T] = _Batch([], [], 0)
    for item in items:
        batch.items.append(item)
        if weight := size(item):
            batch.work.append(item)
            batch.size += weight
        if batch.size >= BATCH or len(batch.items) >= MOST_ITEMS:
            yield batch
            batch = _Batch([], [], 0)
    if batch.items:
        yield batch


class _Crew(Generic[T, R]):
    """The workers, started as there is work for them, and the batches that are out or done but not given out yet."""

    def __init__(self, start: Callable[[], Callable[[T], R]], workers: int, lost: Callable[[T, str], R]) -> None:
        self.start, self.most, self.lost = start, workers, lost
        self.idle: list[_Worker] = []
        self.busy: dict[_Worker, int] = {}
        self.out: dict[int, _Batch[T]] = {}
        self.done: dict[int, list[R]] = {}

    def run(self, batches: Iterator[_Batch[T]]) -> Iterator[tuple[T, R | None]]:
        number, first = 0, 0
        batch = next(batches, None)
        while batch or self.out:
            while batch and self._has_room():
                self._hand_out(number, batch)
                number += 1
                batch = next(batches, None)  # read while the workers work
            if first not in self.done:
                self._collect()
            while first in self.done:
                given, results = self.out.pop(first), iter(self.done.pop(first))
                first += 1
                worked = set(map(id, given.work))
                for item in given.items:
                    yield item, (next(results) if id(item) in worked else None)

    def _has_room(self) -> bool:
        if not self.idle and len(self.busy) >= self.most:
            return False
        return len(self.out) < AHEAD * self.most and sum(batch.size for batch in self.out.values()) < HELD

    def _hand_out(self, number: int, batch: _Batch[T]) -> None:
        self.out[number] = batch
        if not batch.work:
            self.done[number] = []
            return
        worker = self.idle.pop() if self.idle else _Worker(self.start)
        self.busy[worker] = number
        worker.give(batch.work)

    def _collect(self) -> None:
        """Wait for a worker; put its results by. One that has died or run out of time is replaced."""
        ready = wait([w.pipe for w in self.busy], timeout=min((w.time_left() for w in self.busy), default=0.0))
        for worker in [w for w in self.busy if w.pipe in ready or w.time_left() == 0]:
            results = worker.take()
            if results is None:
                continue
            number = self.busy.pop(worker)
            if isinstance(results, str):
                self.done[number] = self._one_by_one(self.out[number].work)
            else:
                self.done[number] = results
                self.idle.append(worker)

    def _one_by_one(self, items: list[T]) -> list[R]:
        """The results of a batch that cost a worker its life, each with a second chance: only what did it is lost."""
        results: list[R] = []
        worker: _Worker | None = None
        for item in items:
            worker = worker or _Worker(self.start)
            worker.give([item])
            found: list[R] | str | None = None
            while found is None:
                wait([worker.pipe], timeout=worker.time_left())
                found = worker.take()
            if isinstance(found, str):
                worker = None
                results.append(self.lost(item, found))
            else:
                results += found
        if worker:
            self.idle.append(worker)
        return results

    def stop(self) -> None:
        for worker in (*self.idle, *self.busy):
            worker.stop()


class _Worker:
    """A process and the pipe to it."""

    def __init__(self, start: Callable[[], Callable[[Any], Any]]) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, start), daemon=True)
        self.process.start()
        theirs.close()  # else its death would not end the pipe
        self.deadline = 0.0
        self.ready = False

    def give(self, items: list[Any]) -> None:
        self.deadline = time.monotonic() + PATIENCE + (0 if self.ready else STARTING)
        with suppress(OSError):  # it has died: `take` says so
            self.pipe.send(items)

    def time_left(self) -> float:
        return max(0.0, self.deadline - time.monotonic())

    def take(self) -> list[Any] | str | None:
        """The results, or why there are none; None if it has only just started. Raises what kept it from starting."""
        try:
            results = self.pipe.recv() if self.pipe.poll() else f"took longer than {PATIENCE:.0f} seconds"
        except (EOFError, OSError):
            self.process.join(5)
            results = f"its worker process died (exit code {self.process.exitcode})"
            if not self.ready:
                results = RuntimeError(f"{results} as it started; a script needs: if __name__ == '__main__'")
        if not self.ready:
            self.ready, self.deadline = True, time.monotonic() + PATIENCE
        if isinstance(results, Exception):
            self.stop()
            raise results
        if isinstance(results, str):
            self.stop()
        return results

    def stop(self) -> None:
        self.pipe.close()
        self.process.kill()
        self.process.join()


def _serve(pipe: Connection, start: Callable[[], Callable[[Any], Any]]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes of a terminal; the parent decides
    try:
        work = start()
    except Exception as error:
        pipe.send(error)
        return
    pipe.send(None)
    while True:
        try:
            items = pipe.recv()
        except EOFError:
            return
        pipe.send([work(item) for item in items])
