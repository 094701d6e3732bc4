"""Quotations whose speaker the layout tells, without a verb: `Name: words` on a line, `“Words” — Name` at its end.

Where the encoder is sure of the words and not of the colon, the dash or the name, it lost the speaker or gave the quotation
to the line before. What the layout says goes before the scores.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from quotex.decode import Span, covered
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
ASKS = frozenset({"Q", "A", "Question", "Answer"})
SHORT = 90  # characters of a line that signs: behind the name there is an office, a place, a date
ENOUGH = 2  # turns that the encoder must have heard before the other lines like them are taken for turns


@dataclass(frozen=True)
class Voice:
    """A quotation as the layout has it, in words (half-open spans). "Q" and "A" name nobody and are no source."""

    content: Span
    cue: Span
    source: Span | None


def read_voices(words: Words, contents: Spans, cues: Spans) -> list[Voice]:
    """The voices of a text in order. `contents` and `cues` are the spans that were found, in text order."""
    return sorted([*signed(words, contents, cues), *turns(words, contents, cues)], key=lambda voice: voice.content)


def signed(words: Words, contents: Spans, cues: Spans) -> Iterator[Voice]:
    """Marked contents with a dash and a name behind them, up to the end of the line."""
    lines = _line_starts(words)
    for content in contents:
        last = content[1] - 1
        if words.marks[last] != CLOSE and words.forms[last] not in SINGLE_CLOSE:
            continue
        if match := SIGNATURE.match(words.text, int(words.ends[last])):
            cue, source = span_of(words, *match.span("dash")), span_of(words, *match.span("name"))
            assert cue is not None and source is not None
            end = _next(lines, source[1])
            if words.ends[end - 1] - match.end() <= SHORT and not _starting(cues, source[1], end):
                yield Voice(content, cue, source)


def turns(words: Words, contents: Spans, cues: Spans) -> list[Voice]:
    """Lines that a name and a colon open: those that hold one content up to their ends and, where there are enough of
    them or questions and answers, the other lines with such a name.
    """
    heard, unheard = [], []
    lines = _line_starts(words)
    said = covered(len(words), contents)
    for match in LABEL.finditer(words.text):
        source, cue = span_of(words, *match.span("name")), span_of(words, *match.span("colon"))
        assert source is not None and cue is not None
        start, end = cue[1], _next(lines, cue[1] + 1)
        if said[source[0]] or _starting(cues, *source):
            continue  # part of a quotation; "Continued Lee: …"
        inside = _starting(contents, start, end)
        if len(inside) == 1 and inside[0][0] <= start + 1 and inside[0][1] >= end - 1:
            heard.append(Voice(inside[0], cue, source))
        elif not said[start:end].any() and words.breaks[start] == 0 and not _starting(cues, start, end):
            unheard.append(Voice((start, end), cue, source))
    asked = {voice for voice in [*heard, *unheard] if _name(words, voice) in ASKS}
    names = {_name(words, voice) for voice in heard} if len(heard) >= ENOUGH else set()
    named = [*heard, *(voice for voice in unheard if _name(words, voice) in names)]
    nameless = [replace(voice, source=None) for voice in asked] if len({_name(words, v) for v in asked}) > 1 else []
    return [*(voice for voice in named if voice not in asked), *nameless]


def _name(words: Words, voice: Voice) -> str:
    return " ".join(words.forms[slice(*voice.source)]) if voice.source else ""


def _line_starts(words: Words) -> list[int]:
    return [*(int(i) for i in np.flatnonzero(words.breaks >= 1)), len(words)]


def _next(starts: list[int], at: int) -> int:
    """The first of `starts` that is not before `at`."""
    return starts[min(bisect_left(starts, at), len(starts) - 1)]


def _starting(spans: Spans, start: int, end: int) -> Spans:
    """Those of `spans`, in text order, that start in [start, end)."""
    return spans[bisect_left(spans, (start, start)) : bisect_left(spans, (end, end))]
