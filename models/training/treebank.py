"""Documents of a treebank in CoNLL-U as GUM writes it: text, tokens, sentences and coreferent mentions."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

ENTITY = re.compile(r"(?:^|\|)Entity=([^|]*)")
BRACKET = re.compile(r"\([^()]+\)?|[^()]+\)")


@dataclass(frozen=True)
class Token:
    """A syntactic word; the parts of a contraction all stand where the whole does, and are `part`."""

    start: int
    end: int
    lemma: str
    tag: str  # universal
    fine: str  # the Penn treebank's
    head: int | None  # an index into the document's tokens
    relation: str
    part: bool


@dataclass(frozen=True)
class Chained:
    """A mention: its first and last token, its chain and what it is ("person", "organization", …)."""

    first: int
    last: int
    chain: str
    kind: str


@dataclass
class Treebank:
    """A document of the treebank; sentences are half-open character offsets."""

    text: str = ""
    sentences: list[tuple[int, int]] = field(default_factory=list)
    tokens: list[Token] = field(default_factory=list)
    mentions: list[Chained] = field(default_factory=list)


def read_treebank(path: Path) -> Treebank:
    """Paragraphs (`# newpar`) are parted by a blank line."""
    read = Treebank()
    opened: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for block in path.read_text(encoding="utf8").split("\n\n"):
        if not block.strip():
            continue
        if "# newpar" in block and read.text:
            read.text = read.text.rstrip() + "\n\n"
        begin = len(read.text)
        _read_sentence(block, read, opened)
        read.sentences.append((begin, len(read.text.rstrip())))
    read.text = read.text.rstrip() + "\n"
    return read


def _read_sentence(block: str, read: Treebank, opened: dict[str, list[tuple[int, str]]]) -> None:
    first = len(read.tokens) - 1
    until, whole = 0, (0, 0)  # the last part of a contraction, and where that stands
    for columns in (line.split("\t") for line in block.splitlines() if line[:1].isdigit()):
        if "." in columns[0]:
            continue
        start = len(read.text)
        part = "-" not in columns[0] and int(columns[0]) <= until
        if not part:
            read.text += columns[1] + ("" if "SpaceAfter=No" in columns[9] else " ")
        if "-" in columns[0]:
            until, whole = int(columns[0].split("-")[1]), (start, start + len(columns[1]))
            continue
        start, end = whole if part else (start, start + len(columns[1]))
        head = first + int(columns[6]) if columns[6] != "0" else None
        read.tokens.append(Token(start, end, columns[2], columns[3], columns[4], head, columns[7], part))
        _read_mentions(columns[9], len(read.tokens) - 1, opened, read.mentions)


def _read_mentions(misc: str, at: int, opened: dict[str, list[tuple[int, str]]], mentions: list[Chained]) -> None:
    """Open and close the mentions that start and end at a token: `(3-person-new…(5-place…)` and `3)`."""
    found = ENTITY.search(misc)
    for bracket in BRACKET.findall(found[1]) if found else ():
        chain, *rest = bracket.strip("()").split("-")
        if bracket.startswith("("):
            opened[chain].append((at, rest[0] if rest else ""))
        if bracket.endswith(")") and opened[chain]:
            first, kind = opened[chain].pop()
            mentions.append(Chained(first, at, chain, kind))
