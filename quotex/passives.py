"""Passive cues: whose words they report is their subject, or nobody's.

"Ann Lee was quoted by the agency as saying that …": the encoder took her for what is reported and the agency for who says
it. "It is said that …": "it" stands for what follows and says nothing. "The court was told that …": it only hears.
"""

from __future__ import annotations

import re

from quotex.decode import Span
from quotex.words import Words, span_of

Chances = dict[str, dict[Span, float]]

QUOTED = re.compile(
    r"\b(?:is|was|are|were|been|being)[ \u00a0](?:\w+ly[ \u00a0])?(?:quoted|cited)\b"
    r"[^.:;?!\n“”\"]{0,80}?\bas[ \u00a0](?:saying|telling)\b:?"
)
EMPTY = frozenset({"it", "there"})
# In all 35 attributions of the training articles with such a cue nobody who stands before it is the source.
HEARS = re.compile(r"(?:(?:is|was|are|were|be|being|(?:has|have|had) been) )(?:\w+ )?(?:told|asked|informed|warned)\b", re.I)
PASSIVE = re.compile(r"(?:is|was|(?:has|had) been)\b", re.I)


def mend_passives(words: Words, chances: Chances) -> Chances:
    """The spans by role, with the subject of "was quoted … as saying" as its source and without empty subjects."""
    cues, sources, contents = dict(chances["cue"]), dict(chances["source"]), dict(chances["content"])
    for match in QUOTED.finditer(words.text):
        cue = span_of(words, *match.span())
        assert cue is not None
        subject = next((c for c in contents if c[1] in (cue[0], cue[0] - (words.forms[cue[0] - 1] == ","))), None)
        if subject:
            sources[subject] = contents.pop(subject)
        cues = {span: chance for span, chance in cues.items() if not _overlap(span, cue)} | {cue: 1.0}
        sources = {span: chance for span, chance in sources.items() if not _overlap(span, cue)}
    sources = {span: chance for span, chance in sources.items() if not _is_silent(words, span, cues, contents)}
    return {
        "content": dict(sorted(contents.items())),
        "source": dict(sorted(sources.items())),
        "cue": dict(sorted(cues.items())),
    }


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _is_silent(words: Words, source: Span, cues: dict[Span, float], contents: dict[Span, float]) -> bool:
    """Whether a source is the "it" of "it is said" before a clause with "that", or who hears in "the court was told"."""
    cue = next((cue for cue in cues if cue[0] == source[1]), None)
    if cue is None:
        return False
    start, end = int(words.starts[cue[0]]), int(words.ends[cue[1] - 1])
    if HEARS.match(words.text, start, end):
        return True
    empty = source[1] - source[0] == 1 and words.forms[source[0]].lower() in EMPTY and PASSIVE.match(words.text, start)
    return bool(empty) and any(content[0] == cue[1] and words.forms[content[0]] == "that" for content in contents)
