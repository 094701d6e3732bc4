"""GUM's gold coreference as sources whose speaker is known: the subjects of verbs that report what somebody says or thinks.

GUM holds few quotations that are marked as such, but whoever says or thinks something in it is the subject of a verb with
a clause, and the subject's chain tells who that is where one of its mentions is a name (Zeldes 2017).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from quotex.document import Document, Source
from quotex.entities import Entity
from quotex.quotations import Quotation
from quotex.resolution import read_document
from quotex.scoring import Row
from quotex.words import Words, span_of, split_words

REPORTING = frozenset(
    """
    say tell ask add think believe know want hope claim argue announce note explain insist suggest warn write feel expect
    agree admit deny report state reply answer wonder worry fear promise predict describe call declare decide realize plan
    consider
    """.split()
)
CLAUSES = ("ccomp", "parataxis", "xcomp", "obj")  # relations of what is said or thought to its verb
ENTITY = re.compile(r"(?:^|\|)Entity=([^|]*)")
BRACKET = re.compile(r"\([^()]+\)?|[^()]+\)")


@dataclass(frozen=True)
class Token:
    start: int
    end: int
    lemma: str
    tag: str
    head: int | None  # an index into the document's tokens
    relation: str


@dataclass(frozen=True)
class Chained:
    """A mention: its first and last token, its chain and what it is ("person", "organization", …)."""

    first: int
    last: int
    chain: str
    kind: str


@dataclass
class Treebank:
    """A document of the treebank."""

    text: str = ""
    tokens: list[Token] = field(default_factory=list)
    mentions: list[Chained] = field(default_factory=list)


def read_treebank(path: Path) -> Treebank:
    """Paragraphs (`# newpar`) are parted by a blank line, as convert.py parts them."""
    read = Treebank()
    opened: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for block in path.read_text(encoding="utf8").split("\n\n"):
        if "# newpar" in block and read.text:
            read.text = read.text.rstrip() + "\n\n"
        first = len(read.tokens) - 1
        until, whole = 0, (0, 0)  # the last part of a contraction, and where that stands
        for columns in (line.split("\t") for line in block.splitlines() if line[:1].isdigit()):
            if "." in columns[0]:
                continue
            start = len(read.text)
            if "-" in columns[0] or int(columns[0]) > until:
                read.text += columns[1] + ("" if "SpaceAfter=No" in columns[9] else " ")
            if "-" in columns[0]:
                until, whole = int(columns[0].split("-")[1]), (start, start + len(columns[1]))
                continue
            start, end = whole if int(columns[0]) <= until else (start, start + len(columns[1]))
            head = first + int(columns[6]) if columns[6] != "0" else None
            read.tokens.append(Token(start, end, columns[2], columns[3], head, columns[7]))
            _read_mentions(columns[9], len(read.tokens) - 1, opened, read.mentions)
    read.text = read.text.rstrip() + "\n"
    return read


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


Report = tuple[Chained, int, list[int]]  # a subject, its verb, the tokens of what is reported


def reports(read: Treebank) -> Iterator[Report]:
    """Each subject of a reporting verb, with what it reports."""
    children: dict[int, list[int]] = defaultdict(list)
    for i, token in enumerate(read.tokens):
        if token.head is not None:
            children[token.head].append(i)
    for i, token in enumerate(read.tokens):
        verb = token.head
        if verb is None or not token.relation.startswith("nsubj"):
            continue
        if read.tokens[verb].tag != "VERB" or read.tokens[verb].lemma not in REPORTING:
            continue
        around = [m for m in read.mentions if m.first <= i <= m.last and not m.first <= verb <= m.last]
        clauses = [c for c in children[verb] if read.tokens[c].relation in CLAUSES]
        if not around or not clauses:
            continue
        subject = max(around, key=lambda m: m.last - m.first)
        said = sorted(set(_below(children, clauses[0])) - {verb, *range(subject.first, subject.last + 1)})
        if said and said[0] < subject.first < said[-1]:  # the verb stands within what is said
            said = [t for t in said if t > verb] or [t for t in said if t < subject.first]
        if said and subject.kind in ("person", "organization", "place"):
            yield subject, verb, said


def _below(children: dict[int, list[int]], top: int) -> list[int]:
    return [top, *(token for child in children[top] for token in _below(children, child))]


def read_chains(nlp: Any, folder: Path) -> Iterator[tuple[Document, list[Source], list[Row]]]:
    """Each document of FOLDER/*.conllu with its sources and the gold rows that tell kind and speaker."""
    component = nlp.get_pipe("quotex")
    for path in sorted(folder.glob("*.conllu")):
        read = read_treebank(path)
        words = split_words(read.text)
        found = sorted(
            (pair for report in reports(read) if (pair := _quotation(read, words, report))),
            key=lambda pair: min(pair[0].content[0][0], pair[0].cue[0]) if pair[0].cue else 0,
        )
        if found:
            scores = component.encoder(words)
            doc = nlp.make_doc(read.text)
            component.annotate(doc, words, scores)
            document, sources = read_document(doc, words, scores, [q for q, _ in found], component.knowledge)
            named = _named(read, document)
            yield document, sources, [_row(subject, named.get(subject.chain)) for _, subject in found]


def _quotation(read: Treebank, words: Words, report: Report) -> tuple[Quotation, Chained] | None:
    subject, verb, said = report
    start, end = read.tokens[said[0]].start, read.tokens[said[-1]].end
    content = span_of(words, start, end)
    cue = span_of(words, read.tokens[verb].start, read.tokens[verb].end)
    source = span_of(words, read.tokens[subject.first].start, read.tokens[subject.last].end)
    if not (content and cue and source):
        return None
    marked = re.search(r"[\"“]", read.text[max(0, start - 2) : end + 2])
    return Quotation((content,), cue, source, "direct" if marked else "indirect", "speech", 1.0), subject


def _named(read: Treebank, document: Document) -> dict[str, Entity]:
    """The entity of each chain that has one: the one that ends most of its mentions with a proper noun."""
    votes: dict[str, Counter[Entity]] = defaultdict(Counter)
    for mention in read.mentions:
        if any(token.tag == "PROPN" for token in read.tokens[mention.first : mention.last + 1]):
            end = read.tokens[mention.last].end
            for name, entity in document.inside(read.tokens[mention.first].start, end):
                votes[mention.chain][entity] += name.end >= end - len("'s")
    return {chain: best[0][0] for chain, count in votes.items() if (best := (+count).most_common(1))}


def _row(subject: Chained, entity: Entity | None) -> Row:
    """A person without a name is unnamed; of a body without one nothing is known."""
    if entity:
        return {"kind": entity.kind, "speaker": entity.fullest.text}
    return {"kind": "unnamed" if subject.kind == "person" else None, "speaker": None}
