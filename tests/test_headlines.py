from __future__ import annotations

import pytest

from quotex.headlines import headline_end

LINES = [
    ("Harbour to Close From Monday.", True),
    ("Harbour to close", True),
    ("“Yes,” said Ann Lee.", False),
    ("Ann Lee opened the garage in 1990. “It was cold,” she said.", False),
    ("Mayor With Friends in Town Over Tax Plan That Failed!", True),
]


@pytest.mark.parametrize(("line", "is_headline"), LINES)
def test_a_sentence_is_no_headline(line: str, is_headline: bool) -> None:
    assert headline_end(f"{line}\n\nMore of it.") == (len(line) if is_headline else 0)


def test_a_text_of_one_line_has_none() -> None:
    assert headline_end("Harbour to close") == 0
