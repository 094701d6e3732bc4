from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import re
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pyarrow
import pyarrow.parquet
import pytest
import zstandard

from quotex import Article, Failure, read_articles
from quotex.articles import LONGEST
from quotex.errors import UnreadableArticle
from quotex.readers.files import File
from quotex.readers.options import ReadOptions
from quotex.readers.reading import read_article, read_items

TEXT = "“It took us ten years,” Mayor Ann Lee said on Monday.\n"
DATA = TEXT.encode()
ROW = json.dumps({"text": TEXT, "outlet": "Post"})
PAGE = f"""<html><head><title>Bridge opens</title><meta name="author" content="Jane Roe">
<link rel="canonical" href="https://post.example/bridge"></head><body><nav><a href="/">Home</a></nav><article>
<p>The bridge was opened on Monday, after ten years of work and many delays that had angered the town.</p>
<p>{TEXT}</p></article><footer>Share on Facebook</footer></body></html>"""


def zipped(**members: bytes | str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), data)
    return out.getvalue()


def tarred(*names: str, link: bool = False) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name in names:
            info = tarfile.TarInfo(name)
            info.size = 0 if link else len(DATA)
            if link:
                info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
            archive.addfile(info, io.BytesIO(DATA))
    return out.getvalue()


def word_document() -> bytes:
    document, out = docx.Document(), io.BytesIO()
    document.add_paragraph("The bridge is open.")
    document.add_paragraph(TEXT.strip())
    document.core_properties.author = "Jane Roe"
    document.save(out)
    return out.getvalue()


def parquet() -> bytes:
    out = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table({"text": [TEXT, TEXT], "n": [1, None]}), out)
    return out.getvalue()


def pdf() -> bytes:
    """One page that shows a line, written out by hand."""
    shown = b"BT /F1 12 Tf 72 720 Td (He said it was over.) Tj ET"
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(shown), shown), b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]  # fmt: skip
    data, at = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, start=1):
        at.append(len(data))
        data += b"%d 0 obj%s endobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in at)
    return data + b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(data),
    )


def read(folder: Path, name: str, data: bytes, **options: str) -> list[Article | Failure]:
    (folder / name).write_bytes(data)
    return list(read_articles(folder / name, **options))  # type: ignore[arg-type]


def fails_once(folder: Path, name: str, data: bytes, reason: str, others: int) -> None:
    """The file gives one failure, which names it and the reason, and that many articles."""
    found = read(folder, name, data)
    [failure] = [item for item in found if isinstance(item, Failure)]
    assert failure.place.path == str(folder / name)
    assert re.search(reason, str(failure))
    assert len(found) == 1 + others


GOOD: dict[str, tuple[bytes, list[tuple[str, dict[str, object]]]]] = {
    "a.txt": (DATA, [("a.txt", {})]),
    "bom.txt": (b"\xef\xbb\xbf" + DATA, [("bom.txt", {})]),
    "a.txt.gz": (gzip.compress(DATA), [("a.txt.gz", {})]),
    "a.txt.bz2": (bz2.compress(DATA), [("a.txt.bz2", {})]),
    "a.txt.xz": (lzma.compress(DATA), [("a.txt.xz", {})]),
    "a.txt.zst": (zstandard.compress(DATA), [("a.txt.zst", {})]),
    "a.md": (b"---\ntitle: Bridge\ndate: 2024-03-05\n---\n" + DATA, [("a.md", {"title": "Bridge", "date": "2024-03-05"})]),
    "plain.md": (DATA, [("plain.md", {})]),
    "one.json": (ROW.encode(), [("one.json", {"outlet": "Post"})]),
    "two.json": (f"[{ROW}, {ROW}]".encode(), [("two.json/1", {"outlet": "Post"}), ("two.json/2", {"outlet": "Post"})]),
    "a.jsonl": (f"{ROW}\n\n{ROW}".encode(), [("a.jsonl/1", {"outlet": "Post"}), ("a.jsonl/3", {"outlet": "Post"})]),
    "a.jsonl.gz": (gzip.compress(ROW.encode()), [("a.jsonl.gz/1", {"outlet": "Post"})]),
    "a.csv": (f'id,text,date\r\n7,"{TEXT}",2024\r\n'.encode("utf-8-sig"), [("7", {"date": "2024"})]),
    "semicolon.csv": (f'date;text\n2024;"{TEXT}"\n'.encode(), [("semicolon.csv/1", {"date": "2024"})]),
    "a.tsv": (f'text\tn\n"{TEXT}"\t5\n'.encode(), [("a.tsv/1", {"n": "5"})]),
    "a.parquet": (parquet(), [("a.parquet/1", {"n": 1}), ("a.parquet/2", {"n": None})]),
    "a.zip": (
        zipped(b__c_txt=DATA, image_png=b"\0", d_jsonl=ROW),
        [("a.zip/b/c.txt", {}), ("a.zip/d.jsonl/1", {"outlet": "Post"})],
    ),
    "a.tgz": (tarred("b.txt", "c/d.txt"), [("a.tgz/b.txt", {}), ("a.tgz/c/d.txt", {})]),
}  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_each_format_gives_its_articles(tmp_path: Path, name: str) -> None:
    data, expected = GOOD[name]
    articles = read(tmp_path, name, data)
    assert all(isinstance(article, Article) and article.text == TEXT for article in articles)
    assert [(article.id, article.meta) for article in articles if isinstance(article, Article)] == expected


