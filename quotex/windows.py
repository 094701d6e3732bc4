"""Words to windows: rows of wordpieces that the encoder can read, which end with paragraphs or else overlap."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from tokenizers import Tokenizer

from quotex.words import Ints, Words

SLACK = 64  # wordpieces that a window may stay below its size to end with a paragraph
MAX_PIECES = 12  # of one word: a run of 3,000 letters is no reason to lose the sentence around it
CLS, SEP, PAD, UNK, MASK = "[CLS]", "[SEP]", "[PAD]", "[UNK]", "[MASK]"


@dataclass(frozen=True)
class Window:
    """Words [start, stop) of a text; the scores of [keep_start, keep_stop) are taken from this window."""

    start: int
    stop: int
    keep_start: int
    keep_stop: int


@dataclass
class Wordpieces:
    """Cuts words into wordpiece ids, remembering those it has seen: news repeats itself."""

    tokenizer: Tokenizer
    cache: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()
        ids: list[int] = [self.tokenizer.token_to_id(name) for name in (CLS, SEP, PAD, UNK, MASK)]  # type: ignore[misc]
        self.cls, self.sep, self.pad, self.unk, self.mask = ids

    def __call__(self, words: Words) -> list[list[int]]:
        """The ids of each word; at least one."""
        cache = self.cache
        if len(cache) > 200_000:
            cache.clear()
        pieces = []
        for form in words.forms:
            ids = cache.get(form)
            if ids is None:
                ids = self.tokenizer.encode(form, add_special_tokens=False).ids[:MAX_PIECES] or [self.unk]
                cache[form] = ids
            pieces.append(ids)
        return pieces


def cut_windows(words: Words, lengths: Ints, size: int, overlap: int) -> Iterator[Window]:
    """Cover a text whose words have `lengths` wordpieces by windows of at most `size`, special pieces included.

    A window ends where a paragraph does if one ends near, and then shares nothing with the next. Elsewhere the two share
    about `overlap` wordpieces, and each word's scores come from the window where it stands farther from the edge.
    """
    total = np.concatenate([[0], np.cumsum(lengths)])
    count = len(lengths)
    start, keep_start = 0, 0
    while keep_start < count or count == 0:
        stop = last_within(total, total[start] + size - 2)
        if stop >= count:
            yield Window(start, count, keep_start, count)
            return
        seam = find_seam(words, total, keep_start, stop)
        if seam is not None:
            yield Window(start, seam, keep_start, seam)
            start = keep_start = seam
            continue
        keep_stop = max(last_within(total, total[stop] - overlap // 2), keep_start + 1)
        yield Window(start, stop, keep_start, keep_stop)
        start = min(int(np.searchsorted(total, total[keep_stop] - overlap // 2)), keep_stop)
        keep_start = keep_stop


def find_seam(words: Words, total: Ints, start: int, stop: int) -> int | None:
    """The last word in (start, stop] that begins a paragraph, if the wordpieces from there to `stop` are at most SLACK.

    `total` holds the wordpieces before each word.
    """
    low = max(start + 1, int(np.searchsorted(total, total[stop] - SLACK)))
    begun = np.flatnonzero(words.breaks[low : stop + 1] >= 2)
    return low + int(begun[-1]) if len(begun) else None


def last_within(total: Ints, pieces: int) -> int:
    """How many words fit into the first `pieces` wordpieces."""
    return int(np.searchsorted(total, pieces, side="right")) - 1
