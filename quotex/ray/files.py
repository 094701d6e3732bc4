"""What a cluster reads: files on disks that all its machines share, and in object stores. It is listed on one of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, cast

from quotex.articles import Failure, Place, shown
from quotex.errors import UnusableOutput, needed
from quotex.readers.files import STDIN, expand, find_files, is_known


@dataclass(frozen=True)
class StoredFile:
    """A file as any machine of the cluster opens it. `store` is its pyarrow file system, None for a shared disk."""

    id: str
    path: str
    place: Place
    size: int
    store: Any = None

    @property
    def name(self) -> str:
        return PurePosixPath(self.path).name

    def open(self) -> BinaryIO:
        return cast(BinaryIO, self.store.open_input_file(self.path)) if self.store else Path(self.path).open("rb")


def is_url(name: str) -> bool:
    return "://" in name


def open_store(url: str) -> tuple[Any, str]:
    """(file system, path in it) of a URL, or of a path on this machine. What pyarrow does not know, fsspec may.

    Raises UnusableOutput where neither does.
    """
    fs = needed("pyarrow.fs", "ray")
    if not is_url(url):
        return fs.LocalFileSystem(), str(Path(url).absolute())
    try:
        store, path = fs.FileSystem.from_uri(url)
    except ValueError:  # a scheme that is none of pyarrow's own
        try:
            inner, path = needed("fsspec.core", "ray").url_to_fs(url)
        except (ValueError, ImportError) as error:
            raise UnusableOutput(f"{url}: {error}") from error
        store = fs.PyFileSystem(fs.FSSpecHandler(inner))
    return store, path.rstrip("/")


def expand_names(arguments: Iterable[str]) -> list[str]:
    """What the arguments name, as `expand` says it of those that are no URLs. Raises FileNotFoundError."""
    if STDIN in (arguments := list(arguments)):
        raise FileNotFoundError("a cluster does not read standard input: name files or folders")
    return [name for one in arguments for name in ([one] if is_url(one) else map(str, expand([one])))]


def find_stored(names: Iterable[str], leave_out: Collection[str] = ()) -> Iterator[StoredFile | Failure]:
    """The files of paths and URLs in the order, and with the ids, that a run on one machine gives them.

    `leave_out` are whole paths, in their file system. Raises FileNotFoundError for a URL that names nothing.
    """
    for name in names:
        if is_url(name):
            yield from _in_store(name, leave_out)
            continue
        for file in find_files([Path(name)], {Path(path) for path in leave_out}):
            if isinstance(file, Failure):
                yield file
            else:
                yield StoredFile(file.id, str(file.path.absolute()), file.place, file.size)


def _in_store(url: str, leave_out: Collection[str]) -> Iterator[StoredFile | Failure]:
    fs = needed("pyarrow.fs", "ray")
    store, path = open_store(url)
    if store.get_file_info(path).type == fs.FileType.File:
        named = PurePosixPath(path)
        yield StoredFile(shown(named.name), path, Place(shown(url)), store.get_file_info(path).size or 0, store)
        return
    try:
        found = store.get_file_info(fs.FileSelector(path, recursive=True))
    except FileNotFoundError as error:
        raise FileNotFoundError(f"no such file or folder: {url}") from error
    base, _, query = url.partition("?")
    # By folder, as on a disk: "a/b" comes before "a-b", which the plain order of the names would turn round.
    for info in sorted((one for one in found if one.is_file), key=lambda one: PurePosixPath(one.path).parts):
        if is_known(info.base_name) and not {info.path, *map(str, PurePosixPath(info.path).parents)}.intersection(leave_out):
            id = PurePosixPath(info.path).relative_to(path).as_posix()
            place = Place(shown(f"{base.rstrip('/')}/{id}" + (f"?{query}" if query else "")))
            yield StoredFile(shown(id), info.path, place, info.size or 0, store)
