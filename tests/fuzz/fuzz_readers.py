"""Fuzzes the readers: whatever a file holds, it gives articles that can be written, and failures that say why."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import atheris

with atheris.instrument_imports(include=["quotex", "trafilatura", "docx", "pypdf", "srsly", "ftfy", "tarfile", "zipfile"]):
    import docx
    import pypdf  # noqa: F401 - imported here to be instrumented
    import srsly  # noqa: F401
    import trafilatura  # noqa: F401

    from quotex.articles import LONGEST, Article, Document
    from quotex.readers.files import find_files
    from quotex.readers.options import ReadOptions
    from quotex.readers.reading import read_document, read_items
    from quotex.runs.journal import key_of
    from quotex.writers.rows import to_json

import pyarrow as pa
import pyarrow.parquet
import zstandard
from campaign import fuzz

OPTIONS = ReadOptions(max_bytes=2_000_000)
TEXT = "The bridge opened on Monday, after ten years of work.\n\n“It took us ten years,” Mayor Ann Lee said.\n"
PART = b"\n%%\n"  # parts the members of an archive
COLUMNS = (pa.date32(), pa.date64(), pa.timestamp("ns"), pa.timestamp("s", "UTC"), pa.time64("ns"), pa.duration("ns"),
           pa.float16(), pa.float64(), pa.uint64(), pa.month_day_nano_interval())  # fmt: skip


def as_it_is(data: bytes) -> bytes:
    return data


def quick_xz(data: bytes) -> bytes:
    return lzma.compress(data, preset=0)


def members(data: bytes) -> Iterator[tuple[str, bytes]]:
    for part in data.split(PART):
        name, _, content = part.partition(b"\n")
        yield name.decode("utf-8", "replace") or "a.txt", content


def as_zip(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members(data):
            archive.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def as_tar(data: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, content in members(data):
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


def as_docx(data: bytes) -> bytes:
    """A Word document whose main part is what the fuzzer says."""
    sample, out = io.BytesIO(), io.BytesIO()
    docx.Document().save(sample)
    with zipfile.ZipFile(sample) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            new.writestr(info.filename, data if info.filename == "word/document.xml" else old.read(info))
    return out.getvalue()


def as_pdf(data: bytes) -> bytes:
    """A page that shows what the fuzzer says; the readers mend the missing table."""
    return b"""%%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj
