"""Quotations on a Doc: written to span groups, read back as records.

The groups travel with the Doc through `nlp.pipe(n_process=2)`, `to_bytes` and `DocBin`; a dataclass in `doc._` would not
(E871). Spans show the quotations in tokens; the exact characters, which a foreign tokenizer's tokens may not fit, are
plain data in the content group's `attrs`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from spacy.tokens import Doc, Span, SpanGroup

from quotex.records import Quote

GROUPS = {"content": "quotex_content", "cue": "quotex_cue", "source": "quotex_source", "speaker": "quotex_speaker"}
RECORDS = "quotex"


def write_quotes(doc: Doc, quotes: Sequence[Quote]) -> None:
    """Set the span groups of `doc`, also when there is nothing to put in them. A span's id is its quotation's number."""
    spans: dict[str, list[Span]] = {role: [] for role in GROUPS}
    for number, quote in enumerate(quotes, start=1):
        single = (("cue", quote.cue), ("source", quote.source), *(("speaker", s) for s in quote.speakers))
        for role, passage in (*(("content", part) for part in quote.content), *single):
            if passage is not None:
                label = {"content": quote.type, "cue": quote.mode, "source": role}.get(role)
                if label is None:
                    label = quote.speakers[0].kind
                span = doc.char_span(passage.start, passage.end, label, span_id=number, alignment_mode="expand")
                if span is not None:
                    spans[role].append(span)
    for role, name in GROUPS.items():
        attrs = {RECORDS: [quote.to_dict() for quote in quotes]} if role == "content" else {}
        doc.spans[name] = SpanGroup(doc, name=name, spans=spans[role], attrs=attrs)


def read_quotes(doc: Doc, article: str = "") -> tuple[Quote, ...]:
    """The quotations on `doc`, in text order; ids are prefixed by `article`, the article's id.

    Empty if no quotex component has seen the Doc.
    """
    name = GROUPS["content"]
    rows: list[dict[str, Any]] = doc.spans[name].attrs.get(RECORDS, []) if name in doc.spans else []
    quotes = tuple(Quote.from_dict(row) for row in rows)
    return tuple(named(quote, article) for quote in quotes) if article else quotes


def named(quote: Quote, article: str) -> Quote:
    """The quotation as one of `article`, whose prefix its ids get."""
    prefix = prefix_of(article)
    speakers = tuple(replace(speaker, id=prefix + speaker.id) for speaker in quote.speakers)
    return replace(quote, id=prefix + quote.id, article=article, speakers=speakers)


def prefix_of(article: str) -> str:
    """What begins the ids of an article's records: "sport/asif#" for "sport/asif.txt".

    No other suffix goes: of "asif.html", "3.1" and "https://post.example/asif" each letter may tell two articles apart.
    """
    return article.removesuffix(".txt") + "#"


def register_extension() -> None:
    """`doc._.quotes`. Another package's attribute of that name is left alone, as spaCy asks."""
    if not Doc.has_extension("quotes"):
        Doc.set_extension("quotes", getter=read_quotes)
