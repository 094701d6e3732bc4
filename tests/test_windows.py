from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from quotex.windows import cut_windows


@pytest.mark.parametrize(("count", "size", "overlap"), [(1, 16, 4), (14, 16, 4), (15, 16, 4), (200, 16, 4), (1000, 64, 16)])
def test_each_word_is_kept_once_and_no_window_is_too_long(count: int, size: int, overlap: int) -> None:
    lengths = np.random.default_rng(count).integers(1, 4, count)
    kept = []
    for window in cut_windows(lengths, size, overlap):
        assert lengths[window.start : window.stop].sum() <= size - 2
        assert window.start <= window.keep_start < window.keep_stop <= window.stop
        kept += range(window.keep_start, window.keep_stop)
    assert kept == list(range(count))


def test_words_near_an_edge_are_read_in_the_next_window() -> None:
    windows = list(cut_windows(np.ones(100, dtype=np.int64), 34, 8))
    for before, after in pairwise(windows):
        assert before.keep_stop < before.stop
        assert after.start < after.keep_start
