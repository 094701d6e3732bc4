from __future__ import annotations

import pytest

from quotex.marks import INSIDE, SINGLE, UNCLOSED, pair_marks


def inside(text: str) -> list[tuple[str, int]]:
    return [(text[start + 1 : end], state) for start, end, state in pair_marks(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“Yes,” he said.", [("Yes,", INSIDE)]),
        ('"Yes," he said, "no."', [("Yes,", INSIDE), ("no.", INSIDE)]),
        ('“Yes," he said.', [("Yes,", INSIDE)]),
        ("'Yes,' he said.", [("Yes,", SINGLE)]),
        ("‘It’s the players’ game,’ he said.", [("It’s the players’ game,", SINGLE)]),
        ("the workers' rights and the owners' claims", []),
        ("It's 6' tall.", []),
        ('He was 6" tall. "Yes," he said.', [("Yes,", INSIDE)]),
    ],
)
def test_pairs(text: str, expected: list[tuple[str, int]]) -> None:
    assert inside(text) == expected


def test_a_mark_left_open_ends_with_its_paragraph() -> None:
    text = "“One.\n\n“Two,” he said."
    assert inside(text) == [("One.", UNCLOSED), ("Two,", INSIDE)]


def test_a_stray_mark_does_not_turn_the_rest_inside_out() -> None:
    text = 'A 6" pipe broke. "It was old," she said. "We knew."'
    assert inside(text) == [("It was old,", INSIDE), ("We knew.", INSIDE)]


@pytest.mark.parametrize(
    ("text", "reached"),
    [
        ("“We won, Ann said. Bo left. Eve stayed.", "We won, Ann said."),
        ("“We won. It was close, Mr. Lee said. Bo left.", "We won. It was close, Mr. Lee said."),
        ("“Why? she asked. Bo left.", "Why? she asked."),
        ("She called it a “mess that cost them dear. Bo left.", "mess that cost them dear."),
        ("Ann said: “We won. It was close. Bo left.", "We won. It was close. Bo left."),
        ("“We won, we did. It was close.\n\n“Bo left.", "We won, we did. It was close."),
    ],
)
def test_how_far_a_mark_left_open_reaches(text: str, reached: str) -> None:
    assert inside(text)[0] == (reached, UNCLOSED)


def test_single_marks_that_cross_double_ones_are_none() -> None:
    text = "“We ‘won,” he said. “It’s over,’ she said.” ‘So “be” it.’"
    assert inside(text) == [("We ‘won,", INSIDE), ("It’s over,’ she said.", INSIDE), ("So “be” it.", SINGLE), ("be", INSIDE)]
