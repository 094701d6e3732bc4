"""Files made to break a reader, by hand or by the fuzzer: each gives failures that say why, and what else can be read."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest
from test_reading import DATA, PAGE, ROW, TEXT, fails_once, read, word_document, zipped

from quotex import Article
from quotex.readers.formats import split_name
from quotex.writers.rows import to_json

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def with_main_part(part: bytes) -> bytes:
    """A Word document whose text is `part`."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word_document())) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            new.writestr(info.filename, part if info.filename == "word/document.xml" else old.read(info))
    return out.getvalue()


def alias_bomb() -> bytes:
    """A billion values in 600 bytes of YAML: ten names for what comes before, nine times over."""
    lines = ["a0: &a0 [x]", *(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 10))]
    return "\n".join(["---", *lines, "---", TEXT]).encode()


def dates() -> bytes:
    """A table with a day that Python's calendar does not have, in its second row."""
    days = pa.Array.from_buffers(pa.date32(), 3, [None, pa.py_buffer(struct.pack("<3i", 0, 2**31 - 1, 1))])
    out = io.BytesIO()
    pa.parquet.write_table(pa.table({"text": [TEXT] * 3, "day": days}), out)
    return out.getvalue()


def overlapping(members: int, size: int) -> bytes:
    """A zip whose members all are the same packed zeros: each is allowed, their sum is not."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", bytes(size))
        for number in range(members):
            info = zipfile.ZipInfo(f"{number}.txt")
            first = archive.infolist()[0]
            for name in ("CRC", "compress_size", "file_size", "compress_type", "header_offset"):
                setattr(info, name, getattr(first, name))
            archive.filelist.append(info)
    return out.getvalue()


def nameless() -> bytes:
    """A zip whose directory gives its first member no name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", DATA)
        archive.writestr("b.txt", DATA)
        archive.filelist[0].filename = ""
    return out.getvalue()


BAD: dict[str, tuple[bytes, str, int]] = {
    "aliases.md": (alias_bomb(), "values of metadata", 0),
    "itself.md": (b"---\na: &a [*a]\n---\n" + DATA, "nested more than", 0),
    "deep.md": (b"---\na: " + b"[" * 400 + b"]" * 400 + b"\n---\n" + DATA, "nested more than", 0),
    "deep.jsonl": (b'{"text": "x", "a": %s}\n' % (b"[" * 400 + b"]" * 400) + ROW.encode(), "row 1: .*nested more than", 1),
    "id.jsonl": (b'{"text": "x", "id": %s}\n' % (b"[" * 400 + b"]" * 400) + ROW.encode(), "row 1: .*nested more than", 1),
    "wide.jsonl": (f"{ROW}\n{ROW}\n".encode("utf-16")[:-3], "not utf-16", 1),
    "header.csv": ("text\n".encode("utf-16") + b"\x00\xd8\x00", "not utf-16", 0),
    "number.jsonl": (b'{"text": "x", "n": %s}\n' % (b"9" * 5000) + ROW.encode(), "row 1: not JSON", 1),
    "dates.parquet": (dates(), "row 2: a value that cannot be read", 2),
    "main.docx": (with_main_part(b"<a/>"), "not a Word document", 0),
    "body.docx": (with_main_part(f"<w:document {WORD}/>".encode()), "not a Word document", 0),
    "nameless.zip": (nameless(), "leads out", 1),
    "page.html": (b'<meta charset="unicode_escape"><article><p>caf\xe9 \\ud800 opened.</article>', "page", 0),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_would_break_a_reader_is_one_failure(tmp_path: Path, name: str) -> None:
    fails_once(tmp_path, name, *BAD[name])


def test_members_that_share_their_bytes_are_held_to_the_ratio_together(tmp_path: Path) -> None:
    found = read(tmp_path, "a.zip", overlapping(20, 4_000_000))
    assert len(found) == 21
    assert sum("a bomb" in str(item) for item in found) > 15


@pytest.mark.parametrize("encoding", ["punycode", "idna", "undefined", "hex", "no-such", "utf-16"])
def test_a_page_that_declares_no_text_encoding_is_read_all_the_same(tmp_path: Path, encoding: str) -> None:
    page = PAGE.replace("<head>", f'<head><meta charset="{encoding}">').replace("“", '"').replace("”", '"')
    [article] = read(tmp_path, "a.html", page.replace("Ann Lee", "Zoë Lee").encode("cp1252"))
    assert isinstance(article, Article) and "Zoë Lee" in article.text


def test_a_word_document_reads_no_other_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("Nobody may read this.", encoding="utf-8")
    part = (
        f'<!DOCTYPE a [<!ENTITY b SYSTEM "{(tmp_path / "secret").as_uri()}">]>'
        f"<w:document {WORD}><w:body><w:p><w:r><w:t>It is open. &b;</w:t></w:r></w:p></w:body></w:document>"
    )
    [found] = read(tmp_path, "a.docx", with_main_part(part.encode()))
    assert isinstance(found, Article) and "It is open." in found.text and "Nobody" not in found.text


def test_metadata_can_always_be_written(tmp_path: Path) -> None:
    """A number in hexadecimal digits may be longer than Python writes in decimal ones."""
    [article] = read(tmp_path, "a.md", b"---\nn: 0x" + b"f" * 9000 + b"\nday: 2024-03-05\n? [a, b]\n: 1\n---\n" + DATA)
    assert isinstance(article, Article)
    meta = json.loads(to_json(article.meta))
    assert meta["n"] == "0x" + "f" * 9000
    assert meta["day"] == date(2024, 3, 5).isoformat()


@pytest.mark.parametrize("name", ["..gz", "..tgz", ".gz", "", ".", "..", "a.", "/", "a.txt.", "...", ".txt.gz"])
def test_any_name_can_be_split(name: str) -> None:
    stem, format, compression = split_name(name)
    assert stem + format + compression == name or name == "..tgz"


def test_a_member_named_by_dots_alone_is_a_failure_or_passed_over(tmp_path: Path) -> None:
    found = read(tmp_path, "a.zip", zipped(b_txt=DATA, **{"__": DATA}))
    assert [item.id for item in found if isinstance(item, Article)] == ["a.zip/b.txt"]
