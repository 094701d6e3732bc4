from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from quotex.windows import SLACK, cut_windows
from quotex.words import Words, split_words


def running(count: int) -> Words:
    return split_words("w " * count)


@pytest.mark.parametrize(("count", "size", "overlap"), [(1, 16, 4), (14, 16, 4), (15, 16, 4), (200, 16, 4), (1000, 64, 16)])
@pytest.mark.parametrize("paragraph", [1, 7, 2000])
def test_each_word_is_kept_once_and_no_window_is_too_long(count: int, size: int, overlap: int, paragraph: int) -> None:
    words = split_words("".join("w\n\n" if i % paragraph == 0 else "w " for i in range(count)))
    lengths = np.random.default_rng(count).integers(1, 4, count)
    kept = []
    for window in cut_windows(words, lengths, size, overlap):
        assert lengths[window.start : window.stop].sum() <= size - 2
        assert window.start <= window.keep_start < window.keep_stop <= window.stop
        kept += range(window.keep_start, window.keep_stop)
    assert kept == list(range(count))


def test_words_near_an_edge_are_read_in_the_next_window() -> None:
    windows = list(cut_windows(running(100), np.ones(100, dtype=np.int64), 34, 8))
    for before, after in pairwise(windows):
        assert before.keep_stop < before.stop
        assert after.start < after.keep_start


def test_a_window_ends_with_the_last_paragraph_that_it_holds_unless_that_is_far_back() -> None:
    words = split_words("w " * 60 + "\n\n" + "w " * 40 + "\n\n" + "w " * 300)
    windows = list(cut_windows(words, np.ones(400, dtype=np.int64), 112, 8))
    assert (windows[0].stop, windows[1].start) == (100, 100)
    assert windows[1].keep_stop == 100 + 110 - 4
    far = split_words("w " * 30 + "\n\n" + "w " * 300)
    assert next(cut_windows(far, np.ones(330, dtype=np.int64), 30 + SLACK + 3, 8)).stop == 30 + SLACK + 1