4 0 obj<</Length %d>>stream
%s
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
trailer<</Size 6/Root 1 0 R>>
%%%%EOF""" % (len(data), data)


def as_parquet(data: bytes) -> bytes:
    """A table of a text and, of the type that the first byte picks, any value."""
    type = COLUMNS[data[0] % len(COLUMNS)] if data else COLUMNS[0]
    width = type.bit_width // 8
    values = data[1 : 1 + width * 20]
    count = len(values) // width
    column = pa.Array.from_buffers(type, count, [None, pa.py_buffer(values)])
    texts = pa.array([TEXT + data[i:].decode("utf-8", "replace") for i in range(count)], pa.string())
    out = io.BytesIO()
    pa.parquet.write_table(pa.table({"text": texts, "value": column}), out)
    return out.getvalue()


# The first byte of an input picks one: the file's name, and how the rest becomes the file.
KINDS: list[tuple[str, Callable[[bytes], bytes]]] = [
    *((f"a{suffix}", as_it_is) for suffix in (
        ".txt", ".md", ".html", ".json", ".jsonl", ".csv", ".tsv", ".parquet", ".docx", ".pdf",
        ".txt.gz", ".txt.bz2", ".txt.xz", ".txt.zst", ".zip", ".tar", ".tar.gz", ".tar.zst",
    )),
    ("a.jsonl.gz", gzip.compress), ("a.csv.bz2", bz2.compress), ("a.md.xz", quick_xz), ("a.json.zst", zstandard.compress),
    ("a.zip", as_zip), ("a.tar", as_tar), ("a.docx", as_docx), ("a.pdf", as_pdf), ("a.parquet", as_parquet),
    ("a.md", lambda data: b"---\n" + data), ("a.html", lambda data: b"<html><body><article><p>" + TEXT.encode() * 4 + data),
]  # fmt: skip


def check(data: bytes) -> None:
    if not data:
        return
    name, pack = KINDS[data[0] % len(KINDS)]
    try:
        packed = pack(data[1:])
    except (ValueError, OverflowError, pa.ArrowException):  # no such archive can be made
        return
    path = Path(FOLDER) / name
    path.write_bytes(packed)
    seen: set[str] = set()
    found = 0
    for item in read_items(find_files([path]), OPTIONS):
        article = read_document(item, OPTIONS) if isinstance(item, Document) else item
        found += 1
        if isinstance(article, Article):
            assert article.text.strip() and len(article.text) <= LONGEST
            assert article.id not in seen
            seen.add(article.id)
            to_json([article.id, article.text, article.meta, article.notes, str(article.place)]).encode()
            key_of(article, "")
        else:
            assert article.place.path == str(path) and article.reason
            to_json(article.to_dict()).encode()
    assert found or name.endswith((".zip", ".tar", ".tar.gz", ".tar.zst"))  # those may hold nothing of interest


def seeds() -> Iterator[bytes]:
    row = json.dumps({"id": 7, "text": TEXT, "date": "2024-03-05", "tags": ["a", {"b": [1.5, None]}]}).encode()
    head = '<html><head><meta charset="utf-8"><title>T</title></head>'
    page = f"{head}<body><article><p>{TEXT * 3}</p></article></html>".encode()
    matter = b"title: Bridge\ndate: 2024-03-05\nby: &a [Jane, *a]\n---\n" + TEXT.encode()
    table = f'id,text\n7,"{TEXT}"\n'.encode()
    raw = {
        ".txt": TEXT.encode("cp1252"), ".md": b"---\n" + matter, ".html": page, ".json": b"[%s, %s]" % (row, row),
        ".jsonl": row + b"\n" + row, ".csv": table, ".tsv": table.replace(b",", b"\t"), ".md.xz": matter,
        ".json.zst": row, ".csv.bz2": table, ".jsonl.gz": row,
    }  # fmt: skip
    both = b"b/a.txt\n" + TEXT.encode() + PART + b"c.jsonl\n" + row + PART + b"../d.html\n" + page
    word = (
        b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>'
        + TEXT.encode() + b"</w:t></w:r></w:p></w:body></w:document>"
    )  # fmt: skip
    shown = b"BT /F1 12 Tf 72 720 Td (He said it was over.) Tj ET"
    built = {as_zip: both, as_tar: both, as_docx: word, as_pdf: shown, as_parquet: b"\2" + bytes(range(40))}
    for number, (name, pack) in enumerate(KINDS):
        suffix = name.removeprefix("a")
        if pack in built:
            yield bytes([number]) + built[pack]
        elif pack is not as_it_is or suffix in raw:
            yield bytes([number]) + raw.get(suffix, matter)
    samples = {
        ".parquet": as_parquet(built[as_parquet]), ".docx": as_docx(word), ".pdf": as_pdf(shown), ".zip": as_zip(both),
        ".tar": as_tar(both), ".tar.gz": gzip.compress(as_tar(both)), ".tar.zst": zstandard.compress(as_tar(both)),
        ".txt.gz": gzip.compress(TEXT.encode()), ".txt.bz2": bz2.compress(TEXT.encode()),
        ".txt.xz": lzma.compress(TEXT.encode()), ".txt.zst": zstandard.compress(TEXT.encode()),
    }  # fmt: skip
    for number, (name, pack) in enumerate(KINDS):
        if pack is as_it_is and (sample := samples.get(name.removeprefix("a"))):
            yield bytes([number]) + sample
    for encoding in ("utf-16", "utf-32", "utf-16-le", "utf-8-sig"):
        yield b"\0" + TEXT.encode(encoding)
        yield b"\4" + row.decode().encode(encoding)


if __name__ == "__main__":
    with TemporaryDirectory(prefix="quotex-fuzz-") as FOLDER:
        fuzz(check, seeds())
