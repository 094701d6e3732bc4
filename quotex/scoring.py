"""How well predicted attributions agree with gold ones: spans, links, speakers. Counted from the gold side, end to end.

An attribution is a JSON object {"doc", "content": [[start, end], …], "cue": [start, end] | null, "source", "speaker",
"kind", "mode", "type"}; offsets are half-open characters of the article.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import srsly

from quotex.errors import QuotexError

Row = Mapping[str, Any]
Rows = dict[str, list[Row]]

SPAN_EDGE = " \t\r\n\u00a0.,;:\"'“”‘’`´«»"  # exact match forgives these at either end of a span
NAMED = ("person", "org")
PAIRED = 0.5  # least overlap (IoU, in characters) of the contents of a pair
# Left off a speaker's name before it is compared.
HONORIFICS = frozenset(
    """
    mr mrs ms miss dr prof professor sir lord lady dame sen senator rep representative gov governor president
    secretary gen general the
    """.split()
)


@dataclass
class Tally:
    """Hits are counted from both sides: for the direct figures the two populations differ."""

    hit_gold: int = 0
    hit_predicted: int = 0
    gold: int = 0
    predicted: int = 0

    def figures(self) -> dict[str, float]:
        """Precision, recall and F1 in percent, with the counts."""
        p = self.hit_predicted / self.predicted if self.predicted else 0.0
        r = self.hit_gold / self.gold if self.gold else 0.0
        f = 2 * p * r / (p + r) if p + r else 0.0
        rounded = {"p": round(100 * p, 1), "r": round(100 * r, 1), "f": round(100 * f, 1)}
        return {**rounded, "gold": self.gold, "pred": self.predicted}


def read_attributions(path: Path) -> Rows:
    """Attributions by article; a line without content only says that its article exists. Raises QuotexError."""
    found: Rows = defaultdict(list)
    try:
        for number, row in enumerate(srsly.read_jsonl(path), start=1):
            if not isinstance(row, dict) or "doc" not in row:
                raise QuotexError(f'{path}: line {number} is no attribution (it has no "doc")')
            found[row["doc"]] += [row] if row.get("content") else []
    except (OSError, ValueError) as error:
        raise QuotexError(f"{path}: {error}") from error
    return found


def score(gold: Rows, predicted: Rows, texts: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """The figures by name, in percent:

    content, cue, source   exact spans, each contiguous part of a content on its own
    quote                  pairs of attributions whose contents overlap by IoU >= 0.5, one to one, best first
    linked                 such pairs whose sources also overlap, or are both absent
    who                    such pairs with the gold speaker, over speakers of kind person and org
    direct.*               the same over direct quotations
    type, mode             accuracy over pairs
    """
    extra = set(predicted) - set(gold)
    if extra:
        raise QuotexError(f"predictions for articles without gold: {sorted(extra)[:3]}")
    tallies: dict[str, Tally] = defaultdict(Tally)
    agree = {"type": [0, 0], "mode": [0, 0]}
    for doc, golds in gold.items():
        guesses = predicted.get(doc, [])
        _score_spans(golds, guesses, texts.get(doc), tallies)
        pairs = pair(golds, guesses)
        for prefix in ("", "direct."):
            _score_pairs(golds, guesses, pairs, prefix, tallies)
        for i, j in pairs:
            for name, tally in agree.items():
                if golds[i].get(name):
                    tally[0] += golds[i][name] == guesses[j].get(name)
                    tally[1] += 1
    accuracy = {k: {"accuracy": round(100 * a / n, 1) if n else None, "n": n} for k, (a, n) in agree.items()}
    return {**{name: tally.figures() for name, tally in tallies.items()}, **accuracy}


def _score_spans(golds: list[Row], guesses: list[Row], text: str | None, tallies: dict[str, Tally]) -> None:
    for role in ("content", "cue", "source"):
        wanted, found = _spans(golds, role, text), _spans(guesses, role, text)
        tally = tallies[role]
        hits = len(wanted & found)
        tally.hit_gold += hits
        tally.hit_predicted += hits
        tally.gold += len(wanted)
        tally.predicted += len(found)


def _spans(rows: Iterable[Row], role: str, text: str | None) -> set[tuple[int, int]]:
    found = set()
    for row in rows:
        for start, end in row["content"] if role == "content" else [row[role]] if row.get(role) else []:
            while text is not None and start < end and text[start] in SPAN_EDGE:
                start += 1
            while text is not None and start < end and text[end - 1] in SPAN_EDGE:
                end -= 1
            if start < end:
                found.add((start, end))
    return found


def _score_pairs(
    golds: list[Row], guesses: list[Row], pairs: list[tuple[int, int]], prefix: str, tallies: dict[str, Tally]
) -> None:
    def counts(row: Row) -> bool:
        return not prefix or bool(row["type"] == "direct")

    quote, linked, who = (tallies[prefix + name] for name in ("quote", "linked", "who"))
    for tally in (quote, linked):
        tally.gold += sum(map(counts, golds))
        tally.predicted += sum(map(counts, guesses))
    partner = {j: golds[i] for i, j in pairs}
    who.gold += sum(counts(row) and row.get("kind") in NAMED for row in golds)
    for j, row in enumerate(guesses):
        who.predicted += bool(counts(row) and row.get("speaker") and partner.get(j, row).get("kind") in NAMED)
    for i, j in pairs:
        one, other = golds[i], guesses[j]
        right = one.get("kind") in NAMED and bool(name_key(other.get("speaker")))
        right = right and name_key(other["speaker"]) == name_key(one["speaker"])
        for tally, hit in ((quote, True), (linked, _touch(one.get("source"), other.get("source"))), (who, right)):
            tally.hit_gold += bool(hit and counts(one))
            tally.hit_predicted += bool(hit and counts(other))


def _touch(a: list[int] | None, b: list[int] | None) -> bool:
    if a is None or b is None:
        return a is None and b is None
    return a[0] < b[1] and b[0] < a[1]


def pair(golds: list[Row], guesses: list[Row]) -> list[tuple[int, int]]:
    """Pairs (gold, guess) of attributions whose contents overlap enough, one to one, the best first."""
    wanted = [_characters(row) for row in golds]
    found = [_characters(row) for row in guesses]
    likeness = []
    for i, a in enumerate(wanted):
        for j, b in enumerate(found):
            shared = len(a & b)
            if shared and shared / len(a | b) >= PAIRED:
                likeness.append((-shared / len(a | b), i, j))
    pairs: list[tuple[int, int]] = []
    for _, i, j in sorted(likeness):
        if all(i != a and j != b for a, b in pairs):
            pairs.append((i, j))
    return pairs


def _characters(row: Row) -> set[int]:
    return {at for start, end in row["content"] for at in range(start, end)}


def name_key(name: str | None) -> frozenset[str]:
    """A name up to case, accents, titles and the order of joint speakers ("A ; B")."""
    keys = set()
    for part in name.split(" ; ") if name else ():
        folded = unicodedata.normalize("NFKD", part.replace("’", "'")).encode("ascii", "ignore").decode().lower()
        words = re.findall(r"[a-z0-9]+", re.sub(r"'s$", "", folded.strip()))
        while len(words) > 1 and words[0] in HONORIFICS:
            words = words[1:]
        keys.add(" ".join(words))
    return frozenset(keys)
