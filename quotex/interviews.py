"""Interviews set as questions and answers, "Q: …" and "A: …": who answers is named before the first question."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from quotex.entities import Entity

TURN = re.compile(r"^[ \t*]*(?:(Q|Question)|A|Answer)[:.][ \t*]+(?=\S)", re.M)


@dataclass(frozen=True)
class Interview:
    """Where its turns start, which of them are answers, and the one who gives them."""

    starts: Sequence[int]
    answers: Sequence[bool]
    interviewee: Entity

    def answerer(self, at: int) -> Entity | None:
        """Who speaks at an offset, if it is within an answer; paragraphs without a letter go on with the one before."""
        turn = bisect_right(self.starts, at) - 1
        return self.interviewee if turn >= 0 and self.answers[turn] else None


def read_interview(text: str, entities: Sequence[Entity]) -> Interview | None:
    """The interview that a text is, if its layout says so and somebody is named before the first question."""
    turns = list(TURN.finditer(text))
    answers = [turn[1] is None for turn in turns]
    if all(answers) or not any(answers):
        return None
    introduced = [e for e in entities if e.kind == "person" and min(e.mentions).start < turns[0].start()]
    if not introduced:
        return None
    before = {id(e): sum(m.start < turns[0].start() for m in e.mentions) for e in introduced}
    return Interview([t.start() for t in turns], answers, max(introduced, key=lambda e: before[id(e)]))
