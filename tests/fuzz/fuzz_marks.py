"""Fuzzes what reads a text before the model does, and what makes spans of its scores: marks, words, paragraphs, windows."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parent.parent / "properties"))
with atheris.instrument_imports(include=["quotex", "holds"]):
    from holds import holds_of_bounds, holds_of_marks, holds_of_names, holds_of_spans, holds_of_windows, holds_of_words

    from quotex.words import split_words

from campaign import fuzz

# A byte below 128 is itself, one above picks one of these: what news is made of, and what breaks those who read it.
FRAGMENTS = (
    *"“”„«»‟\"＂‘’‹›'`´", "—", "–", "\n\n", "\n", "\r\n", "\r", "\u2028", "\u00a0", "\u200b", "\u200d", "\u202e", "\ufeff",
    "\u0301", "é", "ß", "İ", "ǅ", "👩‍👩‍👧", "𝔄", "مرحبا", "中", "â€œ", "\x1f", "\x85", "Ann Lee", " said", "It was over",
    ", ", ". ", "Mr. Chen", "according to", "don't", "Leave a Reply", "Share on Facebook", "Read more: ", "3 comments",
    "Advertisement", "Tags: a", "the workers' rights", "6\" pipe", "(TTP)", " and ", "U.S.", "a" * 120,
)  # fmt: skip


def to_text(data: bytes) -> str:
    return "".join(chr(byte) if byte < 128 else FRAGMENTS[(byte - 128) % len(FRAGMENTS)] for byte in data)


def check(data: bytes) -> None:
    text = to_text(data[2:])
    words = split_words(text)
    holds_of_marks(text)
    holds_of_words(words)
    holds_of_bounds(text)
    seed = int.from_bytes(data[:2], "little")
    holds_of_windows([1 + (seed >> i % 13) % 12 for i in range(len(words))], 28 + seed % 50, seed % 15)
    if seed % 8 == 0:  # ten times as dear as the rest
        holds_of_names(text)
    if seed % 8 == 1:
        holds_of_spans(words, seed)


def seeds() -> Iterator[bytes]:
    backwards = {fragment: bytes([128 + i]) for i, fragment in enumerate(FRAGMENTS)}
    for text in (
        "“It was over,” Ann Lee said.", "'Yes,' he said. 'the workers' rights'", "“One.\n\n“Two,” he said.\n\nLeave a Reply",
        'A 6" pipe broke. "It was old," she said:"No"', "‘It’s “over”,’ Mr. Chen said\nand left\nat once\n", "\n \n\t\n", "",
    ):  # fmt: skip
        yield b"\0\0" + b"".join(backwards.get(c, c.encode("ascii", "replace")) for c in text)
    yield b"\1\1" + bytes(range(256))


if __name__ == "__main__":
    fuzz(check, seeds())
