"""What the cue of a quotation without a source looks like, which tells whether anybody is to be named."""

from __future__ import annotations

import re
from collections.abc import Iterator

BE = r"(?:is|are|was|were|be|been|being|'s)"
CUE_SHAPES = {
    "participle": re.compile(r"^\w+ing\b", re.I),
    "passive": re.compile(rf"\b{BE}\s+(?:\w+\s+)*\w+(?:ed|t|en|own|id)\b", re.I),
    "bare participle": re.compile(
        r"^(?:(?:asked|expected|believed|thought|tipped|alleged|accused|reported|rumoured|known)|\w+edly)\b", re.I
    ),
    "impersonal": re.compile(r"^(?:it|there)\b|^(?:emerged|appears?|seems?)\b", re.I),
    "according": re.compile(r"^according\b", re.I),
    "infinitive": re.compile(r"^to\s", re.I),
}
LEAD_SHAPES = {
    "after and": re.compile(r"\b(?:and|but|or|then|also)\s+(?:(?:also|then|later|has|had|have)\s+)*$", re.I),
    "after it": re.compile(rf"\b(?:it|there)\s+(?:{BE}|has been|had been)?\s*(?:\w+ly\s+)?$", re.I),
    "after be": re.compile(rf"\b{BE}\s+(?:\w+ly\s+)?$", re.I),
    "noun": re.compile(
        r"\b(?:the|an?|this|that|any|some|no|despite|amid|after|for|with|by|following|of|more|recent|on)\s+(?:\w+\s+)?$",
        re.I,
    ),
    "when": re.compile(r"\b(?:when|if|as|once)\s+$", re.I),
}


def cue_shapes(text: str, cue: tuple[int, int] | None) -> Iterator[str]:
    """What the cue of a source that is not there looks like: "and said" has the subject before it, "it is thought" none."""
    if cue is None:
        yield "no cue"
        return
    lead, form = text[max(0, cue[0] - 40) : cue[0]], text[slice(*cue)]
    yield from (shape for shape, found in CUE_SHAPES.items() if found.search(form))
    yield from (shape for shape, found in LEAD_SHAPES.items() if found.search(lead))
