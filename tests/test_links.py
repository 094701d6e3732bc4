from __future__ import annotations

import numpy as np

from quotex.links import TABLES, LinkWeights, pair_features
from quotex.quotations import REACH, choose

NEAREST = LinkWeights(
    {
        "distance": -np.tile(np.arange(12, dtype=np.float32), 2),
        "between": np.zeros(8, np.float32),
        "break": np.zeros(6, np.float32),
    },
    none=-5.0,
)


def choose_nearest(queries: list[tuple[int, int]], keys: list[tuple[int, int]], count: int) -> list[int]:
    flat = np.zeros((count, 4), dtype=np.float32)
    return choose(queries, keys, flat, flat, np.zeros(count, dtype=np.int64), NEAREST)


def test_features_stay_in_their_tables() -> None:
    queries, keys = [(0, 2), (50, 60), (400, 420)], [(3, 4), (45, 46), (61, 62), (300, 301)]
    breaks = np.zeros(500, dtype=np.int64)
    breaks[[0, 48, 250, 350]] = 2
    for name, rows in pair_features(queries, keys, breaks).items():
        assert rows.shape == (3, 4)
        assert rows.min() >= 0 and rows.max() < TABLES[name]


def test_the_nearest_is_chosen_and_none_when_too_far() -> None:
    assert choose_nearest([(0, 5), (40, 45)], [(6, 7), (38, 39)], 500) == [0, 1]
    assert choose_nearest([(0, 5)], [(300, 301)], 500) == [-1]
    assert choose_nearest([(0, 5)], [], 10) == [-1]


def test_blocks_of_a_long_text_choose_as_a_short_one() -> None:
    queries = [(20 * i, 20 * i + 5) for i in range(300)]
    keys = [(20 * i + 6, 20 * i + 7) for i in range(300)]
    assert choose_nearest(queries, keys, 6000) == list(range(300))
    assert REACH < 300
