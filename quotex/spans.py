"""Role scores to spans: those that are worth an answer, judged by their chances over all label sequences.

The likeliest sequence (Viterbi) is the wrong question where much is unsure: of a content whose end could be any of three
words it takes one, and of a clause that is a content with chance 0.45 nothing. Here the forward-backward algorithm gives
each span its chance, and spans that do not overlap are chosen for the largest gain expected (minimum Bayes risk).
On PolNeAR dev, exact content F1 rises from 67.6 to 70.0, on BBC dev from 78.5 to 81.0, with the same scores.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from quotex.decode import LONGEST_RANGE, Span
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


class Choice(NamedTuple):
    """Candidates that do not overlap: the last of them and the choice of those before it."""

    last: Candidate
    before: Choice | None


def choose_spans(scores: Floats, edges: Edges, transitions: Floats, bounds: Sequence[Span]) -> list[Candidate]:
    """The spans of each of the word ranges `bounds` (its paragraphs), none overlapping, in text order.

    `scores` (words, labels) are those of the roles, `edges` the vectors that tell whether two words begin and end one
    content.
    """
    worthwhile: list[tuple[float, Candidate]] = []
    for group in _groups(bounds):
        lattice = Lattice(scores, transitions, group)
        for role in SPANS:
            worthwhile += _judged(role, *candidates(lattice, role, edges))
    return _select(worthwhile)


def _groups(bounds: Sequence[Span]) -> Iterator[list[Span]]:
    """The ranges in groups of like length, as those of a group share a padded array. None has more words than the longest
    range may have: the spans of a group are compared with each other.
    """
    group: list[Span] = []
    size = 0
    for start, end in sorted((b for b in bounds if b[0] < b[1]), key=lambda b: b[0] - b[1]):
        if group and size + end - start > LONGEST_RANGE:
            yield group
            group, size = [], 0
        group.append((start, end))
        size += end - start
    if group:
        yield group


class Lattice:
    """Logs of the masses of several ranges, their words one behind the other, each array (words, labels).

    `emissions`: the scores; `forward`: of all ways to a label at a word, its score included; `backward`: of all ways on
    from there; `leaving`: of those that end the label's span there; the last two as shares of all ways through the range.
    `words` are the words' places in the text, `stops` (words) where in these arrays the range of each ends.
    """

    def __init__(self, scores: Floats, transitions: Floats, bounds: Sequence[Span]) -> None:
        lengths = np.array([end - start for start, end in bounds])
        stops = np.cumsum(lengths)
        self.words = np.concatenate([np.arange(start, end) for start, end in bounds])
        self.stops = np.repeat(stops, lengths)
        emissions = (scores[self.words] / TEMPERATURE).astype(np.float64)
        self.emissions = np.maximum(emissions - emissions.max(axis=1, keepdims=True), LEAST)
        self.inner = transitions[1:].astype(np.float64) / TEMPERATURE
        moved = np.exp(self.inner)
        self.forward, onward = _masses(np.exp(self.emissions), moved, np.exp(transitions[0] / TEMPERATURE), lengths)
        total = np.repeat(np.logaddexp.reduce(self.forward[stops - 1], axis=1), lengths)[:, None]
        self.backward = onward - self.emissions - total
        self.leaving = _leaving(onward, moved, stops - 1) - total


def _masses(emitted: Doubles, moved: Doubles, first: Doubles, lengths: Ints) -> tuple[Doubles, Doubles]:
    """Logs of the masses up to each word and from each word on, the word's own score in both.

    The way back is the way forth over the reversed words, so one loop does both, side by side in the rows of `both`.
    """
    count = len(moved)
    ranges = np.repeat(np.arange(len(lengths)), lengths)
    at = np.arange(len(emitted)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    back = np.repeat(lengths, lengths) - 1 - at
    masses = np.ones((int(lengths.max()), len(lengths), 2, count))
    masses[at, ranges, 0] = emitted
    masses[back, ranges, 1] = emitted
    masses[0, :, 0] *= first
    both = masses.reshape(len(masses), len(lengths), 2 * count)
    ways = np.zeros((2 * count, 2 * count))
    ways[:count, :count], ways[count:, count:] = moved, moved.T
    sizes = np.ones((len(masses), len(lengths), 2, 1))
    for t in range(1, len(both)):
        both[t] *= np.dot(both[t - 1], ways)
        if t % RESCALED == 0:
            sizes[t] = masses[t].sum(axis=-1, keepdims=True)
            masses[t] /= sizes[t]
    logs = _log(masses) + np.cumsum(np.log(sizes), axis=0)
    return logs[at, ranges, 0], logs[back, ranges, 1]


def _leaving(onward: Doubles, moved: Doubles, last: Ints) -> Doubles:
    """From each label at each word to any that does not go on with its span; `onward` is emissions + backward, `last` the
    ranges' last words."""
    away = moved.copy()
    for i, label in enumerate(ROLES):
        if label.startswith("I-"):
            away[[i - 1, i], i] = 0.0
    top = onward[1:].max(axis=1, keepdims=True)
    left = np.zeros_like(onward)
    left[:-1] = _log(np.exp(onward[1:] - top) @ away.T) + top
    left[last] = 0.0
    return left


