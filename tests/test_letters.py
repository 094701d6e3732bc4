from __future__ import annotations

import pytest

from quotex.entities import Mention, group_mentions
from quotex.letters import Letters, read_letters

TEXT = """Fewer lamps, please

I wrote the headline.

LETTERS.

I cannot sleep for the lamps. Mrs. Dean agrees.

Ann Lee.

Rift, Ohio.

FACEBOOK.

We love them.

- Bo C. Chen

Nobody signed this.
"""


def letters(text: str) -> Letters | None:
    names = [n for n in ("Ann Lee", "Bo C. Chen", "Dean") if n in text]
    return read_letters(text, group_mentions(Mention(at := text.index(n), at + len(n), n, "PERSON") for n in names))


@pytest.mark.parametrize(
    ("words", "expected"),
    [("I wrote", None), ("I cannot", "Ann Lee"), ("We love", "Bo C. Chen"), ("Nobody", None)],
)
def test_a_letter_is_by_who_signs_it(words: str, expected: str | None) -> None:
    found = letters(TEXT)
    assert found is not None
    writer = found.writer(TEXT.index(words))
    assert (writer and writer.fullest.text) == expected


def test_without_their_heading_there_are_none() -> None:
    assert letters(TEXT.replace("LETTERS.", "Lamps.")) is None
