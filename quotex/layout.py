"""Quotations whose speaker the layout tells, without a verb: `Name: words` on a line, `“Words” — Name` at its end.

Where the encoder is sure of the words and not of the colon, the dash or the name, it lost the speaker or gave the quotation
to the line before. What the layout says goes before the scores.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from quotex.decode import Span
from quotex.marks import CLOSE, SINGLE_CLOSE
from quotex.words import Words, span_of

Spans = Sequence[Span]

WORD = r"[A-Z\u00c0-\u00de][\w.'’-]*"
NAME = rf"{WORD}(?:[ \u00a0](?:(?:de|del|da|di|van|von|der|den|la|le|el|al|bin)[ \u00a0])*{WORD}){{0,4}}"
# "Magnus Dahl, pilot:", "MR. CARDENAS:", "Q:", and the space before what is said, on the same line or the next.
LABEL = re.compile(
    rf"^[ \t*»>-]*(?P<name>{NAME})(?:,[ \u00a0][^\n:“\"‘]{{2,40}}|[ \u00a0]\([^\n:)]{{2,30}}\))?(?P<colon>:)[\s*]+(?=\S)",
    re.M,
)
SIGNATURE = re.compile(
    rf"[ \t\u00a0]*\n?[ \t]*(?P<dash>[-–—―]{{1,2}})[ \t\u00a0]*(?P<name>@?{NAME})(?=[ \t]*(?:[\n,(]|\.?\Z|\.\n))"
)
ASKS = {"Q": "A", "Question": "Answer"}
SHORT = 90  # characters of a line that signs: behind the name there is an office, a place, a date
ENOUGH = 2  # turns that the encoder must have heard before the other lines like them are taken for turns


@dataclass(frozen=True)
class Voice:
    """A quotation as the layout has it, in words (half-open spans)."""

    content: Span
    cue: Span
    source: Span


def read_voices(words: Words, contents: Spans, cues: Spans) -> list[Voice]:
    """The voices of a text in order. `contents` and `cues` are the spans that were found, in text order."""
    return sorted([*signed(words, contents, cues), *turns(words, contents, cues)], key=lambda voice: voice.content)


def signed(words: Words, contents: Spans, cues: Spans) -> list[Voice]:
    """Marked contents with a dash and a name behind them, up to the end of the line."""
    found = []
    for content in contents:
        last = content[1] - 1
        if words.marks[last] != CLOSE and words.forms[last] not in SINGLE_CLOSE:
            continue
        match = SIGNATURE.match(words.text, int(words.ends[last]))
        if match and len(words.text[match.end() :].partition("\n")[0]) <= SHORT:
            cue, source = span_of(words, *match.span("dash")), span_of(words, *match.span("name"))
            if cue and source and not _any_between(cues, source[1], _line_end(words, source[0])):
                found.append(Voice(content, cue, source))
    return found


def turns(words: Words, contents: Spans, cues: Spans) -> list[Voice]:
    """Lines that a name and a colon open: those that hold one content up to their ends and, where there are enough of
    them or questions and answers, the other lines with such a name.
    """
    heard, unheard = [], []
    for match in LABEL.finditer(words.text):
        source, cue = span_of(words, *match.span("name")), span_of(words, *match.span("colon"))
        assert source is not None and cue is not None
        start, end = cue[1], _line_end(words, cue[1])
        inside = [c for c in contents if c[0] < end and start < c[1]]
        if len(inside) == 1 and inside[0][0] <= start + 1 and inside[0][1] >= end - 1:
            heard.append(Voice(inside[0], cue, source))
        elif not inside and words.breaks[start] == 0 and not _any_between(cues, start, end):
            unheard.append(Voice((start, end), cue, source))
    names = [_name(words, voice) for voice in heard]
    asked = [_name(words, voice) for voice in [*heard, *unheard]]
    if any(ask in asked and answer in asked for ask, answer in ASKS.items()):
        names += [*ASKS, *ASKS.values()]
    elif len(heard) < ENOUGH:
        names = []
    return heard + [voice for voice in unheard if _name(words, voice) in names]


def _name(words: Words, voice: Voice) -> str:
    return " ".join(words.forms[slice(*voice.source)])


def _line_end(words: Words, at: int) -> int:
    ends = np.flatnonzero(words.breaks[at + 1 :] >= 1)
    return at + 1 + int(ends[0]) if len(ends) else len(words)


def _any_between(spans: Spans, start: int, end: int) -> bool:
    first = bisect_left(spans, (start, start))
    return first < len(spans) and spans[first][0] < end
