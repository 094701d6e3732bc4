"""Which cue a content part belongs to, and which source a cue has: a scorer over pairs of spans.

The score of a pair is the scaled dot product of the two spans' vectors plus learned weights of what stands between
them. Each content part chooses one cue or none; each cue one source or none.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from quotex.words import Ints

Floats = npt.NDArray[np.float32]
Spans = list[tuple[int, int]]

# Upper edges of the buckets of the distance in words between two spans (0: they touch).
DISTANCE = np.array([0, 1, 2, 3, 5, 8, 12, 20, 35, 60, 100])
BETWEEN = 4  # rivals between the two spans: 0, 1, 2, 3 or more
FAR = -1e4
BREAK = 3  # paragraph ends between them: 0, 1, 2 or more
TABLES = {"distance": 2 * (len(DISTANCE) + 1), "between": 2 * BETWEEN, "break": 2 * BREAK}


@dataclass(frozen=True)
class LinkWeights:
    """Of one kind of link: a weight per bucket of each table, and the score of choosing nothing."""

    tables: dict[str, Floats]
    none: float


def pair_features(queries: Spans, keys: Spans, breaks: Ints) -> dict[str, Ints]:
    """For each (query, key), the row of each of TABLES: shape (queries, keys). Keys must be in text order."""
    q = np.array(queries).reshape(-1, 2)
    k = np.array(keys).reshape(-1, 2)
    after = k[None, :, 0] >= q[:, None, 0]  # the key stands after the query
    gap = np.where(after, k[None, :, 0] - q[:, None, 1], q[:, None, 0] - k[None, :, 1])
    distance = np.searchsorted(DISTANCE, np.maximum(gap, 0))
    rank = np.searchsorted(k[:, 0], q[:, 0])  # keys that stand before each query
    index = np.arange(len(k))[None, :]
    between = np.where(after, index - rank[:, None], rank[:, None] - 1 - index)
    paragraph = np.cumsum(breaks >= 1)
    ends = np.abs(paragraph[k[:, 0]][None, :] - paragraph[q[:, 0]][:, None]) if len(q) and len(k) else gap
    side = after.astype(np.int64)
    return {
        "distance": distance + side * (len(DISTANCE) + 1),
        "between": np.clip(between, 0, BETWEEN - 1) + side * BETWEEN,
        "break": np.minimum(ends, BREAK - 1) + side * BREAK,
    }


def span_vectors(vectors: Floats, spans: Spans) -> Floats:
    """The mean of a span's first and last word's vectors."""
    at = np.array(spans).reshape(-1, 2)
    return np.asarray((vectors[at[:, 0]] + vectors[at[:, 1] - 1]) / 2, dtype=np.float32)


def link_scores(queries: Floats, keys: Floats, features: dict[str, Ints], weights: LinkWeights) -> Floats:
    """Scores (queries, 1 + keys); column 0 is the choice of none."""
    scores = queries @ keys.T / np.sqrt(queries.shape[1])
    for name, table in weights.tables.items():
        scores = scores + table[features[name]]
    # Beyond the next paragraph. Without this a page of readers' letters, each ending in a dash and a name, became one
    # quotation of twelve parts where the other dashes were not found; 0.3 % of the training articles' links are farther.
    scores = np.where(features["break"] % BREAK == BREAK - 1, FAR, scores)
    none = np.full((len(queries), 1), weights.none, dtype=np.float32)
    return np.concatenate([none, scores], axis=1).astype(np.float32)
