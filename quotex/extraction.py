"""Texts and articles to records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from quotex.annotations import read_quotes
from quotex.articles import Article, Document, Failure, Place
from quotex.boilerplate import without_boilerplate
from quotex.model import shared_pipeline
from quotex.readers.options import ReadOptions
from quotex.readers.reading import Item, read_document
from quotex.records import Quote
from quotex.runs.pool import ordered_map
from quotex.tokens import make_doc


@dataclass(frozen=True)
class Result:
    """An article with its quotations, in text order. `words` counts the text's, split at white space."""

    article: Article
    quotes: tuple[Quote, ...]
    words: int


def extract(text: str | Doc, *, article: str = "") -> tuple[Quote, ...]:
    """The quotations of a text, in text order, but for those in the boilerplate at its ends.

    A Doc is read as it is if a quotex component has annotated it, else its text is. `article` names the article in the
    records and their ids.
    """
    if isinstance(text, Doc) and "quotex_content" in text.spans:
        return without_boilerplate(text.text, read_quotes(text, article))
    return _extract(shared_pipeline(), text.text if isinstance(text, Doc) else text, article)


def extract_articles(
    articles: Iterable[Item], nlp: Language | None = None, *, workers: int = 1, model: Path | None = None
) -> Iterator[Result | Failure]:
    """Each article with its quotations, in order; a Failure stands for one that could not be read or worked on.

    Takes what `read_articles` gives. `nlp` is a pipeline with the component `quotex`, for this process alone; `model` the
    folder of one; without either it is the shipped one. With several workers, processes are spawned: the calling script
    needs `if __name__ == "__main__":`.
    """
    if nlp is not None and workers > 1:
        raise ValueError("several workers load their own pipeline: give its folder as `model`, not `nlp`")
    options = ReadOptions()
    start = partial(partial, extract_item, nlp, options) if nlp else partial(start_extractor, model, options)
    for item, result in ordered_map(articles, start, workers=workers, size=size_of, lost=lost):
        found = item if result is None else result
        assert isinstance(found, Result | Failure)
        yield found


def start_extractor(model: Path | None, options: ReadOptions) -> Callable[[Item], Result | Failure]:
    """What a worker does with an item, with its own pipeline."""
    nlp = spacy.load(model) if model else shared_pipeline()
    return partial(extract_item, nlp, options)


def extract_item(nlp: Language, options: ReadOptions, item: Item) -> Result | Failure:
    """Read the item if it is a document, find its quotations. Whatever goes wrong is a Failure: the rest goes on."""
    place = place_of(item)
    try:
        article = read_document(item, options) if isinstance(item, Document) else item
        if isinstance(article, Failure):
            return article
        return Result(article, _extract(nlp, article.text, article.id), len(article.text.split()))
    except Exception as error:
        return Failure(place, f"could not be worked on: {type(error).__name__}: {error}")


def _extract(nlp: Language, text: str, article: str) -> tuple[Quote, ...]:
    return without_boilerplate(text, read_quotes(nlp(make_doc(nlp, text)), article))


def size_of(item: Item) -> int:
    """Characters or bytes of work in an item; none in a failure."""
    if isinstance(item, Failure):
        return 0
    return max(1, len(item.data) if isinstance(item, Document) else len(item.text))


def place_of(item: Item) -> Place:
    return item.place or Place(item.id) if isinstance(item, Article) else item.place


def lost(item: Item, reason: str) -> Failure:
    return Failure(place_of(item), reason)