def test_a_page_gives_its_main_text_and_metadata(tmp_path: Path) -> None:
    [article] = read(tmp_path, "a.html", PAGE.encode())
    assert isinstance(article, Article)
    assert article.text.endswith(f"the town.\n\n{TEXT.strip()}")
    assert "Facebook" not in article.text
    assert article.meta["title"] == "Bridge opens"
    assert article.meta["author"] == "Jane Roe"
    assert article.meta["url"] == "https://post.example/bridge"


@pytest.mark.parametrize(("name", "data", "text"), [
    ("a.docx", word_document(), f"The bridge is open.\n\n{TEXT.strip()}"),
    ("a.pdf", pdf(), "He said it was over."),
])  # fmt: skip
def test_office_documents_give_their_text(tmp_path: Path, name: str, data: bytes, text: str) -> None:
    [article] = read(tmp_path, name, data)
    assert isinstance(article, Article)
    assert article.text == text


BAD: dict[str, tuple[bytes, str, int]] = {
    "empty.txt": (b" \n", "empty", 0),
    "empty.csv": (b"", "empty", 0),
    "empty.jsonl": (b"\n", "empty", 0),
    "binary.txt": (bytes(range(256)) * 20, "binary", 0),
    "long.txt": (b"x" * (LONGEST + 1), "longest", 0),
    "cut.txt.gz": (gzip.compress(DATA * 99)[:60], "broken data", 0),
    "cut.txt.bz2": (bz2.compress(DATA * 99)[:60], "broken data", 0),
    "cut.txt.xz": (lzma.compress(DATA * 99)[:60], "broken data", 0),
    "cut.txt.zst": (zstandard.compress(DATA * 99)[:40], "broken data", 0),
    "bomb.txt.gz": (gzip.compress(bytes(20_000_000)), "a bomb", 0),
    "bomb.txt.zst": (zstandard.compress(bytes(20_000_000)), "a bomb", 0),
    "bomb.zip": (zipped(a_txt=bytes(20_000_000), b_txt=DATA), "a bomb", 1),
    "escape.zip": (zipped(**{"..__a_txt": DATA}), "leads out", 0),
    "absolute.tgz": (tarred("/a.txt", "b.txt"), "leads out", 1),
    "link.tgz": (tarred("a.txt", link=True), "link", 0),
    "nested.zip": (zipped(in_zip=zipped(a_txt=DATA), b_txt=DATA), "archive within", 1),
    "broken.zip": (b"PK\3\4 no", "not a readable zip", 0),
    "damaged.zip": (zipped(a_txt=DATA).replace(zipped(a_txt=DATA)[36:40], b"\0\0\0\0", 1), "broken data|not readable", 0),
    "broken.tar": (b"no tar" * 200, "not a readable tar", 0),
    "broken.json": (b'{"text": "x', "not JSON", 0),
    "deep.json": (b"[" * 100_000, "not JSON", 0),
    "broken.parquet": (b"PAR1 no", "Parquet", 0),
    "broken.docx": (b"no", "Word", 0),
    "broken.pdf": (b"%PDF-1.4 no", "PDF", 0),
    "nothing.html": (b"<html><body></body></html>", "no article", 0),
    "matter.md": (b"---\na: [b\n---\n" + DATA, "front matter", 0),
    "rows.jsonl": (f'{ROW}\n{{no\n{ROW}'.encode(), "row 2: not JSON", 2),
    "object.jsonl": (f"[1]\n{ROW}".encode(), "row 1: not an object", 1),
    "field.jsonl": (b'{"headline": "x"}\n', "no field 'text'", 0),
    "surrogate.jsonl": (rb'{"text": "\ud83d broken"}', "broken characters", 0),
    "bytes.jsonl": (DATA.join([b'{"text": "']) + b'caf\xe9 '.join([b"x" * 70_000, b'"}\n']) + ROW.encode(), "row 1", 1),
    "cells.csv": (f'text,n\n"{TEXT}",1\na,b,c\n"{TEXT}",2\n'.encode(), "row 2: 3 cells", 2),
    "quotes.csv": (f'text,n\n"un"closed,1\n"{TEXT}",2\n'.encode(), "row 1: broken row", 1),
    "null.json": (b'[{"text": null}]', "empty", 0),
    "number.json": (b'{"text": 5}', "no text", 0),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_failure_and_the_rest_is_read(tmp_path: Path, name: str) -> None:
    fails_once(tmp_path, name, *BAD[name])


def test_a_failure_says_member_and_row(tmp_path: Path) -> None:
    [failure] = read(tmp_path, "a.zip", zipped(b_jsonl="{no"))
    assert isinstance(failure, Failure)
    assert failure.to_dict() == {
        "path": str(tmp_path / "a.zip"), "member": "b.jsonl", "row": 1, "reason": failure.reason,
    }  # fmt: skip


def test_an_encrypted_member_is_a_failure(tmp_path: Path) -> None:
    data = bytearray(zipped(a_txt=DATA))
    for start, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.index(start) + flags] |= 1
    [failure] = read(tmp_path, "a.zip", bytes(data))
    assert isinstance(failure, Failure)
    assert "encrypted" in failure.reason


