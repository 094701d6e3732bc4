"""CofeNet's measure (Wang et al., COLING 2022): exact spans, paragraph by paragraph.

Its files hold a JSON object a line: {"tokens": [...], "labels": ["B-content", "I-content", "O", …]}, the tokens in Penn
Treebank form. Text is put together from the tokens, quoted, and the records are laid back on them.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import srsly

from quotex.errors import QuotexError
from quotex.labels import SPANS
from quotex.records import Quote
from quotex.scoring import Tally

Labelled = tuple[str, int, int]

ESCAPED = {
    "-LRB-": "(",
    "-RRB-": ")",
    "-LSB-": "[",
    "-RSB-": "]",
    "-LCB-": "{",
    "-RCB-": "}",
    "``": "“",
    "''": "”",
    "`": "‘",
}
NO_SPACE_BEFORE = frozenset([*".,;:?!)]}%”’…", "n't", "'s", "'re", "'ve", "'ll", "'d", "'m", "'"])
NO_SPACE_AFTER = frozenset("([{“‘$#")


def read_paragraphs(path: Path) -> list[tuple[list[str], set[Labelled]]]:
    """Each paragraph's tokens with its gold spans (role, first token, end). Raises QuotexError for another format."""
    try:
        rows: list[dict[str, Any]] = list(srsly.read_jsonl(path))
        return [(row["tokens"], _gold_spans(row["labels"])) for row in rows]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise QuotexError(f"{path}: not a file of labelled paragraphs ({error})") from error


def _gold_spans(labels: list[str]) -> set[Labelled]:
    spans: set[Labelled] = set()
    start = 0
    for i, label in enumerate([*labels, "O"]):
        before = labels[i - 1] if i else "O"
        if before != "O" and label != f"I-{before[2:]}":
            spans.add((before[2:], start, i))
        if label.startswith("B-"):
            start = i
    return spans


def join_tokens(tokens: Iterable[str]) -> tuple[str, list[int]]:
    """Running text from Treebank tokens, and where each of them starts in it."""
    text, starts = "", []
    glue = True
    for token in tokens:
        plain = ESCAPED.get(token, token)
        if not glue and plain.lower() not in NO_SPACE_BEFORE:
            text += " "
        starts.append(len(text))
        text += plain
        glue = plain in NO_SPACE_AFTER
    return text, starts


def found_spans(quotes: Iterable[Quote], starts: list[int]) -> set[Labelled]:
    """The records' spans in tokens: those that a span touches."""
    found: set[Labelled] = set()
    for quote in quotes:
        passages = [("content", part) for part in quote.content]
        passages += [(role, p) for role, p in (("cue", quote.cue), ("source", quote.source)) if p is not None]
        for role, passage in passages:
            inside = [i for i, at in enumerate(starts) if passage.start <= at < passage.end]
            if inside:
                found.add((role, inside[0], inside[-1] + 1))
    return found


def score_paragraphs(pairs: Iterable[tuple[set[Labelled], set[Labelled]]]) -> dict[str, dict[str, float]]:
    """Micro-averaged figures of (gold, found) span sets for each role."""
    tallies = {role: Tally() for role in SPANS}
    for gold, found in pairs:
        for role, tally in tallies.items():
            wanted, got = ({s for s in spans if s[0] == role} for spans in (gold, found))
            hits = len(wanted & got)
            tally.hit_gold += hits
            tally.hit_predicted += hits
            tally.gold += len(wanted)
            tally.predicted += len(got)
    return {role: tally.figures() for role, tally in tallies.items()}
