from __future__ import annotations

import pytest

from quotex.marks import CLOSE, INSIDE, OPEN
from quotex.mojibake import FILLER, readable
from quotex.words import split_words

BROKEN = "“Oui, c’est ça,” said René 😀 – once.".encode().decode("cp1252", errors="ignore")


def test_what_was_meant_is_read_at_the_old_offsets() -> None:
    meant = readable(BROKEN)
    assert len(meant) == len(BROKEN)
    assert meant.replace(FILLER, "") == "“Oui, c’est ça,” said René 😀 – once."


def test_words_are_those_that_were_meant() -> None:
    words = split_words(BROKEN)
    assert words.forms[:3] == ["“", "Oui", ","] and "René" in words.forms
    assert [BROKEN[a:b] for a, b in zip(words.starts, words.ends, strict=True)][-5] == "RenÃ©"
    assert words.marks[:2].tolist() == [OPEN, INSIDE] and CLOSE in words.marks


@pytest.mark.parametrize("text", ["São Paulo, À la carte", "NÃO", "â", "“plain” – É", f"a {FILLER} b"])
def test_other_text_is_left(text: str) -> None:
    assert readable(text) == text
    assert all(split_words(text).forms)
