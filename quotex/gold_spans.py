"""The two later steps alone: linking and resolution where finding is taken from gold."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from quotex.component import Quotex
from quotex.document import PRONOUNS
from quotex.encoder import Scores
from quotex.evaluation import attribution
from quotex.names import WORD, plain
from quotex.quotations import Quotation, link_spans
from quotex.records import Quote
from quotex.resolution import resolve_quotes
from quotex.scoring import NAMED, Row, Rows, name_key, read_attributions
from quotex.words import Words, span_of, split_words

Seen = tuple[Doc, Words, Scores, list[Row], list[Quotation]]


def gold_quotations(words: Words, rows: list[Row]) -> tuple[list[Row], list[Quotation]]:
    """Gold attributions as the finder's output, in text order; a row whose content has no word is left out."""
    pairs = []
    for row in rows:
        content = tuple(span for start, end in row["content"] if (span := span_of(words, start, end)))
        cue, source = (span_of(words, *row[role]) if row.get(role) else None for role in ("cue", "source"))
        if content:
            pairs.append((row, Quotation(content, cue, source, row["type"], row.get("mode") or "speech", 1.0)))
    pairs.sort(key=lambda pair: min(s[0] for s in (*pair[1].content, pair[1].cue or pair[1].content[0])))
    return [row for row, _ in pairs], [quotation for _, quotation in pairs]


def read_gold(nlp: Language, gold: Rows, texts: dict[str, str]) -> Iterator[Seen]:
    """Each article's Doc with sentences and entities, its words and scores, and its gold as quotations."""
    component = nlp.get_pipe("quotex")
    assert isinstance(component, Quotex)
    for name, rows in gold.items():
        doc = nlp(texts[name])
        words = split_words(texts[name])
        yield doc, words, component.encoder(words), *gold_quotations(words, rows)


def evaluate_gold_spans(nlp: Language, gold: Path, texts: Path) -> dict[str, dict[str, Any]]:
    """Figures in percent, given the gold spans of content, cue and source. Raises QuotexError.

    linked                parts of content that chose their cue, and cues that chose their source
    speaker, speaker.*    gold speakers of kind person or org named right: of all, and "answered" of those named at all;
                          by what the source is: name, pronoun, description, none
    kind                  accuracy of the speaker's kind, "unknown" left out
    """
    component = nlp.get_pipe("quotex")
    assert isinstance(component, Quotex)
    rows = read_attributions(gold)
    articles = {name: (texts / f"{name}.txt").read_bytes().decode("utf8") for name in rows}
    tallies: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])  # right, answered, all
    for doc, words, scores, golds, quotations in read_gold(nlp, rows, articles):
        for name, hits in link_gold(component, words, scores, quotations).items():
            _count(tallies[name], hits.count(True), len(hits), len(hits))
        quotes = resolve_quotes(doc, words, scores, quotations, component.knowledge)
        for row, quote in zip(golds, quotes, strict=True):
            for name, right, answered in _judge(row, quote, doc.text):
                _count(tallies[name], right, answered, 1)
    return {name: _figures(*tally) for name, tally in sorted(tallies.items())}


def link_gold(component: Quotex, words: Words, scores: Scores, quotations: list[Quotation]) -> dict[str, list[bool]]:
    """Whether each content part found its cue, and each cue its source, among all gold spans of the article."""
    owner = {part: q.cue for q in quotations for part in q.content}
    sources = {q.cue: q.source for q in quotations if q.cue}
    contents, cues = sorted(owner), sorted(sources)
    spoken = sorted({q.source for q in quotations if q.source})
    to_cue, to_source = link_spans(words, scores, component.links, contents, cues, spoken)
    return {
        "linked.content": [owner[c] == (cues[i] if i >= 0 else None) for c, i in zip(contents, to_cue, strict=True)],
        "linked.cue": [sources[c] == (spoken[i] if i >= 0 else None) for c, i in zip(cues, to_source, strict=True)],
    }


def _judge(row: Row, quote: Quote, text: str) -> Iterator[tuple[str, bool, bool]]:
    given = attribution("", quote)
    kind = given["kind"]
    if row.get("kind") not in (None, "unknown"):
        yield "kind", kind == row["kind"], kind is not None
    if row.get("kind") in NAMED:
        found = name_key(given["speaker"] if kind in NAMED else None)
        right = bool(found) and found == name_key(row["speaker"])
        for name in ("speaker", f"speaker.{source_form(text[slice(*row['source'])] if row.get('source') else None)}"):
            yield name, right, bool(found)


def source_form(source: str | None) -> str:
    """What a source is to the eye: "none", a "pronoun", a "name" (it holds a capitalised word), a "description"."""
    words = WORD.findall(plain(source)) if source else []
    if source is None or not words:
        return "none"
    if len(words) <= 2 and words[0] in PRONOUNS:
        return "pronoun"
    named = re.search(r"\b[A-Z]", source[0].lower() + source[1:]) or (len(words) == 1 and source[0].isupper())
    return "name" if named else "description"


def _count(tally: list[int], right: int, answered: int, total: int) -> None:
    tally[0] += right
    tally[1] += answered
    tally[2] += total


def _figures(right: int, answered: int, total: int) -> dict[str, Any]:
    of = {"right": right / total if total else 0.0, "answered": right / answered if answered else 0.0}
    return {**{name: round(100 * share, 1) for name, share in of.items()}, "n": total}
