"""Files and folders to articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from quotex.errors import UnreadableArticle

SUFFIX = ".txt"
LONGEST = 1_000_000  # characters; spaCy's own limit for a Doc


@dataclass(frozen=True)
class Article:
    """A text with the id that its records bear: the path below the folder that was named, or the file's name."""

    id: str
    text: str


def find_files(paths: Iterable[Path]) -> Iterator[tuple[str, Path]]:
    """(article id, file) for each path: a file as it is, a folder's .txt files, sorted, at any depth."""
    for path in paths:
        if path.is_dir():
            for file in sorted(path.rglob(f"*{SUFFIX}")):
                yield file.relative_to(path).as_posix(), file
        else:
            yield path.name, path


def read_article(id: str, path: Path) -> Article:
    """The article in a UTF-8 text file (a byte order mark is no part of it); raises UnreadableArticle with the reason."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableArticle(f"{path}: {error.strerror or error}") from error
    if b"\0" in data:
        raise UnreadableArticle(f"{path}: not a text file (it holds NUL bytes)")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableArticle(f"{path}: not UTF-8 (byte {error.start})") from error
    if len(text) > LONGEST:
        raise UnreadableArticle(f"{path}: {len(text):,} characters, the longest article allowed has {LONGEST:,}")
    return Article(id, text)
