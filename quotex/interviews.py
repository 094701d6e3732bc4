"""Interviews printed as questions and answers: whose turn it is."""

from __future__ import annotations

import re

from quotex.document import Document
from quotex.entities import Entity

FARTHEST = 8000  # characters between a question and the end of its answer
# What starts a turn: "A:", "Q.", "LEE:", "Ann Lee:".
LABEL = re.compile(r"^(?:(A)|(Q)|((?:[A-Z][\w.’'-]*[ \u00a0]){0,3}[A-Z][\w’'-]+))[ \u00a0]?[:.][ \u00a0]", re.M)
QUESTION = re.compile(r"^Q[ \u00a0]?[:.][ \u00a0]", re.M)


def whose_turn(document: Document, at: int) -> Entity | None:
    """Who speaks at a character outside quotations: the person whose name starts the turn, or the one interviewed, who is
    named first, in an answer. None in a question and in a text without turns."""
    text, since = document.text, max(0, at - FARTHEST)
    if not QUESTION.search(text, since, at):
        return None
    label = list(LABEL.finditer(text, since, at))[-1]
    if label[1]:
        return document.first.get("person")
    named = document.inside(label.start(), label.end())
    return named[-1][1] if named and named[-1][1].kind == "person" else None
