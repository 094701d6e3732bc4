"""Which cue a content part belongs to, and which source a cue has: a scorer over pairs of spans.

The score of a pair is the scaled dot product of the two spans' vectors plus learned weights of what stands between
them. Each content part chooses one cue or none; each cue one source or none.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from quotex.cue_shapes import CUE_SHAPES
from quotex.decode import Span, covered
from quotex.labels import ROLES
from quotex.marks import CLOSE, OPEN, OUTSIDE, SINGLE_OPEN, UNCLOSED
from quotex.words import Floats, Ints, Words

Spans = list[Span]

# Upper edges of the buckets of the distance in words between two spans (0: they touch).
DISTANCE = np.array([0, 1, 2, 3, 5, 8, 12, 20, 35, 60, 100])
BETWEEN = 4  # rivals between the two spans: 0, 1, 2, 3 or more
NEAR = 12  # words on either side of a content that are looked at for a cue
LIKELY = 0.15  # chance at which a word there is taken for one
REACH = 12  # candidates looked at on either side of a span; no gold link of the training articles reaches over more
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
    gap = np.maximum(k[None, :, 0] - q[:, None, 1], q[:, None, 0] - k[None, :, 1])
    distance = np.searchsorted(DISTANCE, np.maximum(gap, 0))
    rank = np.searchsorted(k[:, 0], q[:, 0])  # keys that stand before each query
    index = np.arange(len(k))[None, :]
    between = np.where(after, index - rank[:, None], rank[:, None] - 1 - index)
    paragraph = np.cumsum(breaks >= 1)
    ends = np.abs(paragraph[k[:, 0]][None, :] - paragraph[q[:, 0]][:, None]) if len(q) and len(k) else gap
    side = after.astype(np.int64)
    return {
        "distance": distance + side * (len(DISTANCE) + 1),
        "between": np.minimum(between, BETWEEN - 1) + side * BETWEEN,
        "break": np.minimum(ends, BREAK - 1) + side * BREAK,
    }


def span_vectors(vectors: Floats, spans: Spans) -> Floats:
    """The mean of a span's first and last word's vectors."""
    at = np.array(spans).reshape(-1, 2)
    return np.asarray((vectors[at[:, 0]] + vectors[at[:, 1] - 1]) / 2, dtype=np.float32)


def link_scores(queries: Floats, keys: Floats, features: dict[str, Ints], weights: LinkWeights) -> Floats:
    """Scores (queries, 1 + keys); column 0 is the choice of none."""
    # Not `@`: its threads cost 8 ms a call where another process works on the same cores, this 0.2.
    scores = np.einsum("qd,kd->qk", queries, keys) / np.sqrt(queries.shape[1])
    for name, table in weights.tables.items():
        scores = scores + table[features[name]]
    # Beyond the next paragraph. Without this a page of readers' letters, each ending in a dash and a name, became one
    # quotation of twelve parts where the other dashes were not found; 0.3 % of the training articles' links are farther.
    scores = np.where(features["break"] % BREAK == BREAK - 1, FAR, scores)
    none = np.full((len(queries), 1), weights.none, dtype=np.float32)
    return np.concatenate([none, scores], axis=1).astype(np.float32)


def choose(
    queries: Spans,
    keys: Spans,
    asking: Floats,
    offering: Floats,
    breaks: Ints,
    weights: LinkWeights,
    onward: npt.NDArray[np.bool_] | None = None,
) -> list[int]:
    """For each query span the index of its best key, or -1 for none. Both lists are in text order.

    No query chooses a key behind it that is `onward`, if that is given for each key.
    """
    if not queries or not keys:
        return [-1] * len(queries)
    starts = np.array([k[0] for k in keys])
    chosen = []
    for begin in range(0, len(queries), 64):
        block = queries[begin : begin + 64]
        low = max(int(np.searchsorted(starts, block[0][0])) - REACH, 0)
        high = int(np.searchsorted(starts, block[-1][0])) + REACH
        near = keys[low:high]
        features = pair_features(block, near, breaks)
        scores = link_scores(span_vectors(asking, block), span_vectors(offering, near), features, weights)
        if onward is not None:
            behind = starts[low:high] >= np.array([stop for _, stop in block])[:, None]
            scores[:, 1:][behind & onward[low:high]] = FAR
        chosen += [int(best) - 1 + low if best else -1 for best in scores.argmax(axis=1)]
    return chosen


def introducing(words: Words, contents: Spans, cues: Spans) -> npt.NDArray[np.bool_]:
    """For each cue whether it can only report what follows: it opens a sentence, or is a colon before a content.

    `“Not before May.” According to the ministry, prices fell.` Of 6,102 training contents that stand before their cue, one
    stands before such a cue.
    """
    begun = {start for start, _ in contents}
    return np.array([_opens_sentence(words, start) or (words.forms[start] == ":" and stop in begun) for start, stop in cues])


def _opens_sentence(words: Words, i: int) -> bool:
    if not words.forms[i][0].isupper():
        return False
    if words.breaks[i] >= 1:
        return True
    last = i - 2 if words.marks[i - 1] == CLOSE and i > 1 else i - 1
    return words.forms[last] in (".", "?", "!")


def recover_cues(words: Words, chances: Floats, contents: Spans, to_cue: list[int], taken: Spans) -> Spans:
    """A cue for each content that has none, where a word beside it is likely enough to be one.

    Somebody reported it, or it would be no content: so less evidence will do than for a cue on its own.
    """
    likely = chances[:, ROLES.index("B-cue")] + chances[:, ROLES.index("I-cue")]
    free = ~covered(len(words), [*contents, *taken])
    found: set[Span] = set()
    for (start, end), cue in zip(contents, to_cue, strict=True):
        if cue >= 0:
            continue
        around = [i for i in (*range(max(start - NEAR, 0), start), *range(end, min(end + NEAR, len(words)))) if free[i]]
        best = max(around, key=lambda i: likely[i], default=None)
        if best is not None and likely[best] >= LIKELY:
            low, high = best, best + 1
            while low > 0 and free[low - 1] and likely[low - 1] >= LIKELY:
                low -= 1
            while high < len(words) and free[high] and likely[high] >= LIKELY:
                high += 1
            found.add((low, high))
    return sorted(found)


def pair_leftovers(words: Words, contents: Spans, to_cue: list[int], cues: Spans) -> list[int]:
    """`to_cue`, where a content without cue takes one beside it in its paragraph that would report nothing else."""
    paired = list(to_cue)
    paragraphs = np.cumsum(words.breaks >= 2)
    used = set(to_cue)
    idle = [j for j in range(len(cues)) if j not in used]
    for i in (i for i, cue in enumerate(to_cue) if cue < 0):
        start, end = contents[i]
        here = [j for j in idle if paragraphs[cues[j][0]] == paragraphs[start]]
        gap, nearest = min(((max(cues[j][0] - end, start - cues[j][1]), j) for j in here), default=(NEAR + 1, -1))
        if gap <= NEAR:
            paired[i] = nearest
            idle.remove(nearest)
    return paired


def follow_commas(words: Words, contents: Spans, to_cue: list[int], cues: Spans) -> list[int]:
    """`to_cue`, where a content that ends in a comma and a mark takes the cue behind it: `"We won," Ann Lee said. "It was
    close," she added.` The scorer gave the second the cue between the two; the comma says that its sentence goes on.
    """
    followed = list(to_cue)
    starts = [start for start, _ in cues]
    for i, (start, end) in enumerate(contents):
        j = bisect_left(starts, end)
        if j < len(cues) and _ends_in_comma(words, start, end):
            stop = min(end + NEAR, contents[i + 1][0] if i + 1 < len(contents) else len(words))
            if starts[j] <= stop and not (words.breaks[end : starts[j] + 1] >= 2).any():
                followed[i] = j
    return followed


def _ends_in_comma(words: Words, start: int, end: int) -> bool:
    """Whether a content is one quotation from mark to mark, with a comma before the last."""
    if end - start < 4 or words.forms[end - 2] != ",":
        return False
    return bool(
        words.marks[start] == OPEN and words.marks[end - 1] == CLOSE and (words.marks[start + 1 : end - 1] != CLOSE).all()
    )


def join_continued(words: Words, contents: Spans, to_cue: list[int]) -> list[int]:
    """`to_cue`, where a content without cue takes that of its neighbour if the marks of the first of the two are left open.

    So a quotation goes on over any number of paragraphs, each opened anew and only the last one closed, whichever of them
    holds the cue. One behind which its paragraph goes on was only left without a mark: `"It is over, she said.`
    """
    joined = list(to_cue)
    open_before = [_goes_on(words, one, other) for one, other in pairwise(contents)]
    for i in range(1, len(contents)):
        if joined[i] < 0 and open_before[i - 1]:
            joined[i] = joined[i - 1]
    for i in reversed(range(1, len(contents))):
        if joined[i - 1] < 0 and open_before[i - 1]:
            joined[i - 1] = joined[i]
    return joined


def _goes_on(words: Words, one: Span, other: Span) -> bool:
    """Whether the marks of a content are left open up to its paragraph's end and the next one opens them anew.

    A single mark left open is told from an apostrophe only by its paragraph, which it begins.
    """
    if words.marks[other[0]] != OPEN and not _starts_single(words, other[0]):
        return False
    left_open = words.marks[one[1] - 1] == UNCLOSED or (_starts_single(words, one[0]) and words.marks[one[0]] == OUTSIDE)
    stop = next((j for j in range(one[1], other[0]) if words.breaks[j] >= 1), other[0])
    return bool(left_open and not any(form.isalnum() for form in words.forms[one[1] : stop]))


def _starts_single(words: Words, at: int) -> bool:
    return bool(words.breaks[at] >= 2 and words.forms[at] in SINGLE_OPEN + "'")


def join_next_sentence(words: Words, contents: Spans, to_cue: list[int]) -> list[int]:
    """`to_cue`, where marked speech without cue goes with what the sentence before it reports: `She said it was over. “We
    lost.”` On BBC dev linked F1 rises from 80.5 to 81.0.
    """
    joined = list(to_cue)
    for i in range(1, len(contents)):
        end, start = contents[i - 1][1], contents[i][0]
        follows = start - end <= NEAR and words.forms[start - 1] in ".?!" and (words.breaks[end : start + 1] < 2).all()
        if joined[i] < 0 and words.marks[start] == OPEN and follows:
            joined[i] = joined[i - 1]
    return joined


def share_sources(words: Words, cues: Spans, to_source: list[int], sentences: Ints) -> list[int]:
    """`to_source`, where a cue without source that goes on with its sentence has that of the cue before: `Ann Lee said no,
    adding that it was late`, `and refused to go`. `sentences` numbers each word's sentence.

    In 120 BBC articles 27 of 29 sources given so were right; the two wrong ones, `amid growing calls for` and `and are
    expected to`, are left out since.
    """
    shared = list(to_source)
    for j in range(1, len(cues)):
        if (
            shared[j] < 0 <= shared[j - 1]
            and sentences[cues[j][0]] == sentences[cues[j - 1][0]]
            and _continues(words, cues[j])
        ):
            shared[j] = shared[j - 1]
    return shared


def _continues(words: Words, cue: Span) -> bool:
    """Whether a cue is a participle behind a mark, "and" or "but", or an active verb behind "and" or "but"."""
    before, first = words.forms[cue[0] - 1].lower(), words.forms[cue[0]].lower()
    joined = before in ("and", "but")
    passive = CUE_SHAPES["passive"].search(words.text, int(words.starts[cue[0]]), int(words.ends[cue[1] - 1]))
    return bool((joined and not passive) or (first.endswith("ing") and (joined or not before[-1].isalnum())))


def nearest_source(sources: Spans, content: Span, paragraphs: Ints) -> Span | None:
    """The nearest source without a cue in the paragraph of a content without one: `"We won." ― Ann Lee`."""
    here = [s for s in sources if paragraphs[s[0]] == paragraphs[content[0]]]
    return min(here, key=lambda s: max(s[0] - content[1], content[0] - s[1]), default=None)
