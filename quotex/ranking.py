"""Whom a pronoun means: the people or bodies named before it, weighed by a learned linear ranker.

The weights are fitted on articles whose sources were resolved by hand (see models/training/rank.py), a softmax over the
candidates and the choice of none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from quotex.entities import Entity, Mention

if TYPE_CHECKING:
    from quotex.speakers import Document, Resolution, Source

Floats = npt.NDArray[np.float64]
Earlier = Sequence[tuple["Source", "Resolution"]]

REACH = 3  # paragraphs that a pronoun looks back over
SPOKE = 4  # attributions before it whose speakers are candidates, named near or not
FEATURES = (
    "spoke last", "spoke last, here", "spoke last, paragraph before", "spoke before", "distance", "not named", "named here",
    "starts a sentence", "starts a sentence here", "quoted", "sex fits", "times named", "nearest", "second nearest",
    "same sentence", "most named", "possessive",
)  # fmt: skip


# Least chance of an answer. Pronouns of people right, and right of those answered, on PolNeAR dev: at 0 84.8 and 86.7 %,
# at 0.3 83.3 and 87.6, at 0.45 83.0 and 88.2; of bodies at 0 70.0 and 70.0, at 0.3 55.0 and 91.7.
THRESHOLD = 0.3


@dataclass(frozen=True)
class Ranker:
    """A weight for each of FEATURES, and the score of none for people and for bodies."""

    weights: Mapping[str, float]
    none: Mapping[str, float]

    def choose(self, kind: str, rows: Floats) -> tuple[int | None, float]:
        """The index of the best candidate, or None if no one is likely enough, and the best one's chance."""
        if not len(rows):
            return None, 0.0
        scores = np.append(rows @ [self.weights[name] for name in FEATURES], self.none[kind])
        chances = np.exp(scores - scores.max())
        chances /= chances.sum()
        best = int(chances[:-1].argmax())
        return (best if chances[best] >= THRESHOLD else None), float(chances[best])


def candidates(document: Document, source: Source, kind: str, sex: str | None, earlier: Earlier) -> list[Entity]:
    """The entities of a kind before a pronoun that its sex allows."""
    first = document.paragraph_starts[max(source.paragraph - 1 - REACH, 0)]
    near = [entity for _, entity in document.inside(first, source.start)]
    spoke = [e for other, r in earlier[-SPOKE:] if source.paragraph - other.paragraph <= REACH for e in r.entities[:1]]
    unique = {id(e): e for e in [*near, *spoke]}.values()
    return [e for e in unique if e.kind == kind and (sex is None or e.gender in (None, sex))]


def features(document: Document, source: Source, entities: Sequence[Entity], sex: str | None, earlier: Earlier) -> Floats:
    """A row of FEATURES for each of `entities`."""
    first = document.paragraph_starts[max(source.paragraph - 1 - REACH, 0)]
    named: dict[int, list[Mention]] = defaultdict(list)
    for mention, entity in document.inside(first, source.start):
        named[id(entity)].append(mention)
    ends = sorted((named[id(e)][-1].end for e in entities if named[id(e)]), reverse=True)
    most = max((len(e.mentions) for e in entities), default=0)
    sentence = max((document.text.rfind(mark, 0, source.start) for mark in (". ", ".” ", '." ', "\n", "? ")), default=0)
    rows = [_row(document, source, e, named[id(e)], sex, earlier, ends, most, sentence) for e in entities]
    return np.array(rows, dtype=np.float64).reshape(-1, len(FEATURES))


def _row(
    document: Document,
    source: Source,
    entity: Entity,
    named: list[Mention],
    sex: str | None,
    earlier: Earlier,
    ends: list[int],
    most: int,
    sentence: int,
) -> list[float]:
    last = earlier[-1] if earlier else None
    spoke_last = bool(last and any(e is entity for e in last[1].entities))
    gap = source.paragraph - last[0].paragraph if last else 9
    spoke_before = any(e is entity for _, r in earlier[-SPOKE:-1] for e in r.entities)
    nearest = named[-1] if named else None
    starting = [m for m in named if starts_sentence(document.text, m)]
    here = document.paragraph_starts[source.paragraph - 1] if source.paragraph else 0
    return [
        spoke_last,
        spoke_last and gap == 0,
        spoke_last and gap == 1,
        spoke_before,
        np.log1p(source.start - nearest.end) / 5 if nearest else 0,
        nearest is None,
        bool(nearest and nearest.start >= here),
        bool(nearest and nearest in starting),
        any(m.start >= here for m in starting),
        bool(nearest and is_quoted(nearest, earlier)),
        sex is not None and entity.gender == sex,
        np.log1p(len(entity.mentions)) / 3,
        bool(nearest and ends and nearest.end == ends[0]),
        bool(nearest and len(ends) > 1 and nearest.end == ends[1]),
        bool(nearest and nearest.start > sentence),
        len(entity.mentions) == most,
        bool(nearest and re.match(r"['’]s?\b", document.text[nearest.end : nearest.end + 3])),
    ]


def starts_sentence(text: str, mention: Mention) -> bool:
    """Whether at most a few words of title stand between a sentence's start and the name."""
    lead = text[max(0, mention.start - 40) : mention.start]
    return bool(re.search(r"(?:^|[\n.!?”\"])\s*(?:(?:the|an?|but|and|[A-Z][\w.]+)\s+){0,3}$", lead, re.I))


def is_quoted(mention: Mention, earlier: Earlier) -> bool:
    return any(s <= mention.start < e for other, _ in earlier[-6:] for s, e in other.content)
