"""Passive cues: whose words they report is their subject, or nobody's.

"Ann Lee was quoted by the agency as saying that …": the encoder took her for what is reported and the agency for who says
it. "It is said that …": "it" stands for what follows and says nothing. "The court was told that …": it only hears.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from quotex.decode import Span, covered
from quotex.words import Words, span_of

Chances = dict[str, dict[Span, float]]

QUOTED = re.compile(
    r"\b(?:is|was|are|were|been|being)[ \u00a0](?:\w+ly[ \u00a0])?(?:quoted|cited)\b"
    r"[^.:;?!\n“”\"]{0,80}?\bas[ \u00a0](?:saying|telling)\b:?"
)
SURE = 1.0
EMPTY = frozenset({"it", "there"})
# Of the 34 attributions of the training articles with such a cue, none has as its source who stands before it.
HEARS = re.compile(r"(?:(?:is|was|are|were|be|being|(?:has|have|had) been) )(?:\w+ )?(?:told|asked|informed|warned)\b", re.I)
PASSIVE = re.compile(r"(?:is|was|(?:has|had) been)\b", re.I)


def mend_passives(words: Words, chances: Chances) -> Chances:
    """The spans by role, with the subject of "was quoted … as saying" as its source and without sources that say nothing."""
    contents, cues, sources = (dict(chances[role]) for role in ("content", "cue", "source"))
    ending = {content[1]: content for content in contents}
    inside = covered(len(words), contents)  # who was quoted in what somebody says stays part of it
    found = (span_of(words, *match.span()) for match in QUOTED.finditer(words.text))
    quoted = [span for span in found if span and not inside[slice(*span)].any()]
    for start, _ in quoted:
        if subject := ending.get(start - (words.forms[start - 1] == ",")):
            sources[subject] = contents.pop(subject)
    cues = {cue: chance for cue, chance in cues.items() if not _overlaps(cue, quoted)} | dict.fromkeys(quoted, SURE)
    starting = {start: (start, end) for start, end in cues}
    that = {start for start, _ in contents if words.forms[start] == "that"}
    kept = {
        source: chance
        for source, chance in sources.items()
        if not _overlaps(source, quoted) and not _is_silent(words, source, starting.get(source[1]), that)
    }
    return {role: dict(sorted(spans.items())) for role, spans in (("content", contents), ("source", kept), ("cue", cues))}


def _overlaps(span: Span, others: Sequence[Span]) -> bool:
    """Whether a span overlaps one of the others, which are in order and apart."""
    before = bisect_left(others, (span[1], 0))
    return before > 0 and others[before - 1][1] > span[0]


def _is_silent(words: Words, source: Span, cue: Span | None, that: set[int]) -> bool:
    """Whether a source is the "it" of "it is said" before a clause with "that", or who hears in "the court was told"."""
    if cue is None:
        return False
    start, end = int(words.starts[cue[0]]), int(words.ends[cue[1] - 1])
    if HEARS.match(words.text, start, end):
        return True
    empty = source[1] - source[0] == 1 and words.forms[source[0]].lower() in EMPTY
    return empty and cue[1] in that and bool(PASSIVE.match(words.text, start))
