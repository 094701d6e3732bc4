"""Whom a source means: candidates weighed by a learned linear ranker, a softmax over them and the choice of none.

The weights are fitted on articles whose sources were resolved by hand, see models/training/rank.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp
from typing import Any

from quotex.entities import Entity

Row = Mapping[str, float]

FORMS = ("he", "it", "person", "org", "none")  # a pronoun of people or bodies, a description of either, no source at all


@dataclass(frozen=True)
class Question:
    """A source's form, the entities that it may mean, and what speaks for each: a row of features each, then none's."""

    form: str
    entities: tuple[Entity, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Ranker:
    """A weight for each feature of each form, and for each form the least chance of an answer."""

    weights: Mapping[str, Mapping[str, float]]
    thresholds: Mapping[str, float]

    def to_dict(self) -> dict[str, Any]:
        """What ranker.json holds."""
        return {"weights": self.weights, "thresholds": self.thresholds}

    def chances(self, question: Question) -> list[float]:
        """The chance of each entity; what is missing to 1 is that of none."""
        scores = [score(self.weights[question.form], row) for row in question.rows]
        most = max(scores)
        odds = [exp(one - most) for one in scores]
        total = sum(odds)
        return [one / total for one in odds[:-1]]

    def choose(self, question: Question) -> tuple[int | None, float]:
        """The index of the best entity, or None if no one is likely enough, and the best one's chance."""
        chances = self.chances(question)
        best = max(range(len(chances)), key=chances.__getitem__, default=None)
        if best is None:
            return None, 0.0
        return (best if chances[best] >= self.thresholds[question.form] else None), chances[best]


def score(weights: Mapping[str, float], row: Row) -> float:
    return sum(weights.get(name, 0.0) * value for name, value in row.items())


def unfitted() -> Ranker:
    """A ranker that answers nothing: what a model has until its own is fitted."""
    return Ranker({form: {} for form in FORMS}, dict.fromkeys(FORMS, 1.0))


def unique(entities: Sequence[Entity]) -> list[Entity]:
    """Each entity once, in the order given."""
    return list({id(entity): entity for entity in entities}.values())
