"""Role scores to spans: those that are worth an answer, judged by their chances over all label sequences.

The likeliest sequence (Viterbi) is the wrong question where much is unsure: of a content whose end could be any of three
words it takes one, and of a clause that is a content with chance 0.45 nothing. Here the forward-backward algorithm gives
each span its chance, and spans that do not overlap are chosen for the largest gain expected (minimum Bayes risk).
On PolNeAR dev, exact content F1 rises from 67.6 to 70.0, on BBC dev from 78.5 to 81.0, with the same scores.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from quotex.decode import Span
from quotex.labels import ROLES, SPANS
from quotex.words import Floats, Ints

Doubles = npt.NDArray[np.float64]

# Set by a sweep over both dev sets, see models/evaluation/experiments.md. Lower costs find more and exactly less.
TEMPERATURE = 1.5  # by which scores are divided: as trained they are too sure
FIT = 0.3  # weight of the fit of a content's two ends beside the chances of its labels
# Where a source could end at its name, its office or a clause about it, each of these has little chance, and with the very
# span alone to gain (1.0 for source and cue) none was answered: linked F1 was 72.0 on PolNeAR dev and 79.7 on BBC dev, with
# shares of 0.6 and 0.75 73.7 and 80.8.
EXACT = {"content": 0.75, "source": 0.6, "cue": 0.75}  # share of the gain for the very span; the rest for one like it
SAME = {"content": 0.5, "source": 0.0, "cue": 0.0}  # overlap (IoU, in words) above which a span is like another
COST = {"content": 0.35, "source": 0.25, "cue": 0.35}  # what a span must gain to be answered
LEAST = -60.0  # a label's score below the word's best: no word shuts out every way
RESCALED = 8  # words between two looks at the size of the masses, which a word may shrink by e-60 and floats end at e-745
LOG_FLOOR = np.log(0.02)  # chance below which a span is not looked at


class Edges(NamedTuple):
    """A vector for each word as the first and as the last of a content, (words, LINK_WIDTH)."""

    starts: Floats
    ends: Floats


class Candidate(NamedTuple):
    """A span of words [start, end) in a role. `chance`: that it is exactly this; `found`: that something like it is."""

    role: str
    start: int
    end: int
    chance: float
    found: float


def choose_spans(scores: Floats, edges: Edges, transitions: Floats, bounds: Sequence[Span]) -> list[Candidate]:
    """The spans of each of the word ranges `bounds` (its paragraphs), none overlapping, in text order.

    `scores` (words, labels) are those of the roles, `edges` the vectors that tell whether two words begin and end one
    content.
    """
    chosen: list[Candidate] = []
    order = sorted((b for b in bounds if b[0] < b[1]), key=lambda b: b[0] - b[1])
    # Ranges of like length share a padded array: one long paragraph does not make all others as long.
    for begin in range(0, len(order), 32):
        group = order[begin : begin + 32]
        lattice = Lattice(scores, transitions, group)
        for i, (start, end) in enumerate(group):
            inside = Edges(edges.starts[start:end], edges.ends[start:end])
            chosen += _select(candidates(lattice, i, end - start, inside), start, end - start)
    return sorted(chosen, key=lambda c: c.start)


class Lattice:
    """Logs of the masses of several ranges side by side, each array (words, ranges, labels).

    `forward`: of all ways to a label at a word, its score included; `backward`: of all ways on from there; `leaving`: of
    those that end the label's span there; `total` (ranges): of all.
    """

    def __init__(self, scores: Floats, transitions: Floats, bounds: Sequence[Span]) -> None:
        lengths = np.array([end - start for start, end in bounds])
        self.emissions = np.zeros((int(lengths.max()), len(bounds), scores.shape[1]))
        for i, (start, end) in enumerate(bounds):
            self.emissions[: end - start, i] = scores[start:end] / TEMPERATURE
        self.emissions = np.maximum(self.emissions - self.emissions.max(axis=-1, keepdims=True), LEAST)
        self.inner = transitions[1:].astype(np.float64) / TEMPERATURE
        moved = np.exp(self.inner)
        ends = np.arange(len(self.emissions))[:, None] >= lengths - 1
        self.forward, onward = _masses(np.exp(self.emissions), moved, np.exp(transitions[0] / TEMPERATURE), lengths)
        self.backward = onward - self.emissions
        self.leaving = _leaving(onward, moved, ends)
        self.total = _log_sum(self.forward[lengths - 1, np.arange(len(bounds))])[:, 0]


def _masses(emitted: Doubles, moved: Doubles, first: Doubles, lengths: Ints) -> tuple[Doubles, Doubles]:
    """Logs of the masses up to each word and from each word on, the word's own score in both.

    The way back is the way forth over the reversed words, so one loop does both.
    """
    back = np.maximum(lengths - 1 - np.arange(len(emitted))[:, None], 0)
    ranges = np.arange(len(lengths))
    both = np.stack([emitted, emitted[back, ranges]], axis=1)
    both[0, 0] *= first
    ways = np.stack([moved, moved.T])
    scale = np.zeros(both.shape[:3])
    for t in range(1, len(both)):
        both[t] *= both[t - 1] @ ways
        if t % RESCALED == 0:
            size = both[t].sum(axis=-1)
            both[t] /= size[..., None]
            scale[t] = np.log(size)
    logs = _log(both) + np.cumsum(scale, axis=0)[..., None]
    return logs[:, 0], logs[:, 1][back, ranges]


def _leaving(onward: Doubles, moved: Doubles, ends: npt.NDArray[np.bool_]) -> Doubles:
    """From each label at each word to any that does not go on with its span; `onward` is emissions + backward."""
    away = moved.copy()
    for i, label in enumerate(ROLES):
        if label.startswith("I-"):
            away[[i - 1, i], i] = 0.0
    top = onward[1:].max(axis=-1, keepdims=True)
    left = np.zeros_like(onward)
    left[:-1] = _log(np.exp(onward[1:] - top) @ away.T) + top
    return np.where(ends[..., None], 0.0, left)


def _log(masses: Doubles) -> Doubles:
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(masses))


def _log_sum(logs: Doubles, axis: int = -1) -> Doubles:
    """Log of the summed masses, the axis kept; -1e9 at least, so that two nothings differ by nothing."""
    top = np.maximum(logs.max(axis=axis, keepdims=True), -1e9)
    return np.asarray(top + np.log(np.maximum(np.exp(logs - top).sum(axis=axis, keepdims=True), 1e-300)))


def candidates(lattice: Lattice, i: int, length: int, edges: Edges) -> list[Candidate]:
    """The spans of range i, of `length` words, whose chance is worth a look."""
    forward, backward = lattice.forward[:length, i], lattice.backward[:length, i] - lattice.total[i]
    emissions, leaving = lattice.emissions[:length, i], lattice.leaving[:length, i] - lattice.total[i]
    found = []
    for role in SPANS:
        begin = ROLES.index(f"B-{role}")
        inside = begin + 1
        starts = np.flatnonzero(forward[:, begin] + backward[:, begin] > LOG_FLOOR).astype(np.int64)
        if not len(starts):
            continue
        single, last = forward[:, begin] + leaving[:, begin], forward[:, inside] + leaving[:, inside]
        stops = np.flatnonzero(np.maximum(single, last) > LOG_FLOOR).astype(np.int64)
        # The way on inside, from the second word of a span to its last, as differences of one running sum.
        run = np.cumsum(emissions[:, inside] + lattice.inner[inside, inside])
        opened = np.full(length, -np.inf)
        opened[:-1] = forward[:-1, begin] + lattice.inner[begin, inside] + emissions[1:, inside] - run[1:]
        logs = opened[starts][:, None] + (run + leaving[:, inside])[stops]
        logs[stops < starts[:, None]] = -np.inf
        logs = np.where(stops == starts[:, None], single[starts][:, None], logs)
        if role == "content" and len(stops):
            logs = _fitted(logs, edges.starts[starts] @ edges.ends[stops].T / np.sqrt(edges.ends.shape[1]))
        likely = np.argwhere(logs > LOG_FLOOR).astype(np.int64)
        found += _judged(role, starts[likely[:, 0]], stops[likely[:, 1]] + 1, np.exp(logs[tuple(likely.T)]))
    return found


def _fitted(logs: Doubles, fit: Floats) -> Doubles:
    """Chances moved among the spans that share a first word, then among those that share a last, to where the two fit."""
    for axis in (1, 0):
        mixed = logs + FIT * fit
        logs = mixed + (_log_sum(logs, axis) - _log_sum(mixed, axis))
    return logs


def _judged(role: str, starts: Ints, ends: Ints, chances: Doubles) -> list[Candidate]:
    """Candidates with the chance that one of those like it is right."""
    both = np.minimum(ends[:, None], ends) - np.maximum(starts[:, None], starts)
    either = np.maximum(ends[:, None], ends) - np.minimum(starts[:, None], starts)
    alike = both >= np.maximum(SAME[role] * either, 1e-9)
    found = alike @ chances
    return [
        Candidate(role, int(s), int(e), float(p), min(float(f), 1.0))
        for s, e, p, f in zip(starts, ends, chances, found, strict=True)
    ]


def _select(found: list[Candidate], offset: int, length: int) -> list[Candidate]:
    """The candidates of most gain together, none overlapping, moved by `offset`."""
    ending: dict[int, list[tuple[float, Candidate]]] = defaultdict(list)
    for one in found:
        gain = EXACT[one.role] * one.chance + (1 - EXACT[one.role]) * one.found - COST[one.role]
        if gain > 0:
            ending[one.end].append((gain, one))
    best = [0.0] * (length + 1)
    taken: list[Candidate | None] = [None] * (length + 1)
    for end in range(1, length + 1):
        best[end] = best[end - 1]
        for gain, one in ending.get(end, ()):
            if best[one.start] + gain > best[end]:
                best[end], taken[end] = best[one.start] + gain, one
    chosen, end = [], length
    while end > 0:
        if (one_taken := taken[end]) is None:
            end -= 1
        else:
            chosen.append(one_taken._replace(start=one_taken.start + offset, end=one_taken.end + offset))
            end = one_taken.start
    return chosen
