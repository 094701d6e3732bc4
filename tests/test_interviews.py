from __future__ import annotations

import pytest

from quotex.document import Document
from quotex.entities import Mention, group_mentions
from quotex.interviews import whose_turn
from quotex.ranking import unfitted

TEXT = """An hour with Ann Lee

Q: Is it full? I wonder.

A: I think so.

Nobody else does, I fear.

Bo Chen: I do.
"""


def interview(text: str) -> Document:
    names = [Mention(at, at + len(n), n, "PERSON") for n in ("Ann Lee", "Bo Chen") if (at := text.find(n)) >= 0]
    return Document(text, group_mentions(names), [0], unfitted())


@pytest.mark.parametrize(
    ("words", "expected"),
    [("I wonder", None), ("I think", "Ann Lee"), ("I fear", "Ann Lee"), ("I do.", "Bo Chen")],
)
def test_an_answer_is_given_by_whom_the_interview_is_with(words: str, expected: str | None) -> None:
    entity = whose_turn(interview(TEXT), TEXT.index(words))
    assert (entity and entity.fullest.text) == expected


def test_without_questions_there_are_no_turns() -> None:
    text = TEXT.replace("Q:", "So")
    assert whose_turn(interview(text), text.index("I think")) is None
