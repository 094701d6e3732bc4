"""Words to windows: wordpieces in overlapping rows that the encoder can read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from tokenizers import Tokenizer

from quotex.words import Ints, Words

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


def cut_windows(lengths: Ints, size: int, overlap: int) -> Iterator[Window]:
    """Cover a text whose words have `lengths` wordpieces by windows of at most `size`, special pieces included.

    Neighbours share about `overlap` wordpieces; each word's scores come from the window where it stands farthest from
    the edge.
    """
    total = np.concatenate([[0], np.cumsum(lengths)])
    room = size - 2
    count = len(lengths)
    start, keep_start = 0, 0
    while keep_start < count or count == 0:
        stop = int(np.searchsorted(total, total[start] + room, side="right")) - 1
        if stop >= count:
            yield Window(start, count, keep_start, count)
            return
        keep_stop = int(np.searchsorted(total, total[stop] - overlap // 2, side="right")) - 1
        keep_stop = max(keep_stop, keep_start + 1)
        yield Window(start, stop, keep_start, keep_stop)
        start = int(np.searchsorted(total, total[keep_stop] - overlap // 2, side="left"))
        start = max(min(start, keep_stop), 0)
        keep_start = keep_stop
