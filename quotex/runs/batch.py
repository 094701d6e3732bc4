"""A run: everything that the paths hold, to standard output or to a file."""

from __future__ import annotations

import json
import logging
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import astuple, dataclass, field, replace
from functools import cached_property, partial
from hashlib import blake2b
from pathlib import Path
from typing import Any

from quotex import __version__
from quotex.articles import Failure
from quotex.errors import UnfinishedRun, UnusableOutput
from quotex.extraction import Result, lost, size_of, start_extractor
from quotex.model import model_path
from quotex.readers.files import STDIN, find_files, is_small, total_bytes
from quotex.readers.options import ReadOptions
from quotex.readers.reading import Item, Meter, read_items
from quotex.runs.journal import Journal, key_of, model_digest
from quotex.runs.pool import ordered_map, usable_cores
from quotex.runs.progress import Progress
from quotex.runs.summary import Summary
from quotex.writers.formats import FORMATS, format_of
from quotex.writers.output import Output
from quotex.writers.rows import records_of, to_json

log = logging.getLogger("quotex")

SMALL = 100_000  # bytes that are worked on sooner than another process has started


@dataclass(frozen=True)
class Batch:
    """What to read, how, and where to write it. `model` None is the shipped one, `output` None standard output."""

    paths: list[Path]
    output: Path | None = None
    options: ReadOptions = field(default_factory=ReadOptions)
    model: Path | None = None
    workers: int = 1
    with_text: bool = False
    resume: bool = False
    overwrite: bool = False

    @cached_property
    def model_digest(self) -> str:
        return model_digest(self.model or model_path())

    @cached_property
    def keeps_text(self) -> bool:
        """Some formats always hold the articles' texts."""
        return self.with_text or (self.output is not None and FORMATS[format_of(self.output)].keeps_text)

    @property
    def journal(self) -> Path:
        assert self.output is not None
        return self.output.with_name(self.output.name + ".part")

    @cached_property
    def left_out(self) -> frozenset[Path]:
        """The output's own files are no input, where it lies in a folder that is read."""
        output = self.output and Output(self.output, overwrite=True)
        return frozenset(path.absolute() for path in output.files) if output else frozenset()

    def items(self, meter: Meter) -> Iterator[Item]:
        return read_items(find_files(self.paths, self.left_out), self.options, meter)


def usual_workers(paths: list[Path]) -> int:
    """As many as there are cores; one if there is little to do."""
    return 1 if is_small(paths, SMALL) else usable_cores()


@dataclass(frozen=True)
class Job:
    """An item, its key in the journal, whether its result is there already, and how many bytes were read up to it."""

    item: Item
    key: bytes | None
    known: bool
    read: int = 0


def run_batch(batch: Batch, *, progress: bool = False) -> Summary:
    """Extract, write, count. Raises UnusableOutput before it starts, UnfinishedRun if it cannot go on: `resume` will."""
    with Progress(total_bytes(batch.paths, batch.left_out) if progress else 0, shown=progress) as bar:
        return _to_stdout(batch, bar) if batch.output is None else _to_file(batch, bar)


def _to_stdout(batch: Batch, bar: Progress) -> Summary:
    began, summary = time.monotonic(), Summary()
    for _, found in _work(batch, bar, lambda item: Job(item, None, known=False)):
        assert found is not None
        summary.add(found)
        if isinstance(found, Failure):
            log.error("%s", found)
        else:
            rows = records_of(found, with_text=batch.keeps_text)
            sys.stdout.writelines(to_json(record) + "\n" for record in rows)
    summary.run = _session(batch, summary.words, began)
    return summary


