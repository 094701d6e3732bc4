"""Why a quotation has its speaker: the rule that decided, or the candidates with their chances."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.language import Language

from quotex.component import Quotex
from quotex.document import Document, Earlier, Resolution, Source
from quotex.errors import QuotexError
from quotex.features import ask
from quotex.named_sources import by_name
from quotex.quotations import find_quotations
from quotex.resolution import read_document
from quotex.speakers import around, pose, resolve_sources
from quotex.words import split_words

SHOWN = 6  # candidates listed, the likeliest first
CUT = 60  # characters of a quotation shown


@dataclass(frozen=True)
class Explanation:
    """One quotation: its words, its source (None if it has none), its speakers' names and kind, the rule that decided.

    `candidates` are names with chances, the likeliest first, where the rule is "ranked"; `least` is the chance that an
    answer needs, and None where no ranker was asked.
    """

    content: str
    source: str | None
    speakers: tuple[str, ...]
    kind: str
    rule: str
    candidates: tuple[tuple[str, float], ...]
    least: float | None

    def lines(self) -> Iterator[str]:
        """As text: what was said, who is taken to have said it and why, then a candidate a line."""
        yield f"{self.content!r}"
        yield f"  source: {self.source or '-'}   speaker: {' ; '.join(self.speakers) or '-'} ({self.kind}, by {self.rule})"
        for name, chance in self.candidates:
            yield f"    {chance:.2f} {name}"
        if self.least is not None:
            none = 1 - sum(chance for _, chance in self.candidates)
            yield f"    {max(none, 0):.2f} none or others; an answer needs {self.least:.2f}"


def explain(nlp: Language, text: str) -> list[Explanation]:
    """An explanation of the speaker of each quotation of a text, in text order.

    `nlp` is a pipeline with the component `quotex`; raises QuotexError if it has none.
    """
    if "quotex" not in nlp.pipe_names:
        raise QuotexError("the pipeline has no component quotex")
    component = nlp.get_pipe("quotex")
    assert isinstance(component, Quotex)
    doc, words = nlp(text), split_words(text)
    scores = component.encoder(words)
    quotations = find_quotations(words, scores, component.links, component.weights.transitions())
    if not quotations:
        return []
    document, sources = read_document(doc, words, scores, quotations, component.knowledge)
    found = resolve_sources(document, sources)
    named = [by_name(document, source) for source in sources]
    return [explain_one(document, source, found[i], *around(sources, found, named, i)) for i, source in enumerate(sources)]


def explain_one(document: Document, source: Source, resolution: Resolution, earlier: Earlier, later: Earlier) -> Explanation:
    ranked: list[tuple[str, float]] = []
    least = None
    asked = pose(document, source, earlier, later) if resolution.rule == "ranked" else None
    if asked:
        question = ask(asked)
        chances = zip(question.entities, document.ranker.chances(question), strict=True)
        ranked = sorted(((e.fullest.text, round(c, 3)) for e, c in chances), key=lambda pair: -pair[1])[:SHOWN]
        least = document.ranker.thresholds[question.form]
    start, end = source.content[0]
    content = document.text[start:end] if end - start <= CUT else document.text[start : start + CUT - 1] + "…"
    names = tuple(entity.fullest.text for entity in resolution.entities)
    return Explanation(content, source.text, names, resolution.kind, resolution.rule, tuple(ranked), least)
