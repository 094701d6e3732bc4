"""The registry of input formats. A new one is a function in documents, rows, archives or streams and a line here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from posixpath import splitext  # not pathlib's suffixes, for which "..gz" is an error
from typing import BinaryIO

from quotex.readers import archives, documents, rows, streams
from quotex.readers.drafts import Draft
from quotex.readers.options import ReadOptions

DOCUMENTS: dict[str, Callable[[bytes, ReadOptions], Draft]] = {
    ".txt": documents.read_text,
    ".md": documents.read_markdown,
    ".markdown": documents.read_markdown,
    ".html": documents.read_html,
    ".htm": documents.read_html,
    ".docx": documents.read_docx,
    ".pdf": documents.read_pdf,
}
ROWS: dict[str, Callable[[BinaryIO, ReadOptions], Iterator[rows.Row]]] = {
    ".json": rows.read_json,
    ".jsonl": rows.read_jsonl,
    ".ndjson": rows.read_jsonl,
    ".csv": rows.read_csv,
    ".tsv": rows.read_tsv,
    ".parquet": rows.read_parquet,
}
ARCHIVES: dict[str, Callable[[BinaryIO], Iterator[archives.Member]]] = {
    ".zip": archives.read_zip,
    ".tar": archives.read_tar,
}
COMPRESSIONS: dict[str, Callable[[BinaryIO], BinaryIO]] = {
    ".gz": streams.open_gzip,
    ".bz2": streams.open_bz2,
    ".xz": streams.open_xz,
    ".zst": streams.open_zstd,
}
SHORT = {".tgz": ".tar.gz", ".tbz2": ".tar.bz2", ".txz": ".tar.xz", ".tzst": ".tar.zst"}
SEEKING = (".zip", ".parquet")  # their directory stands at the end


def split_name(name: str) -> tuple[str, str, str]:
    """(stem, format, compression) of a file's name: "a/news.jsonl.gz" is ("a/news", ".jsonl", ".gz").

    The format is "" if it is none of those above; so is the compression.
    """
    stem, suffix = splitext(name)
    if long := SHORT.get(suffix.lower()):
        stem, suffix = splitext(stem + long)
    compression = suffix.lower() if suffix.lower() in COMPRESSIONS else ""
    if compression:
        stem, suffix = splitext(stem)
    known = suffix.lower() if suffix.lower() in (*DOCUMENTS, *ROWS, *ARCHIVES) else ""
    return stem if known else stem + suffix, known, compression
