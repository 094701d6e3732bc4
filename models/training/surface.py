"""Training articles set in another style: other marks, marks left open, no paragraphs, capitals.

The corpora set their marks mostly in one way and their paragraphs in one; readers of other papers must not lose for it.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from corpus import Example
from quotex.labels import ENTITIES, ROLES
from quotex.typesetting import (
    Setting,
    Style,
    capitals,
    lower_case,
    no_closing_marks,
    one_line,
    single_marks,
    straight_marks,
    typeset,
)
from quotex.windows import Wordpieces
from quotex.words import Ints, split_words

# Each with its share of the articles of an epoch. Not in it: white space within lines, which no word shows.
STYLES: list[tuple[float, Style]] = [
    (0.10, straight_marks),
    (0.10, single_marks),
    (0.05, no_closing_marks),
    (0.03, one_line),
    (0.02, lower_case),
    (0.01, capitals),
]


def restyle(example: Example, wordpieces: Wordpieces, rng: random.Random) -> Example:
    """The article set in another style, or, most often, as it is."""
    dice = rng.random()
    for share, style in STYLES:
        if dice < share:
            return rewritten(example, typeset(example.words.text, style), wordpieces)
        dice -= share
    return example


def begin_orphans(labels: Ints, names: Sequence[str]) -> None:
    """Where the first word of a span is gone, the next one begins it."""
    for i in np.flatnonzero(labels > 0):
        if names[labels[i]].startswith("I-") and (i == 0 or labels[i - 1] not in (labels[i], labels[i] - 1)):
            labels[i] -= 1


def rewritten(example: Example, setting: Setting, wordpieces: Wordpieces) -> Example:
    """The example over the text set otherwise, in which each word begins with one that was there, or is gone."""
    words = split_words(setting.text)
    starts = setting.at[example.words.starts]
    kept = np.searchsorted(starts, words.starts, side="right") - 1  # of several at one place all but the last are gone
    if (kept < 0).any() or not np.array_equal(starts[kept], words.starts):
        return example  # a letter became no letter: its word now begins elsewhere

    def moved(span: tuple[int, int] | None) -> tuple[int, int] | None:
        if span is None:
            return None
        start, end = (int(np.searchsorted(kept, edge)) for edge in span)
        return (start, end) if start < end else None

    attributions = [
        {
            "content": [part for old in row["content"] if (part := moved(old))],
            "cue": moved(row["cue"]),
            "source": moved(row["source"]),
        }
        for row in example.attributions
    ]
    labels = {head: values[kept] for head, values in example.labels.items()}
    for head, names in (("role", ROLES), ("ent", ENTITIES)):
        begin_orphans(labels[head], names)
    return replace(
        example, words=words, pieces=wordpieces(words), labels=labels, attributions=attributions, taught=example.taught[kept]
    )
