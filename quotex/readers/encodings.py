"""Bytes to text: which encoding, and whether it went wrong before the text came here."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from quotex.errors import UnreadableArticle

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark begins it
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
WIDE = ("utf_16_le", "utf_16_be")
# English news in one byte a character is one of these. Left to choose among all, charset-normalizer takes a curly
# quotation mark for Central European (cp1250).
NARROW = ("cp1252", "latin_1")
SAMPLE = 64_000  # bytes that a stream's encoding is judged by


@dataclass(frozen=True)
class Decoded:
    """`notes` is empty for UTF-8 that looks right."""

    text: str
    notes: tuple[str, ...] = ()


def find_encoding(data: bytes) -> str:
    """The codec's name for `data`; raises UnreadableArticle for what is no text."""
    for mark, name in MARKS:
        if data.startswith(mark):
            return name
    if b"\0" not in data and is_utf8(data):
        return "utf-8"
    from charset_normalizer import from_bytes

    best = from_bytes(data[:SAMPLE], cp_isolation=[*(WIDE if b"\0" in data else NARROW)]).best()
    if best is None:
        raise UnreadableArticle("not a text (binary data)")
    return best.encoding


def is_utf8(data: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)  # a sample may end within a character
    except UnicodeDecodeError:
        return False
    return True


def decode(data: bytes, *, repair: bool = False) -> Decoded:
    """The text of `data` without byte order mark. `repair` mends mojibake; it is noted in any case."""
    encoding = find_encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableArticle(f"not {encoding}: {error.reason} at byte {error.start}") from error
    notes = () if encoding in ("utf-8", "utf-8-sig") else (f"encoding {encoding.replace('_', '-')}",)
    return check_text(text, notes, repair=repair)


def check_text(text: str, notes: tuple[str, ...] = (), *, repair: bool = False) -> Decoded:
    """The text with "mojibake" in its notes if it holds any, mended if `repair`."""
    from ftfy import fix_encoding
    from ftfy.badness import is_bad

    if not text.isascii() and is_bad(text):
        return Decoded(fix_encoding(text), (*notes, "mojibake repaired")) if repair else Decoded(text, (*notes, "mojibake"))
    return Decoded(text, notes)
