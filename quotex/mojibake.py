"""Mojibake: UTF-8 that was read as Windows-1252. The model reads what was meant; offsets stay those of the text as it is."""

from __future__ import annotations

import re

FILLER = "\u2060"  # a word joiner: stands for the rest of the characters that one was made of
# The bytes above 7F by what Windows-1252 shows for them. Five have no character; programs show their numbers' one.
BYTES = {bytes([byte]).decode("cp1252", errors="ignore") or chr(byte): byte for byte in range(0x80, 0x100)}
REST = "[" + re.escape("".join(shown for shown, byte in BYTES.items() if byte < 0xC0)) + "]"
SEQUENCE = re.compile(rf"[Â-ß]{REST}|[à-ï]{REST}{{2}}|[ð-ô]{REST}{{3}}|â€")
CUT = "â€"  # a closing mark whose last byte shows no character and was dropped on the way


def readable(text: str) -> str:
    """The text with each character that was broken into several mended and filled up with FILLER: of the same length."""
    return text if text.isascii() else SEQUENCE.sub(_mended, text)


def _mended(match: re.Match[str]) -> str:
    found = match[0]
    try:
        meant = "”" if found == CUT else bytes(BYTES[shown] for shown in found).decode("utf-8")
    except UnicodeError:
        return found
    return meant + FILLER * (len(found) - 1)
