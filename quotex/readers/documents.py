"""Formats of one article a file: a function each, from bytes to a draft. The registry is quotex.readers.formats."""

from __future__ import annotations

import io
import logging
import re
import zipfile

from quotex.errors import UnreadableArticle, needed
from quotex.readers.drafts import Draft
from quotex.readers.encodings import Decoded, check_text, decode, is_utf8
from quotex.readers.options import ReadOptions
from quotex.readers.values import plain_meta

FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.S)
PAGE_META = ("title", "author", "date", "url", "sitename", "description")


def read_text(data: bytes, options: ReadOptions) -> Draft:
    decoded = decode(data, repair=options.fix_encoding)
    return Draft(decoded.text, {}, decoded.notes)


def read_markdown(data: bytes, options: ReadOptions) -> Draft:
    """YAML front matter is metadata, the rest is the text, its markup with it."""
    import srsly

    draft = read_text(data, options)
    match = FRONT_MATTER.match(draft.text)
    if not match:
        return draft
    try:
        meta = srsly.yaml_loads(match[1] or "")
    except Exception as error:  # the YAML reader's errors have no common base
        raise UnreadableArticle(f"its front matter is not YAML ({' '.join(str(error).split())[:100]})") from error
    if not isinstance(meta, dict | None):
        raise UnreadableArticle("its front matter is not a mapping")
    return Draft(draft.text[match.end() :], plain_meta(meta or {}), draft.notes)


def read_html(data: bytes, options: ReadOptions) -> Draft:
    """The main text, a paragraph a block, without navigation and comments; title, author, date, URL as metadata."""
    trafilatura = needed("trafilatura", "formats")
    decoded = _decode_page(data, options)
    try:
        found = trafilatura.bare_extraction(decoded.text, with_metadata=True, include_comments=False)
    except Exception as error:  # a broken page raises what lxml, its date finder or its URL reader please
        raise UnreadableArticle(f"not a readable page ({error})") from error
    if found is None or not found.text:
        raise UnreadableArticle("no article found in the page")
    meta = {name: value for name in PAGE_META if (value := getattr(found, name, None))}
    # trafilatura parts paragraphs by one line end; to the model that is a wrapped line, two are a paragraph.
    return Draft(re.sub(r"\n+", "\n\n", found.text), plain_meta(meta), decoded.notes)


def _decode_page(data: bytes, options: ReadOptions) -> Decoded:
    """A page as UTF-8 if it is that, whatever it declares; else in the encoding that it declares; else as any other text."""
    declared = re.search(rb"charset=[\"']?([\w-]+)", data[:2048])
    if declared and not is_utf8(data):
        try:
            text = data.decode(name := declared[1].decode("ascii"))
        except (LookupError, UnicodeError):  # no text encoding of that name, or not in it
            return decode(data, repair=options.fix_encoding)
        return check_text(text, (f"encoding {name.lower()}",), repair=options.fix_encoding)
    return decode(data, repair=options.fix_encoding)


def read_docx(data: bytes, options: ReadOptions) -> Draft:
    """The paragraphs' text. A Word document is a zip archive: unpacked it is held to the limit, too."""
    docx = needed("docx", "formats")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(member.file_size for member in archive.infolist())
        if size > options.max_bytes:
            raise UnreadableArticle(f"larger than the limit of {options.max_bytes:,} bytes when it is unpacked")
        document = docx.Document(io.BytesIO(data))
        known = document.core_properties
        meta = {"title": known.title, "author": known.author, "date": known.created}
        text = "\n\n".join(paragraph.text for paragraph in document.paragraphs if paragraph.text.strip())
    except UnreadableArticle:
        raise
    except Exception as error:  # a broken file raises what zipfile, lxml or python-docx please, some only as it is read
        raise UnreadableArticle(f"not a Word document ({error})") from error
    return Draft(text, plain_meta({name: value for name, value in meta.items() if value}))


def read_pdf(data: bytes, options: ReadOptions) -> Draft:
    pypdf = needed("pypdf", "formats")
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it says of each flaw what the failure will say once
    try:
        document = pypdf.PdfReader(io.BytesIO(data))
        text = "\n\n".join(page.extract_text() for page in document.pages)
        known = document.metadata
        meta = {"title": known.title, "author": known.author} if known else {}
    except Exception as error:  # a broken file raises far more than pypdf's own errors
        raise UnreadableArticle(f"not a readable PDF ({error})") from error
    if not text.strip():
        raise UnreadableArticle("a PDF without text (scanned pages?)")
    return Draft(text, plain_meta({name: value for name, value in meta.items() if value}))
