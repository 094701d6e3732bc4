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
Floats = npt.NDArray[np.float32]

WORD = re.compile(rf"\w[\w{FILLER}]*|[^\w\s]{FILLER}*")
# An end of a line that no blank line follows: the last character before it and the first word behind it.
LINE_END = re.compile(r"(\S)[^\S\n]*(\n)[^\S\n]*(?=(\S+))")
LONGEST_LINE = 100
SENTENCE_ENDS = ".?!:\"”'’"

# Input features, each added to a wordpiece's embedding. The encoder's vocabulary is lower-cased: without CASE no name
# could be told from a noun.
CASES = ("lower", "Title", "UPPER", "miXed", "digit", "other")
BREAKS = ("none", "line", "paragraph", "start")  # what stands before the word
FEATURES = ("case", "mark", "break")


@dataclass(frozen=True)
class Words:
    """The words of one text. `starts` and `ends` are character offsets (half-open), `features` is (n, 3), see FEATURES.

    `flowing` is the text as it runs on over the ends of hard-wrapped lines, see unwrap: to be read, never to be quoted.
    """

    text: str
    flowing: str
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
    meant = readable(text)
    matches = list(WORD.finditer(meant))
    forms = [match.group() for match in matches]
    if FILLER in meant:
        forms = [form.replace(FILLER, "") or FILLER for form in forms]
    starts = [match.start() for match in matches]
    ends = [match.end() for match in matches]
    flowing = unwrap(meant)
    features = np.zeros((len(forms), 3), dtype=np.int64)
    if forms:
        features[:, 0] = cases_of(forms)
        features[:, 1] = mark_states(flowing, starts)
        features[:, 2] = breaks_of(flowing, starts)
    return Words(text, flowing, np.array(starts, dtype=np.int64), np.array(ends, dtype=np.int64), features, forms)


def unwrap(text: str) -> str:
    """The text with spaces for the line ends of hard-wrapped lines, which end no paragraph; of the same length.

    Lines are hard-wrapped where all are short and most break a sentence: the next word did not fit, or begins in lower
    case. Of these, one that stopped early behind a sentence still ends where it did.
    """
    width = max(map(len, text.splitlines()), default=0)
    if width > LONGEST_LINE:
        return text
    ends = list(LINE_END.finditer(text))
    if len(ends) < 2:
        return text
    full = [end.end(1) - text.rfind("\n", 0, end.end(1)) + len(end[3]) > width for end in ends]
    goes_on = [end[1] not in SENTENCE_ENDS or end[3][0].islower() for end in ends]
    broken = [on and (is_full or end[3][0].islower()) for end, is_full, on in zip(ends, full, goes_on, strict=True)]
    if 2 * sum(broken) <= len(ends):
        return text
    flowing = list(text)
    for end, is_full, on in zip(ends, full, goes_on, strict=True):
        if is_full or on:
            flowing[end.start(2)] = " "
    return "".join(flowing)


def cases_of(forms: list[str]) -> list[int]:
    """The case of each word. Where all is set in capitals they tell nothing: the words count as in lower case.

    So an article in capitals gives the quotations that it gives in lower case. As capitals, those of the first 30 articles
    of PolNeAR dev came to 1.5 less quote F1.
    """
    cases = [case_of(form) for form in forms]
    if CASES.index("lower") in cases or cases.count(CASES.index("UPPER")) <= cases.count(CASES.index("Title")):
        return cases
    return [case_of(form.lower()) for form in forms]


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


def breaks_of(text: str, starts: list[int]) -> Ints:
    """Index into BREAKS for the white space before each word: one line end is a line, two are a paragraph."""
    line_ends = [match.start() for match in re.finditer("\n", text)]
    breaks = np.minimum(np.diff(np.searchsorted(line_ends, starts), prepend=0), BREAKS.index("paragraph"))
    breaks[0] = BREAKS.index("start")
    return np.asarray(breaks, dtype=np.int64)


def span_of(words: Words, start: int, end: int) -> tuple[int, int] | None:
    """The words that the characters [start, end) touch, half-open, or None if they touch none."""
    first = int(np.searchsorted(words.ends, start, side="right"))
    last = int(np.searchsorted(words.starts, end, side="left"))
    return (first, last) if first < last else None
