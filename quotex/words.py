"""Text to words: the units that the model labels, cut the same way under every tokenizer.

The model does not read spaCy's tokens. A foreign pipeline may leave a quotation mark inside a token (`said:"Hi`), and a
span that ends there could not be told from one that ends a word later. Words here are runs of word characters or single
other characters, so each mark is a word of its own and each offset is exact.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from quotex.marks import mark_states
from quotex.mojibake import FILLER, readable

Ints = npt.NDArray[np.int64]

WORD = re.compile(rf"\w[\w{FILLER}]*|[^\w\s]{FILLER}*")
LONE_END = re.compile(r"(?<=[^\n])\n(?=[^\n])")
LONGEST_LINE = 100

# Input features, each added to a wordpiece's embedding. The encoder's vocabulary is lower-cased: without CASE no name
# could be told from a noun.
CASES = ("lower", "Title", "UPPER", "miXed", "digit", "other")
BREAKS = ("none", "line", "paragraph", "start")  # what stands before the word
FEATURES = ("case", "mark", "break")


@dataclass(frozen=True)
class Words:
    """The words of one text. `starts` and `ends` are character offsets (half-open), `features` is (n, 3), see FEATURES."""

    text: str
    starts: Ints
    ends: Ints
    features: Ints
    forms: list[str]

    def __len__(self) -> int:
        return len(self.forms)

    @property
    def breaks(self) -> Ints:
        return self.features[:, 2]

    @property
    def marks(self) -> Ints:
        return self.features[:, 1]


def split_words(text: str) -> Words:
    """Cut `text` into words with their input features. White space belongs to no word."""
    forms: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    meant = readable(text)
    for match in WORD.finditer(meant):
        forms.append(match.group().replace(FILLER, "") or FILLER)
        starts.append(match.start())
        ends.append(match.end())
    features = np.zeros((len(forms), 3), dtype=np.int64)
    if forms:
        flowing = unwrap(meant)
        features[:, 0] = [case_of(form) for form in forms]
        features[:, 1] = mark_states(flowing, starts)
        features[:, 2] = [
            3 if i == 0 else break_of(flowing[ends[i - 1] : starts[i]]) if starts[i] > ends[i - 1] else 0
            for i in range(len(forms))
        ]
    return Words(text, np.array(starts, dtype=np.int64), np.array(ends, dtype=np.int64), features, forms)


def unwrap(text: str) -> str:
    """The text with spaces for the line ends of hard-wrapped lines, which end no paragraph; of the same length.

    Lines are hard-wrapped where all are short and many of the next begin in lower case.
    """
    ends = [match.start() for match in LONE_END.finditer(text)]
    if len(ends) < 2 or max(map(len, text.splitlines())) > LONGEST_LINE:
        return text
    if sum(text[end + 1].islower() for end in ends) < 0.3 * len(ends):
        return text
    return LONE_END.sub(" ", text)


def case_of(form: str) -> int:
    """Index into CASES."""
    if form.islower():
        return 0
    if form.isdigit():
        return 4
    if form.isupper():
        return 2 if len(form) > 1 else 1
    if form.istitle():
        return 1
    return 3 if form.isalpha() else 5


def break_of(gap: str) -> int:
    """Index into BREAKS for the white space between two words: one line end is a line, two are a paragraph."""
    lines = gap.count("\n")
    return lines if lines < 2 else 2


def span_of(words: Words, start: int, end: int) -> tuple[int, int] | None:
    """The words that the characters [start, end) touch, half-open, or None if they touch none."""
    first = int(np.searchsorted(words.ends, start, side="right"))
    last = int(np.searchsorted(words.starts, end, side="left"))
    return (first, last) if first < last else None
