"""The label sets of the model's heads, in the order of their scores."""

from __future__ import annotations

SPANS = ("content", "source", "cue")
ROLES = ("O", *(f"{prefix}-{name}" for name in SPANS for prefix in "BI"))
TYPES = ("direct", "indirect", "mixed")
MODES = ("speech", "thought")
KINDS = ("person", "org", "group", "unnamed", "document", "author")
ENTITY_TYPES = ("PERSON", "ORG", "GPE", "MISC")
ENTITIES = ("O", *(f"{prefix}-{name}" for name in ENTITY_TYPES for prefix in "BI"))

# The columns of the encoder's output, one row a word: scores of each head, then the vectors of pairs: what
# the linker compares, and a content's first and last word.
LINK_WIDTH = 64
COLUMNS: dict[str, int] = {
    "role": len(ROLES),
    "type": len(TYPES),
    "mode": len(MODES),
    "kind": len(KINDS),
    "sent": 2,
    "ent": len(ENTITIES),
    "content_query": LINK_WIDTH,
    "cue_key": LINK_WIDTH,
    "cue_query": LINK_WIDTH,
    "source_key": LINK_WIDTH,
    "content_start": LINK_WIDTH,
    "content_end": LINK_WIDTH,
}


def column_slices() -> dict[str, slice]:
    """Where each head's scores stand in a row of the encoder's output."""
    slices, at = {}, 0
    for name, width in COLUMNS.items():
        slices[name] = slice(at, at + width)
        at += width
    return slices
