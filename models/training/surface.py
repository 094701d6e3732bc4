"""Other ways to set the same article: other marks, marks left open, no paragraphs, capitals.

The corpora set their marks mostly in one way and their paragraphs in one; readers of other papers must not lose for it.
Every change is character for character, so that offsets hold.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from corpus import Example
from quotex.labels import ENTITIES, ROLES
from quotex.windows import Wordpieces
from quotex.words import Ints, split_words

STRAIGHT = str.maketrans("“”‘’", "\"\"''")
SINGLE = str.maketrans('“”"', "‘’'")
UNCLOSED = str.maketrans("”»", "  ")


def recase(change: Callable[[str], str]) -> Callable[[str], str]:
    """`change` letter by letter, where it gives one letter for one."""
    return lambda text: "".join(c if len(d := change(c)) != 1 else d for c in text)


# Each with its share of the articles of an epoch.
STYLES: list[tuple[float, Callable[[str], str]]] = [
    (0.10, lambda text: text.translate(STRAIGHT)),
    (0.10, lambda text: text.translate(SINGLE)),
    (0.03, lambda text: text.translate(UNCLOSED)),
    (0.03, lambda text: text.replace("\n", " ")),
    (0.02, lambda text: text.replace(" ", "\u00a0")),
    (0.02, recase(str.lower)),
    (0.01, recase(str.upper)),
]


def restyle(example: Example, wordpieces: Wordpieces, rng: random.Random) -> Example:
    """The article set in another style, or, most often, as it is."""
    dice = rng.random()
    for share, style in STYLES:
        if dice < share:
            return rewritten(example, style(example.words.text), wordpieces)
        dice -= share
    return example


def begin_orphans(labels: Ints, names: Sequence[str]) -> None:
    """Where the first word of a span is gone, the next one begins it."""
    for i in np.flatnonzero(labels > 0):
        if names[labels[i]].startswith("I-") and (i == 0 or labels[i - 1] not in (labels[i], labels[i] - 1)):
            labels[i] -= 1


def rewritten(example: Example, text: str, wordpieces: Wordpieces) -> Example:
    """The example over `text`, in which each word stands where it stood or is gone."""
    words = split_words(text)
    kept = np.searchsorted(example.words.starts, words.starts)
    if not np.array_equal(example.words.starts[kept], words.starts):
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
