from __future__ import annotations

from collections import Counter
from itertools import pairwise, product

import numpy as np
import pytest

from quotex.decode import bio_constraints, label_spans
from quotex.labels import LINK_WIDTH, ROLES, SPANS
from quotex.spans import TEMPERATURE, Edges, Lattice, candidates, choose_spans

TRANSITIONS = bio_constraints(ROLES)


def no_edges(count: int) -> Edges:
    flat = np.zeros((count, LINK_WIDTH), dtype=np.float32)
    return Edges(flat, flat)


def scores_for(path: list[str], sure: float = 12.0) -> np.ndarray:
    scores = np.zeros((len(path), len(ROLES)), dtype=np.float32)
    scores[np.arange(len(path)), [ROLES.index(label) for label in path]] = sure
    return scores


def by_hand(scores: np.ndarray, transitions: np.ndarray) -> Counter[tuple[str, int, int]]:
    """The chance of each span, from every label sequence there is."""
    masses: Counter[tuple[str, int, int]] = Counter()
    total = 0.0
    for path in product(range(len(ROLES)), repeat=len(scores)):
        weight = transitions[0, path[0]] + sum(scores[t, k] for t, k in enumerate(path))
        weight += sum(transitions[a + 1, b] for a, b in pairwise(path))
        mass = float(np.exp(weight / TEMPERATURE))
        total += mass
        if mass:
            for span in label_spans(np.array(path), ROLES):
                masses[span] += mass
    return Counter({span: mass / total for span, mass in masses.items()})


def test_chances_are_those_of_all_label_sequences() -> None:
    rng = np.random.default_rng(0)
    scores = rng.normal(scale=2, size=(5, len(ROLES))).astype(np.float32)
    transitions = TRANSITIONS + rng.normal(size=TRANSITIONS.shape).astype(np.float32)
    wanted = by_hand(scores, transitions)
    # The longer neighbour must not disturb the range.
    both = np.concatenate([scores, rng.normal(size=(9, len(ROLES))).astype(np.float32)])
    lattice = Lattice(both, transitions, [(5, 14), (0, 5)])
    spans = {role: zip(*candidates(lattice, role, no_edges(14)), strict=True) for role in SPANS}
    found = {(role, start, end): chance for role, found in spans.items() for start, end, chance in found if start < 5}
    assert found.keys() == {span for span, chance in wanted.items() if chance > 0.02}
    assert found == pytest.approx({span: wanted[span] for span in found}, abs=1e-6)


def test_sure_labels_are_kept() -> None:
    path = ["B-source", "B-cue", "B-content", "I-content", "O", "B-content"]
    chosen = choose_spans(scores_for(path), no_edges(6), TRANSITIONS, [(0, 6)])
    assert [c[:3] for c in chosen] == [("source", 0, 1), ("cue", 1, 2), ("content", 2, 4), ("content", 5, 6)]
    assert all(c.found > 0.9 for c in chosen)


def test_no_span_crosses_a_paragraph() -> None:
    scores = scores_for(["B-content", "I-content", "I-content", "I-content"])
    chosen = choose_spans(scores, no_edges(4), TRANSITIONS, [(0, 2), (2, 4)])
    assert [c[:3] for c in chosen] == [("content", 0, 2), ("content", 2, 4)]


def test_a_content_with_an_unsure_end_is_one_finding() -> None:
    scores = scores_for(["O", "B-content", "I-content", "I-content", "I-content", "O"])
    scores[4] = 0
    scores[4, [ROLES.index("I-content"), ROLES.index("O")]] = 12
    (one,) = choose_spans(scores, no_edges(6), TRANSITIONS, [(0, 6)])
    assert one.start == 1 and one.end in (4, 5)
    assert one.chance < 0.6 and one.found > 0.9


def test_two_ends_that_fit_decide() -> None:
    scores = scores_for(["O", "B-content", "I-content", "I-content", "I-content", "O"])
    scores[4] = 0
    scores[4, [ROLES.index("I-content"), ROLES.index("O")]] = 12
    for last in (3, 4):
        edges = no_edges(6)
        edges = Edges(edges.starts.copy(), edges.ends.copy())
        edges.starts[1] = edges.ends[last] = 1.0
        (one,) = choose_spans(scores, edges, TRANSITIONS, [(0, 6)])
        assert (one.start, one.end) == (1, last + 1)


def test_nothing_is_found_in_nothing() -> None:
    assert choose_spans(scores_for(["O", "O"]), no_edges(2), TRANSITIONS, [(0, 2)]) == []
    assert choose_spans(np.zeros((0, len(ROLES)), dtype=np.float32), no_edges(0), TRANSITIONS, []) == []
