from __future__ import annotations

import numpy as np

from quotex.decode import LONGEST_RANGE, best_labels, cut_long, label_spans, paragraph_bounds
from quotex.labels import ROLES


def scores_for(path: list[str]) -> np.ndarray:
    scores = np.zeros((len(path), len(ROLES)), dtype=np.float32)
    scores[np.arange(len(path)), [ROLES.index(label) for label in path]] = 1
    return scores


def legal_paths(length: int) -> list[tuple[int, ...]]:
    paths: list[tuple[int, ...]] = [()]
    for _ in range(length):
        paths = [
            (*path, k)
            for path in paths
            for k, label in enumerate(ROLES)
            if not label.startswith("I-") or (path and ROLES[path[-1]][2:] == label[2:])
        ]
    return paths


def test_a_legal_path_is_kept() -> None:
    path = ["B-source", "B-cue", "B-content", "I-content", "O", "B-content"]
    best = best_labels(scores_for(path), ROLES, [(0, 6)])
    assert [ROLES[i] for i in best] == path
    assert label_spans(best, ROLES) == [("source", 0, 1), ("cue", 1, 2), ("content", 2, 4), ("content", 5, 6)]


def test_no_span_begins_inside() -> None:
    best = best_labels(scores_for(["O", "I-content", "I-content"]), ROLES, [(0, 3)])
    assert label_spans(best, ROLES) in ([("content", 1, 3)], [("content", 0, 3)])


def test_no_span_crosses_a_paragraph() -> None:
    scores = scores_for(["B-content", "I-content", "I-content", "I-content"])
    best = best_labels(scores, ROLES, [(0, 2), (2, 4)])
    assert label_spans(best, ROLES) == [("content", 0, 2), ("content", 2, 4)]


def test_ranges_of_unlike_length_do_not_disturb_each_other() -> None:
    scores = np.random.default_rng(0).normal(size=(90, len(ROLES))).astype(np.float32)
    bounds = [(0, 3), (3, 60), (60, 61), (61, 90)]
    together = best_labels(scores, ROLES, bounds)
    apart = np.concatenate([best_labels(scores[a:b], ROLES, [(0, b - a)]) for a, b in bounds])
    assert together.tolist() == apart.tolist()


def test_paragraph_bounds() -> None:
    assert paragraph_bounds(np.array([3, 0, 1, 2, 0])) == [(0, 3), (3, 5)]
    assert paragraph_bounds(np.array([], dtype=np.int64)) == []


def test_words_that_need_no_search_are_outside_every_span() -> None:
    rng = np.random.default_rng(1)
    for _ in range(50):
        scores = rng.normal(scale=2, size=(5, len(ROLES))).astype(np.float32)
        scores[:, 0] += 2
        score = {path: sum(scores[t, k] for t, k in enumerate(path)) for path in legal_paths(5)}
        assert tuple(best_labels(scores, ROLES, [(0, 5)])) == max(score, key=score.__getitem__)


def test_long_ranges_are_cut_where_a_sentence_starts() -> None:
    end = 3 * LONGEST_RANGE
    assert cut_long([(0, 9), (9, 9 + LONGEST_RANGE)], np.array([5])) == [(0, 9), (9, 9 + LONGEST_RANGE)]
    assert cut_long([(0, LONGEST_RANGE + 50)], np.array([0, 700, 900, 1020])) == [(0, 900), (900, LONGEST_RANGE + 50)]
    assert cut_long([(0, end)], np.array([3])) == [(i, i + LONGEST_RANGE) for i in range(0, end, LONGEST_RANGE)]
