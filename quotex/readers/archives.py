"""Archives as streams of members. Nothing is written to disk; a member's name is only ever part of an id."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from quotex.errors import UnreadableArticle
from quotex.readers.streams import check_ratio

Member = tuple[str, BinaryIO | UnreadableArticle]


def read_zip(stream: BinaryIO) -> Iterator[Member]:
    """Each file in a zip, in the archive's order; the stream must be seekable.

    Members may share their packed bytes, so that none is a bomb but all together are: their sum is held to the ratio, too.
    """
    try:
        archive = zipfile.ZipFile(stream)
        packed, unpacked = stream.seek(0, io.SEEK_END), 0
    except Exception as error:  # a broken directory raises whatever reading it comes to
        raise UnreadableArticle(f"not a readable zip archive ({error})") from error
    for info in archive.infolist():
        if info.filename.endswith("/") or info.filename.startswith("__MACOSX/"):  # is_dir() fails where there is no name
            continue
        try:
            check_name(info.filename)
            check_ratio(info.file_size, info.compress_size)
            check_ratio(unpacked + info.file_size, packed)
            unpacked += info.file_size
            with archive.open(info) as member:
                yield info.filename, cast(BinaryIO, member)
        except UnreadableArticle as error:
            yield info.filename, error
        except Exception as error:
            yield info.filename, UnreadableArticle(f"not readable ({error})")  # encrypted, unknown compression, cut


def read_tar(stream: BinaryIO) -> Iterator[Member]:
    """Each regular file in a tar, as it comes in the stream."""
    try:
        with tarfile.open(fileobj=stream, mode="r|") as archive:
            while info := archive.next():
                archive.members.clear()  # type: ignore[attr-defined]  # else it would keep the header of each
                if not info.isdir():
                    yield info.name, _tar_member(archive, info)
    except UnreadableArticle:
        raise
    except Exception as error:  # a broken header raises whatever reading it comes to
        raise UnreadableArticle(f"not a readable tar archive ({error})") from error


def _tar_member(archive: tarfile.TarFile, info: tarfile.TarInfo) -> BinaryIO | UnreadableArticle:
    try:
        check_name(info.name)
    except UnreadableArticle as error:
        return error
    member = archive.extractfile(info) if info.isfile() else None
    return cast(BinaryIO, member) if member else UnreadableArticle("not a file (a link or a device)")


def check_name(name: str) -> None:
    """Raises UnreadableArticle for a name that leads out of its archive."""
    path = PurePosixPath(name.replace("\\", "/"))
    if not path.parts or path.is_absolute() or ".." in path.parts or path.parts[0].endswith(":"):
        raise UnreadableArticle("a name that leads out of the archive")
