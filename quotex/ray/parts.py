"""The output of a cluster: a folder of parts, one a portion, named after it.

Ray gives a portion out again when its machine is lost, even when it had been written already. So a part's name and content
come from the portion alone, and it appears whole or not at all: to write it twice is to write it once. Ray's own
`write_parquet` writes where the reader looks, under names of its own, and leaves the half of a part that a killed task had
written until another task writes it again.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from quotex.articles import Failure
from quotex.errors import UnfinishedRun, UnusableOutput, needed
from quotex.extraction import Result
from quotex.ray.files import is_url, open_store
from quotex.runs.summary import Summary
from quotex.writers.formats import FORMATS, format_of
from quotex.writers.output import Output, check_folder


@dataclass(frozen=True)
class Parts:
    """OUT, the folder of parts; beside it OUT.errors.jsonl, a folder too, if anything failed, and OUT.summary.json.

    On a disk the folders bear their names when they are whole. In an object store a folder has no name that could be
    changed: parts come to their place one by one, the summary comes last, and what has none is not whole.
    """

    shown: str
    store: Any
    path: str
    format: str

    @classmethod
    def at(cls, name: str) -> Parts:
        """The output at a path or URL; raises UnusableOutput for a format that a folder of parts cannot have."""
        store, path = open_store(name)
        format = format_of(Path(path))
        if not FORMATS[format].in_parts:
            fit = ", ".join(suffix for suffix, of in FORMATS.items() if of.in_parts)
            raise UnusableOutput(f"{name}: a cluster writes a folder of parts, in {fit}")
        if not is_url(name):
            check_folder(Path(path))
        return cls(name, store, path, format)

    @property
    def errors(self) -> str:
        return f"{self.path}.errors.jsonl"

    @property
    def summary(self) -> str:
        return f"{self.path}.summary.json"

    @property
    def files(self) -> frozenset[str]:
        """All that a run leaves or has half done."""
        return frozenset((self.path, self.errors, self.summary, self._half(self.path), self._half(self.errors)))

    @property
    def renames(self) -> bool:
        return bool(self.store.type_name == "local")

    def _half(self, folder: str) -> str:
        return f"{folder}.half" if self.renames else folder

    def check(self) -> None:
        """Raises UnusableOutput if there is an output, or the half of one, that would be overwritten."""
        if taken := sorted(path for path in self.files if self.store.get_file_info(path).type):
            raise UnusableOutput(f"{', '.join(taken)}: exists already (--overwrite replaces it)")

    def begin(self) -> None:
        """Make room: for the half, and in an object store for the output, of which what there was is lost."""
        self.abandon()
        if not self.renames:
            self._remove(self.summary)
        self.store.create_dir(self._half(self.path), recursive=True)

    def write(self, name: str, results: Iterable[Result | Failure], *, with_text: bool) -> Summary:
        """A part and what failed in it, as a run on one machine writes them."""
        with TemporaryDirectory() as place:
            one = Output(Path(place) / f"{name}{self.format}")
            summary = one.write(results, {}, with_text=with_text)
            if summary.errors:
                self._put(f"{self._half(self.errors)}/{name}.jsonl", one.errors.read_bytes())
            self._put(f"{self._half(self.path)}/{one.path.name}", one.path.read_bytes())
        return summary

    def _put(self, path: str, data: bytes) -> None:
        """The file is there with all of `data` or not at all; object stores see to that themselves."""
        folder, _, name = path.rpartition("/")
        self.store.create_dir(folder, recursive=True)
        begun = f"{folder}/.{name}.{uuid4().hex}" if self.renames else path
        with self.store.open_output_stream(begun, compression=None) as stream:  # else ".gz" would be packed twice
            stream.write(data)
        if self.renames:
            self.store.move(begun, path)

    def finish(self, names: Collection[str], summary: Summary) -> None:
        """Name the output. Raises UnfinishedRun if the parts there are not those of these names."""
        found = set(self._names(self._half(self.path)))
        if missing := {f"{name}{self.format}" for name in names} ^ found:
            raise UnfinishedRun(
                f"{self.shown}: {len(missing)} parts are missing or too many, as {min(missing)}: is it on a disk that all "
                "machines share?"
            )
        if self.renames:
            self._rename(self.errors, there=bool(summary.errors))
        self._put(self.summary, (json.dumps(summary.to_dict(), indent=1, ensure_ascii=False) + "\n").encode())
        if self.renames:
            self._rename(self.path, there=True)

    def _names(self, folder: str) -> Iterable[str]:
        """The files in a folder, but for what killed tasks have begun, which is removed."""
        for info in self.store.get_file_info(needed("pyarrow.fs", "ray").FileSelector(folder)):
            if info.base_name.startswith("."):
                self.store.delete_file(info.path)
            elif info.is_file and PurePosixPath(info.path) != PurePosixPath(folder):
                yield info.base_name

    def _rename(self, folder: str, *, there: bool) -> None:
        self._remove(folder)
        if there:
            self.store.move(self._half(folder), folder)

    def abandon(self) -> None:
        """Leave nothing half done."""
        for folder in (self.path, self.errors):
            self._remove(self._half(folder))

    def _remove(self, path: str) -> None:
        info = self.store.get_file_info(path)
        if info.is_file:
            self.store.delete_file(path)
        elif info.type:
            self.store.delete_dir(path)
