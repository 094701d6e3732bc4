from __future__ import annotations

import pytest

from quotex.entities import Mention, group_mentions
from quotex.ranking import FORMS, Question, Ranker, unfitted

PEOPLE = tuple(group_mentions([Mention(0, 3, "Ann", "PERSON"), Mention(9, 11, "Bo", "PERSON")]))


def question(*rows: dict[str, float]) -> Question:
    return Question("he", PEOPLE, (*rows, {"none": 1.0}))


def ranker(least: float) -> Ranker:
    return Ranker({"he": {"spoke last": 2.0, "none": 0.0}}, {"he": least})


def test_chances_and_that_of_none_sum_to_one() -> None:
    chances = ranker(0.4).chances(question({"spoke last": 1.0}, {}))
    assert chances[0] > chances[1] > 0
    assert sum(chances) == pytest.approx(1 - chances[1])  # the second has as much for it as none


def test_the_likeliest_is_chosen_if_likely_enough() -> None:
    asked = question({}, {"spoke last": 1.0})
    assert ranker(0.4).choose(asked)[0] == 1
    assert ranker(0.9).choose(asked)[0] is None


def test_without_candidates_there_is_no_answer() -> None:
    assert ranker(0.0).choose(Question("he", (), ({"none": 1.0},))) == (None, 0.0)


@pytest.mark.parametrize("form", FORMS)
def test_an_unfitted_ranker_answers_nothing(form: str) -> None:
    assert unfitted().choose(Question(form, PEOPLE, ({}, {"spoke": 1.0}, {})))[0] is None