def test_fields_can_be_named(tmp_path: Path) -> None:
    data = json.dumps({"story": TEXT, "url": "https://post.example/1", "text": "no"}).encode()
    [article] = read(tmp_path, "a.jsonl", data, text_field="story", id_field="url")
    assert isinstance(article, Article)
    assert (article.id, article.text, article.meta) == ("https://post.example/1", TEXT, {"text": "no"})


def test_ids_are_made_unique(tmp_path: Path) -> None:
    rows = "\n".join(json.dumps({"id": 7, "text": TEXT}) for _ in range(3))
    assert [article.id for article in read(tmp_path, "a.jsonl", rows.encode()) if isinstance(article, Article)] == [
        "7", "7~2", "7~3",
    ]  # fmt: skip


def test_folders_give_their_known_files_sorted_at_any_depth(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("b/2.txt", "1.txt", "b/picture.png", "b/._2.txt", "c.md"):
        (tmp_path / name).write_bytes(DATA)
    assert [article.id for article in read_articles(tmp_path) if isinstance(article, Article)] == [
        "1.txt",
        "b/2.txt",
        "c.md",
    ]
    patterns = [article.id for article in read_articles(f"{tmp_path}/**/*.txt") if isinstance(article, Article)]
    assert patterns == ["1.txt", "2.txt"]


def test_a_file_that_is_named_is_text_whatever_its_suffix(tmp_path: Path) -> None:
    [article] = read(tmp_path, "notes.from-desk", DATA)
    assert isinstance(article, Article) and article.text == TEXT


def test_what_is_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"gone\.txt"):
        read_articles(tmp_path / "gone.txt")


def test_one_article_is_read_alone_or_said_why_not(tmp_path: Path) -> None:
    for name, data in {"a.txt": DATA, "bad.txt": b"", "two.jsonl": f"{ROW}\n{ROW}".encode()}.items():
        (tmp_path / name).write_bytes(data)
    assert read_article(tmp_path / "a.txt").text == TEXT
    for name, reason in {"bad.txt": "bad.txt: empty", "two.jsonl": "more than one", "gone.txt": "No such file"}.items():
        with pytest.raises(UnreadableArticle, match=reason):
            read_article(tmp_path / name)


def test_a_file_that_goes_is_a_failure(tmp_path: Path) -> None:
    [failure] = read_items([File("gone", tmp_path / "gone.txt")], ReadOptions())
    assert isinstance(failure, Failure)
    assert "No such file" in failure.reason


def test_names_that_are_no_utf8_are_escaped(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")).write_bytes(DATA)
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/no\xe9.txt")).write_bytes(b"")
    good, bad = read_articles(tmp_path)
    assert isinstance(good, Article) and good.id == "caf\\udce9.txt"
    assert isinstance(bad, Failure) and bad.place.path.endswith("no\\udce9.txt")
    [article] = read(tmp_path, "a.json", rb'{"text": "Fine.", "by": "\ud83d"}')
    assert isinstance(article, Article) and article.meta == {"by": "\\ud83d"}


def test_a_page_that_declares_another_encoding_is_read_as_what_it_is(tmp_path: Path) -> None:
    page = PAGE.replace("<head>", '<head><meta charset="iso-8859-1">').replace("Ann Lee", "Zoë Lee")
    for encoding, notes in (("utf-8", ()), ("cp1252", ("encoding iso-8859-1",))):
        [article] = read(tmp_path, f"{encoding}.html", page.replace("“", '"').replace("”", '"').encode(encoding))
        assert isinstance(article, Article) and "Zoë Lee" in article.text
        assert article.notes == notes


def test_the_size_limit_holds_for_documents_and_rows(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(packed := word_document())
    with pytest.raises(UnreadableArticle, match="when it is unpacked"):
        read_article(tmp_path / "a.docx", ReadOptions(max_bytes=len(packed)))
    options = ReadOptions(max_bytes=100)
    make: dict[str, Callable[[], bytes]] = {
        "a.txt": lambda: DATA * 9,
        "a.jsonl": lambda: ROW.encode() * 2 + b"\n" + ROW.encode(),
    }
    for name, data in make.items():
        (tmp_path / name).write_bytes(data())
    found = list(read_items([File(name, tmp_path / name) for name in make], options))
    assert ["larger than" in str(item) or "longer than" in str(item) for item in found] == [True, True, False]


def test_an_extra_that_is_not_installed_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    [failure] = read(tmp_path, "a.html", PAGE.encode())
    assert isinstance(failure, Failure)
    assert "quotex[formats]" in failure.reason
