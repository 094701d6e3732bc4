from __future__ import annotations

import pytest

from quotex.entities import Entity, Mention, group_mentions
from quotex.interviews import read_interview

TEXT = """An hour with Ann Lee

Lee has known Bo Chen for years.

Q: Is it full? I wonder.

A: I think so.

Nobody else does, I fear.

Q: And Carl Dean?
"""


def people(text: str) -> list[Entity]:
    names = ("Ann Lee", "Lee has", "Bo Chen", "Carl Dean")
    found = [
        Mention(at, at + len(n.removesuffix(" has")), n.removesuffix(" has"), "PERSON")
        for n in names
        if (at := text.find(n)) >= 0
    ]
    return group_mentions(found)


@pytest.mark.parametrize(
    ("words", "expected"),
    [("hour", None), ("I wonder", None), ("I think", "Ann Lee"), ("I fear", "Ann Lee"), ("And Carl", None)],
)
def test_an_answer_is_given_by_whom_the_interview_is_with(words: str, expected: str | None) -> None:
    interview = read_interview(TEXT, people(TEXT))
    assert interview is not None
    entity = interview.answerer(TEXT.index(words))
    assert (entity and entity.fullest.text) == expected


@pytest.mark.parametrize("text", [TEXT.replace("Q:", "So"), TEXT.replace("A:", "So"), TEXT[TEXT.index("Q:") :]])
def test_without_questions_answers_or_a_name_before_them_it_is_none(text: str) -> None:
    assert read_interview(text, people(text)) is None
