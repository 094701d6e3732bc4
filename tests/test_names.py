from __future__ import annotations

import pytest

from quotex.names import name_words, same_body, same_person, title_gender


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Mr. Blair", ("blair",)),
        ("Defense Minister Khawaja Asif", ("defense", "minister", "khawaja", "asif")),
        ("Sen. Lindsey O’Neill’s", ("lindsey", "o'neill")),
        ("John G. Roberts Jr.", ("john", "g", "roberts")),
        ("Ban Ki-moon", ("ban", "ki", "moon")),
    ],
)
def test_name_words(name: str, words: tuple[str, ...]) -> None:
    assert name_words(name) == words


@pytest.mark.parametrize(
    ("short", "full", "same"),
    [
        ("Asif", "Khawaja Asif", True),
        ("Khwaja Asif", "Khawaja Asif", True),
        ("Bill Clinton", "Hillary Clinton", False),
        ("Donald Trump", "Donald J. Trump", True),
        ("D. Trump", "Donald Trump", True),
        ("Bill Gates", "William Gates", True),
        ("Boris", "Boris Johnson", True),
        ("Johnson", "Boris Jackson", False),
        ("Ann W. Lee", "Ann H.W. Lee", False),
    ],
)
def test_same_person(short: str, full: str, same: bool) -> None:
    assert same_person(name_words(short), name_words(full)) is same


@pytest.mark.parametrize(
    ("short", "full", "same"),
    [
        ("FBI", "Federal Bureau of Investigation", True),
        ("the Post", "New York Post", True),
        ("Acme", "Acme Inc.", True),
        ("White House", "White House Press", False),
        ("IMF", "World Bank", False),
    ],
)
def test_same_body(short: str, full: str, same: bool) -> None:
    assert same_body(name_words(short), name_words(full)) is same


def test_titles_tell_a_sex_only_where_they_do() -> None:
    assert title_gender("spokeswoman for Mrs. ") == "f"
    assert title_gender("Sir ") == "m"
    assert title_gender("President ") is None