def _log(masses: Doubles) -> Doubles:
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(masses))


def candidates(lattice: Lattice, role: str, edges: Edges) -> tuple[Ints, Ints, Doubles]:
    """The spans in a role whose chance is worth a look: their first words, their ends and their chances."""
    begin = ROLES.index(f"B-{role}")
    inside = begin + 1
    forward, leaving = lattice.forward, lattice.leaving
    single, last = forward[:, begin] + leaving[:, begin], forward[:, inside] + leaving[:, inside]
    starts = np.flatnonzero(forward[:, begin] + lattice.backward[:, begin] > LOG_FLOOR)
    stops = np.flatnonzero(np.maximum(single, last) > LOG_FLOOR)
    firsts, lasts = _pairs(starts, stops, lattice.stops[starts])
    # The way on inside, from a span's first word to its last, as differences of one running sum.
    stay = lattice.inner[inside, inside]
    run = np.cumsum(lattice.emissions[:, inside] + stay)
    opened = forward[:, begin] + lattice.inner[begin, inside] - stay - run
    logs = np.where(firsts == lasts, single[firsts], opened[firsts] + (run + leaving[:, inside])[lasts])
    starts, ends = lattice.words[firsts], lattice.words[lasts]
    if role == "content":
        fit = np.einsum("nd,nd->n", edges.starts[starts], edges.ends[ends]) / np.sqrt(edges.ends.shape[1])
        logs = _fitted(logs, fit, firsts, lasts)
    likely = logs > LOG_FLOOR
    return starts[likely], ends[likely] + 1, np.exp(logs[likely])


def _pairs(starts: Ints, stops: Ints, limits: Ints) -> tuple[Ints, Ints]:
    """Each of `starts` with each of `stops` that is not before it and below its limit; all in order."""
    low = np.searchsorted(stops, starts)
    counts = np.searchsorted(stops, limits) - low
    before = np.cumsum(counts) - counts
    return np.repeat(starts, counts), stops[np.arange(counts.sum()) + np.repeat(low - before, counts)]


def _fitted(logs: Doubles, fit: Floats, firsts: Ints, lasts: Ints) -> Doubles:
    """Chances moved among the spans that share a first word, then among those that share a last, to where the two fit."""
    for shared in (firsts, lasts):
        mixed = logs + FIT * fit
        logs = mixed + (_log_sums(logs, shared) - _log_sums(mixed, shared))
    return logs


def _log_sums(logs: Doubles, shared: Ints) -> Doubles:
    """For each span the log of the summed masses of those that share a word with it; two nothings differ by nothing."""
    sums = np.bincount(shared, weights=np.exp(logs))
    return np.asarray(np.log(np.maximum(sums, 1e-300))[shared])


def _judged(role: str, starts: Ints, ends: Ints, chances: Doubles) -> list[tuple[float, Candidate]]:
    """The spans of a role that are worth an answer: what each gains, from its chance and that of one like it to be right."""
    both = np.minimum(ends[:, None], ends) - np.maximum(starts[:, None], starts)
    either = np.maximum(ends[:, None], ends) - np.minimum(starts[:, None], starts)
    alike = both >= np.maximum(SAME[role] * either, 1e-9)
    found = np.minimum(alike @ chances, 1.0)
    gains = EXACT[role] * chances + (1 - EXACT[role]) * found - COST[role]
    columns = (column[gains > 0].tolist() for column in (gains, starts, ends, chances, found))
    return [(gain, Candidate(role, *one)) for gain, *one in zip(*columns, strict=True)]


def _select(worthwhile: list[tuple[float, Candidate]]) -> list[Candidate]:
    """The candidates of most gain together, none overlapping, in text order."""
    # The words at which the best choice up to there gains more, what it gains, and the choice: its last and those before.
    ends, gains = [0], [0.0]
    choices: list[Choice | None] = [None]
    for gain, one in sorted(worthwhile, key=lambda pair: pair[1].end):
        before = bisect_right(ends, one.start) - 1
        if gains[before] + gain > gains[-1]:
            ends.append(one.end)
            gains.append(gains[before] + gain)
            choices.append(Choice(one, choices[before]))
    chosen: list[Candidate] = []
    choice = choices[-1]
    while choice is not None:
        chosen.append(choice.last)
        choice = choice.before
    return chosen[::-1]
