"""GUM's gold coreference as sources whose speaker is known: the subjects of verbs that report what somebody says or thinks.

GUM holds few quotations that are marked as such, but whoever says or thinks something in it is the subject of a verb with
a clause, and the subject's chain tells who that is where one of its mentions is a name (Zeldes 2017).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from quotex.document import Document, Source
from quotex.entities import Entity
from quotex.quotations import Quotation
from quotex.resolution import read_document
from quotex.scoring import Row
from quotex.words import Words, span_of, split_words
from treebank import Chained, Treebank, read_treebank

REPORTING = frozenset(
    """
    say tell ask add think believe know want hope claim argue announce note explain insist suggest warn write feel expect
    agree admit deny report state reply answer wonder worry fear promise predict describe call declare decide realize plan
    consider
    """.split()
)
CLAUSES = ("ccomp", "parataxis", "xcomp", "obj")  # relations of what is said or thought to its verb


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
