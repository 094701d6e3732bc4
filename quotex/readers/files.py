"""Paths to files: names, folders, globs, lists of paths, standard input."""

from __future__ import annotations

import glob
import os
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from quotex.articles import Failure, Place, shown
from quotex.readers.formats import split_name

STDIN = "-"


class Readable(Protocol):
    """A file to read, wherever it lies, and the id of its article, or the beginning of the ids of its articles.

    `place` is how it is named in records and errors, `size` its bytes, 0 where they are not known.
    """

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def place(self) -> Place: ...
    @property
    def size(self) -> int: ...
    def open(self) -> BinaryIO: ...


@dataclass(frozen=True)
class File:
    """A file of this machine, or standard input."""

    id: str
    path: Path

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def place(self) -> Place:
        return Place(shown(str(self.path)))

    @property
    def size(self) -> int:
        return self.path.stat().st_size if self.path.is_file() else 0

    def open(self) -> BinaryIO:
        return self.path.open("rb")


def expand(arguments: Iterable[str]) -> list[Path]:
    """The paths that the arguments name: a pattern that is no file stands for the files that match it, sorted.

    Raises FileNotFoundError for those that name nothing.
    """
    found: list[Path] = []
    missing: list[str] = []
    for argument in arguments:
        if argument == STDIN or Path(argument).exists():
            found.append(Path(argument))
        elif matches := sorted(glob.glob(argument, recursive=True)):  # noqa: PTH207 - Path.glob takes no absolute pattern
            found += map(Path, matches)
        else:
            missing.append(argument)
    if missing:
        raise FileNotFoundError(f"no such file or folder: {', '.join(missing)}")
    return found


def find_files(paths: Iterable[Path], leave_out: Collection[Path] = ()) -> Iterator[File | Failure]:
    """A file as it is; a folder's files of the known formats, at any depth, sorted, but for `leave_out` and what is in it.

    Links to folders are not followed: they may lead in circles.
    """
    for path in paths:
        if path.is_dir():
            for found in _walk(path):
                if isinstance(found, Failure):
                    yield found
                elif not {found.absolute(), *found.absolute().parents}.intersection(leave_out):
                    yield File(shown(found.relative_to(path).as_posix()), found)
        else:
            yield File("stdin" if str(path) == STDIN else shown(path.name), path)


def _walk(folder: Path) -> Iterator[Path | Failure]:
    """One folder's names are held at a time, not those of the whole tree."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield Failure(Place(shown(str(folder))), error.strerror or str(error))
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path))
        elif is_known(entry.name) and entry.is_file():
            yield Path(entry.path)


def is_known(name: str) -> bool:
    """Whether a file of that name, met in a folder or an archive, is one to read. "._a.txt" is macOS's note on a.txt."""
    return bool(split_name(name)[1]) and not name.rpartition("/")[2].startswith("._")


def is_small(paths: Iterable[Path], limit: int) -> bool:
    """Whether the files hold fewer bytes than that; not so what cannot be known before it is read."""
    size = 0
    for file in find_files(paths):
        if isinstance(file, File):
            size += file.path.stat().st_size if file.path.is_file() else limit
        if size >= limit:
            return False
    return True


def total_bytes(paths: Iterable[Path], leave_out: Collection[Path] = ()) -> int:
    files = (file for file in find_files(paths, leave_out) if isinstance(file, File))
    return sum(file.size for file in files)
