"""Texts and articles to records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.language import Language
from spacy.tokens import Doc

from quotex.annotations import read_quotes
from quotex.articles import Article
from quotex.model import shared_pipeline
from quotex.records import Quote


def extract(text: str | Doc, *, article: str = "") -> tuple[Quote, ...]:
    """The quotations of a text, in text order.

    A Doc is read as it is if a quotex component has annotated it, else its text is. `article` names the article in the
    records and their ids.
    """
    if isinstance(text, Doc):
        if "quotex_content" in text.spans:
            return read_quotes(text, article)
        text = text.text
    return read_quotes(shared_pipeline()(text), article)


def extract_articles(
    articles: Iterable[Article], nlp: Language | None = None
) -> Iterator[tuple[Article, tuple[Quote, ...]]]:
    """Each article with its quotations, in order; `nlp` is a pipeline with the component `quotex`."""
    pairs = ((article.text, article) for article in articles)
    for doc, article in (nlp or shared_pipeline()).pipe(pairs, as_tuples=True, batch_size=64):
        yield article, read_quotes(doc, article.id)
