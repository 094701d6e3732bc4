"""Results to a file, with what failed and a summary beside it. All appear under their names only when they are whole."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from quotex.articles import Article, Failure, Place
from quotex.errors import UnusableOutput
from quotex.extraction import Result
from quotex.records import Quote
from quotex.runs.summary import Summary
from quotex.writers.formats import FORMATS, Writer, format_of
from quotex.writers.rows import to_json


class Output:
    """The files of one output: OUT, and beside it OUT.errors.jsonl (if anything failed) and OUT.summary.json.

    Raises UnusableOutput if one exists and is not to be overwritten, or is of an unknown format.
    """

    def __init__(self, path: Path, *, overwrite: bool = False) -> None:
        self.path, self.format = path, format_of(path)
        self.errors = path.with_name(f"{path.name}.errors.jsonl")
        self.summary = path.with_name(f"{path.name}.summary.json")
        check_folder(path)
        taken = [str(file) for file in (path, self.errors, self.summary) if file.exists()]
        if taken and not overwrite:
            raise UnusableOutput(f"{', '.join(taken)}: exists already (--overwrite replaces it)")

    @property
    def files(self) -> tuple[Path, ...]:
        return self.path, self.errors, self.summary

    def write(self, results: Iterable[Result | Failure], run: Mapping[str, Any], *, with_text: bool = False) -> Summary:
        """All results, then the names. Whatever goes wrong leaves what was there before and nothing half done.

        `run` says of what: the versions, in columns of the table `runs`.
        """
        half, half_errors = _half(self.path), _half(self.errors)
        writer: Writer | None = None
        try:
            _remove(half)
            _remove(half_errors)
            writer = FORMATS[self.format].open(half, with_text=with_text)
            summary = Summary(run)
            with half_errors.open("w", encoding="utf-8") as failed:
                for result in results:
                    summary.add(result)
                    if isinstance(result, Failure):
                        failed.write(to_json(result.to_dict()) + "\n")
                    else:
                        writer.add(result)
            writer.close({**run, **summary.run_row(), "finished": f"{datetime.now(timezone.utc):%Y-%m-%d %H:%M:%S}"})
            self._name(half, half_errors, summary)
        except BaseException:
            if writer:
                with suppress(Exception):  # what went wrong first is what is raised
                    writer.stop()
            _remove(half)
            _remove(half_errors)
            raise
        return summary

    def _name(self, half: Path, half_errors: Path, summary: Summary) -> None:
        """The output itself comes last: where it is, the others are."""
        if summary.errors:
            half_errors.replace(self.errors)
        else:
            _remove(half_errors)
            _remove(self.errors)
        write_whole(self.summary, json.dumps(summary.to_dict(), indent=1, ensure_ascii=False) + "\n")
        if self.path.is_dir() or half.is_dir():
            _remove(self.path)  # a folder of parts can neither replace nor be replaced in one step
        half.replace(self.path)


def check_folder(path: Path) -> None:
    """Raises UnusableOutput where the file cannot be for want of a folder."""
    if not path.parent.is_dir():
        raise UnusableOutput(f"{path}: no such folder")


def write_whole(path: Path, text: str) -> None:
    """The file gets its name only when it is whole."""
    half = _half(path)
    try:
        _remove(half)
        half.write_text(text, encoding="utf-8", newline="\n")
        half.replace(path)
    except BaseException:
        _remove(half)
        raise


def _half(path: Path) -> Path:
    return path.with_name(path.name + ".half")


def _remove(path: Path) -> None:
    """Of a link, the link: to write through one that somebody laid would write where it leads."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def write(
    records: Iterable[Result | Failure | Quote], path: str | Path, *, with_text: bool = False, overwrite: bool = False
) -> Summary:
    """Write what `extract_articles` gives, or quotations, to a file of the format that its suffix tells; streaming.

    What failed goes to a file beside it; the summary says how many. Raises UnusableOutput if the file exists.
    """
    from quotex import __version__

    output = Output(Path(path), overwrite=overwrite)
    return output.write(_as_results(records), {"quotex": __version__}, with_text=with_text)


def _as_results(records: Iterable[Result | Failure | Quote]) -> Iterable[Result | Failure]:
    """Quotations alone, an article after the other, as results without text and metadata."""
    of_one: list[Quote] = []
    for record in records:
        if of_one and (not isinstance(record, Quote) or record.article != of_one[0].article):
            yield _result(of_one)
            of_one = []
        if isinstance(record, Quote):
            of_one.append(record)
        else:
            yield record
    if of_one:
        yield _result(of_one)


def _result(quotes: list[Quote]) -> Result:
    return Result(Article(quotes[0].article, "", {}, Place(quotes[0].article)), tuple(quotes), 0)
