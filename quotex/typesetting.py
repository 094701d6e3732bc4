"""The same text set otherwise: other marks, marks left open, other spaces and lines, lower case, capitals.

What the style of a paper, or a program on the way, makes of an article: for training on it, and for measuring what it
costs. A style gives for each character of a text what stands in its place: itself, another, nothing, or several ("SS" for
"ß"). So each offset of the text has its own in the new one, and no span is ever searched for.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from quotex.scoring import Row
from quotex.words import Ints

Style = Callable[[str], Sequence[str]]

STRAIGHT = dict(zip("“”‘’", "\"\"''", strict=True))
SINGLE = dict(zip('“”"', "‘’'", strict=True))
# Straight marks that open, by what stands before them; all others close or are apostrophes. A word processor's rule.
OPENERS = re.compile(r"(?:^|(?<=[\s(\[–—-]))[\"']+(?=\S)")
WIDTH = 72  # columns of a hard-wrapped line
GAP = re.compile(r"\s*\n\s*")


@dataclass(frozen=True)
class Setting:
    """A text set otherwise. `at[i]` is where the old text's character i stands, or would if it were not gone; `at[-1]` is
    the end."""

    text: str
    at: Ints

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the old text's characters [start, end) stand; empty if all are gone."""
        return int(self.at[start]), int(self.at[end])


def carry(row: Row, setting: Setting) -> Row:
    """An attribution at its offsets in the new text. A span of which nothing is left is gone."""

    def moved(span: Sequence[int] | None) -> list[int] | None:
        start, end = setting.span(*span) if span else (0, 0)
        return [start, end] if start < end else None

    content = [part for old in row["content"] if (part := moved(old))]
    return {**row, "content": content, "cue": moved(row.get("cue")), "source": moved(row.get("source"))}


def typeset(text: str, style: Style) -> Setting:
    """The text in another style."""
    pieces = style(text)
    return Setting("".join(pieces), np.concatenate([[0], np.cumsum([len(p) for p in pieces], dtype=np.int64)]))


def straight_marks(text: str) -> Sequence[str]:
    return [STRAIGHT.get(c, c) for c in text]


def curly_marks(text: str) -> Sequence[str]:
    opening = _opening(text)
    marks = {'"': "”“", "'": "’‘"}
    return [marks[c][i in opening] if c in marks else c for i, c in enumerate(text)]


def single_marks(text: str) -> Sequence[str]:
    """Double marks become single ones. Quotations within quotations keep theirs: theirs may be apostrophes."""
    return [SINGLE.get(c, c) for c in text]


def no_closing_marks(text: str) -> Sequence[str]:
    """Without closing double marks."""
    opening = _opening(text)
    return ["" if c in "”»" or (c == '"' and i not in opening) else c for i, c in enumerate(text)]


def _opening(text: str) -> set[int]:
    return {i for match in OPENERS.finditer(text) for i in range(*match.span())}


def hard_spaces(text: str) -> Sequence[str]:
    """Every fifth space is a non-breaking one."""
    pieces = list(text)
    for space in [i for i, c in enumerate(text) if c == " "][4::5]:
        pieces[space] = "\u00a0"
    return pieces


def hard_wrapped(text: str) -> Sequence[str]:
    """Lines of at most WIDTH columns. The line ends of the text stay: a blank line still parts its paragraphs."""
    wrapper = textwrap.TextWrapper(
        WIDTH, expand_tabs=False, replace_whitespace=False, break_long_words=False, break_on_hyphens=False
    )
    pieces = list(text)
    for line in re.finditer(r"[^\n]+", text):
        at = line.start()
        for row in wrapper.wrap(line.group())[:-1]:
            at = text.index(row, at) + len(row)
            pieces[at] = "\n"
    return pieces


def one_line(text: str) -> Sequence[str]:
    """A space for each line end and the white space around it."""
    pieces = list(text)
    for gap in GAP.finditer(text):
        pieces[gap.start() : gap.end()] = [" ", *[""] * (len(gap[0]) - 1)]
    return pieces


def lower_case(text: str) -> Sequence[str]:
    return [c.lower() for c in text]


def capitals(text: str) -> Sequence[str]:
    return [c.upper() for c in text]
