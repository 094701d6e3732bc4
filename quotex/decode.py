"""Label scores to spans: the best BIO sequence of each paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from quotex.words import Floats, Ints

Span = tuple[int, int]

FORBIDDEN = -1e4
# Words that are looked at together. The spans that compete grow with the square of it: 5,000 words without a paragraph, "He
# said yes." over and over, took 1 GB, and the 250,000 words that an article may have would have taken 2,500 times as much.
LONGEST_RANGE = 1000


@cache
def bio_constraints(labels: tuple[str, ...]) -> Floats:
    """Transition scores that allow I-x after B-x and I-x only; row 0 is the start, row i + 1 the label i."""
    scores = np.zeros((len(labels) + 1, len(labels)), dtype=np.float32)
    for j, label in enumerate(labels):
        if label.startswith("I-"):
            scores[:, j] = FORBIDDEN
            scores[1 + labels.index(f"B-{label[2:]}"), j] = 0
            scores[1 + j, j] = 0
    return scores


def best_labels(scores: Floats, labels: tuple[str, ...], bounds: Sequence[Span]) -> Ints:
    """The best legal BIO sequence over each of the word ranges `bounds`: one label a word (0 outside every range)."""
    transitions = bio_constraints(labels)
    best = np.zeros(len(scores), dtype=np.int64)
    order = sorted(open_bounds(scores, labels, bounds), key=lambda b: b[0] - b[1])
    # Ranges of like length share a padded array: one long range does not make all others as long.
    for begin in range(0, len(order), 64):
        group = order[begin : begin + 64]
        for bound, path in zip(group, _viterbi(scores, transitions, group), strict=True):
            best[slice(*bound)] = path
    return best


def open_bounds(scores: Floats, labels: Sequence[str], bounds: Sequence[Span]) -> list[Span]:
    """The parts of `bounds` that need a search: all else is O (label 0) on the best legal path.

    To make a word O costs a path no more than what the next word loses by beginning a span that it went on with before.
    Most words are surely O to the entity head, and to search the rest takes a fifth of the time.
    """
    begins = [i for i, label in enumerate(labels) if label.startswith("B-")]
    gain = np.zeros(len(scores), dtype=np.float32)
    if len(scores) > 1:
        gain[:-1] = (scores[1:, [i + 1 for i in begins]] - scores[1:, begins]).max(axis=1)
    others = scores[:, 1:].max(axis=1)
    unsure = (scores[:, 0] - others <= np.maximum(gain, 0)) & covered(len(scores), bounds)
    apart = np.zeros(len(scores) + 1, dtype=bool)  # whether a range begins or ends before a word
    apart[[at for bound in bounds for at in bound]] = True
    starts = np.flatnonzero(unsure & (apart[:-1] | ~np.roll(unsure, 1)))
    lasts = np.flatnonzero(unsure & (apart[1:] | ~np.roll(unsure, -1)))
    return list(zip(starts.tolist(), (lasts + 1).tolist(), strict=True))


def _viterbi(scores: Floats, transitions: Floats, bounds: Sequence[Span]) -> list[Ints]:
    lengths = np.array([b - a for a, b in bounds])
    count, longest, width = len(bounds), int(lengths.max()), scores.shape[1]
    padded = np.zeros((longest, count, width), dtype=np.float32)
    for i, (start, end) in enumerate(bounds):
        padded[: end - start, i] = scores[start:end]
    inner = transitions[1:]
    back = np.zeros((longest, count, width), dtype=np.int64)
    alive = np.empty((longest, count, width), dtype=np.float32)
    alive[0] = padded[0] + transitions[0]
    for t in range(1, longest):
        paths = alive[t - 1][:, :, None] + inner
        back[t] = paths.argmax(axis=1)
        alive[t] = paths.max(axis=1) + padded[t]
    found = []
    for i, length in enumerate(lengths):
        path = np.zeros(length, dtype=np.int64)
        path[-1] = alive[length - 1, i].argmax()
        for t in range(length - 1, 0, -1):
            path[t - 1] = back[t, i, path[t]]
        found.append(path)
    return found


def label_spans(path: Ints, labels: Sequence[str]) -> list[tuple[str, int, int]]:
    """Spans (name, start, end) of a BIO path, in order."""
    spans = []
    begins = {labels.index(label): label[2:] for label in labels if label.startswith("B-")}
    marked = np.flatnonzero(path)
    i = 0
    while i < len(marked):
        start = int(marked[i])
        name = begins[int(path[start])]
        end = start + 1
        inside = int(path[start]) + 1  # I-x follows B-x in every label set
        while end < len(path) and path[end] == inside:
            end += 1
        spans.append((name, start, end))
        i += end - start
    return spans


def paragraph_bounds(breaks: Ints) -> list[Span]:
    """Word ranges of the paragraphs: a blank line parts them (breaks 2 and 3, see words.BREAKS)."""
    starts = [int(i) for i in np.flatnonzero(breaks >= 2)]
    return list(pairwise([*starts, len(breaks)]))


def covered(count: int, spans: Iterable[Span]) -> npt.NDArray[np.bool_]:
    """For each of `count` words whether it stands in one of the spans."""
    inside = np.zeros(count, dtype=bool)
    for start, end in spans:
        inside[start:end] = True
    return inside


def cut_long(bounds: Sequence[Span], sentences: Ints) -> list[Span]:
    """The word ranges `bounds`, those longer than LONGEST_RANGE cut: where a sentence starts (`sentences`, in order), else
    anywhere."""
    ranges = []
    for start, end in bounds:
        while end - start > LONGEST_RANGE:
            furthest = start + LONGEST_RANGE
            before = sentences[: np.searchsorted(sentences, furthest, side="right")]
            cut = int(before[-1]) if len(before) and before[-1] > start + LONGEST_RANGE // 2 else furthest
            ranges.append((start, cut))
            start = cut
        ranges.append((start, end))
    return ranges


def softmax(scores: Floats) -> Floats:
    """Over the last axis."""
    shifted = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=-1, keepdims=True), dtype=np.float32)