def _to_file(batch: Batch, bar: Progress) -> Summary:
    assert batch.output is not None
    going_on = batch.resume and batch.journal.exists()
    if batch.journal.exists() and not (batch.resume or batch.overwrite):
        raise UnusableOutput(f"{batch.journal}: a run that was not finished (--resume goes on, --overwrite starts anew)")
    output = Output(batch.output, overwrite=batch.overwrite or batch.resume)
    if batch.resume and not going_on and output.path.exists() and (done := _finished(batch, output)):
        return done
    try:
        return _write(batch, output, Journal(batch.journal, with_text=batch.keeps_text, anew=not going_on), bar)
    except (OSError, sqlite3.Error) as error:  # a full disk, above all
        raise UnfinishedRun(f"{batch.output}: {error}; what is done is kept, --resume goes on") from error


def _write(batch: Batch, output: Output, journal: Journal, bar: Progress) -> Summary:
    began, words = time.monotonic(), 0
    input = blake2b(digest_size=16)
    try:
        for job, found in _work(batch, bar, partial(_job, batch, journal)):
            input.update(_print_of(job))
            journal.add(job.key, found)
            words += found.words if isinstance(found, Result) else 0
            if isinstance(found, Failure):
                log.info("%s", found)
        journal.commit()
    except BaseException:
        journal.close_safely()
        raise
    run = {**_session(batch, words, began), "input": input.hexdigest()}
    summary = output.write(journal, run, with_text=batch.keeps_text)
    journal.remove()
    return summary


def _work(batch: Batch, bar: Progress, to_job: Callable[[Item], Job]) -> Iterator[tuple[Job, Result | Failure | None]]:
    """Each job with its result, in order; None if the journal has it. A failure to read is its own result."""
    meter = Meter()
    start = partial(_start, batch.model, batch.options)
    jobs = (replace(to_job(item), read=meter.done) for item in batch.items(meter))
    for job, found in ordered_map(jobs, start, workers=batch.workers, size=_size, lost=_lost):
        bar.one_more(job.read)  # not meter.done: it is far ahead of what is done
        if isinstance(found, Result):
            _say_notes(found)
        yield job, (job.item if isinstance(job.item, Failure) else found)


def _start(model: Path | None, options: ReadOptions) -> Callable[[Job], Result | Failure]:
    extract = start_extractor(model, options)
    return lambda job: extract(job.item)


def _size(job: Job) -> int:
    return 0 if job.known else size_of(job.item)


def _lost(job: Job, reason: str) -> Failure:
    return lost(job.item, reason)


def _job(batch: Batch, journal: Journal, item: Item) -> Job:
    if isinstance(item, Failure):
        return Job(item, None, known=True)
    settings = f"{__version__} {batch.model_digest} {batch.options.fix_encoding} {batch.keeps_text}"
    key = key_of(item, settings)
    return Job(item, key, known=journal.has(key))


def _print_of(job: Job) -> bytes:
    return job.key or repr(astuple(job.item)).encode()


def _finished(batch: Batch, output: Output) -> Summary | None:
    """The summary of the finished output if the same run would write it again, else None."""
    try:
        run = json.loads(output.summary.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if STDIN in map(str, batch.paths):
        return None
    input = blake2b(digest_size=16)
    journal = Journal(Path(":memory:"), with_text=batch.keeps_text, anew=True)
    for item in batch.items(Meter()):
        input.update(_print_of(_job(batch, journal, item)))
    if run.get("input") != input.hexdigest():
        return None
    log.warning("%s is finished, and its input and the model are the same: nothing to do", output.path)
    summary = Summary()
    summary.errors, summary.articles = run["errors"], run["articles"]
    return summary


def _session(batch: Batch, words: int, began: float) -> dict[str, Any]:
    """What the summary says of this session: its versions, and its speed over what was not in the journal."""
    seconds = time.monotonic() - began
    rate = round(words / seconds) if seconds else 0
    return {
        "quotex": __version__, "model": batch.model_digest, "seconds": round(seconds, 1), "words_per_second": rate,
    }  # fmt: skip


def _say_notes(result: Result) -> None:
    for note in result.article.notes:
        level = logging.WARNING if note == "mojibake" else logging.INFO
        log.log(level, "%s: %s", result.article.place, note)
