"""Sources of several of whom not all bear a name: "Ann Lee and her aides", "he and Bo Chen", "both women"."""

from __future__ import annotations

import re
from dataclasses import replace

from quotex.descriptions import head_of
from quotex.document import Resolution, Source

JOINING = "and|&|along with|as well as|or|nor"  # between joint speakers
# Whoever is told only by what they are to the one named first, up to a comma: "and his advisers", "nor other officials".
COMPANION = re.compile(
    rf",?\s(?:{JOINING})\s(?:the\s|(?=(?:his|her|its|their|other|some|many|several|most)\s))"
    r"([^,;:()“”\"–—]+)",
    re.I,
)
# What may stand before the first of them: "both", titles, what he is; not "polls by".
BEFORE = re.compile(r"(?:(?!(?:of|for|by|from|with|in|on|to|like|than)\b)[\w.’'-]+\s){0,5}")
WITH_PRONOUN = re.compile(r"(?:(?:both|neither|either)\s)?(he|she|him|her|they|it)\s(?=(?:and|or|nor)\s)", re.I)

# "The two", "both men", "neither side", "all of whom"; not "two of the biggest names", "both him and Ann Lee".
COUNTED = re.compile(
    r"(?:the\s(?:other\s)?(?:two|pair|couple|duo)|both|neither|each|all(?=\sof\s))"
    r"(?P<of>\sof\s(?:whom|which|them))?(?P<what>(?:\s(?!(?:of|and|nor|camps?)\b)[\w-]+){0,3})",
    re.I,
)


def companion(text: str, source: Source, first: int, last: int) -> tuple[int, int] | None:
    """Where those stand whom a source tells only by description after the speakers at [first, last); else None."""
    found = COMPANION.match(text, last, source.end)
    if found is None or not BEFORE.fullmatch(text, source.start, first):
        return None
    return found.start(1), found.start(1) + len(found[1].rstrip())


def companion_kind(phrase: str) -> str:
    """ "her husband" is somebody without a name, "her aides" are a group."""
    return "group" if head_of(phrase).endswith("s") else "unnamed"


def pronoun_of(source: Source) -> Source | None:
    """The pronoun that a joint source starts with, as a source of its own: "he" of "both he and Bo Chen"; else None."""
    match = WITH_PRONOUN.match(source.text or "")
    if match is None:
        return None
    start, end = (source.start + at for at in match.span(1))
    return replace(source, start=start, end=end, text=match[1], kind="org" if match[1].lower() == "it" else "person")


def join(text: str, source: Source, pronoun_end: int, first: Resolution, named: Resolution | None) -> Resolution | None:
    """Both halves of a joint source, `first` being whom its pronoun means and `named` who bears a name in it; None if either
    is not known."""
    if not first.entities:
        return None
    if named and named.entities:
        entities = (*first.entities, *(e for e in named.entities if e not in first.entities))
        return replace(first, entities=entities, certainty=min(first.certainty, named.certainty), rule="joint speakers")
    others = companion(text, source, source.start, pronoun_end)
    return replace(first, companion=others, rule="joint speakers") if others else None
