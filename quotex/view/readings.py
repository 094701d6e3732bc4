"""What is looked at: articles with their text, metadata and quotations, from records or from articles."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from spacy.language import Language

from quotex.articles import Article, find_files, read_article
from quotex.errors import QuotexError, UnreadableRecords
from quotex.extraction import extract_articles
from quotex.labels import MODES, TYPES
from quotex.records import Quote
from quotex.view.marking import check_fit, passages

# "2024/03/07/budget.txt", "budget-2024-03-07.txt": newsrooms file by day.
DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/_](\d\d)[-/_](\d\d)(?!\d)")

Complain = Callable[[str], None]


@dataclass(frozen=True)
class Reading:
    """An article with its quotations. `text` is None where it is not at hand. Of `meta`, "title" and "date" are shown."""

    id: str
    text: str | None
    quotes: tuple[Quote, ...]
    meta: Mapping[str, Any] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The title in the metadata, or an empty string."""
        return str(self.meta.get("title") or "")

    @property
    def date(self) -> str:
        """The day, YYYY-MM-DD, that the metadata or else the id names, or an empty string."""
        found = DAY.search(str(self.meta.get("date") or "")) or DAY.search(self.id)
        try:
            return date(*map(int, found.groups())).isoformat() if found else ""
        except ValueError:  # the 31st of February
            return ""


def read_articles(paths: Iterable[Path], complain: Complain, nlp: Language | None = None) -> Iterator[Reading]:
    """The articles of files and folders with the quotations that `nlp` finds; `complain` hears why one is left out."""

    def readable() -> Iterator[Article]:
        for id, path in find_files(paths):
            try:
                yield read_article(id, path)
            except QuotexError as error:
                complain(str(error))

    for article, quotes in extract_articles(readable(), nlp):
        yield Reading(article.id, article.text, quotes)


def read_records(path: Path, texts: Path | None, complain: Complain) -> Iterator[Reading]:
    """The articles of a file of records, a JSON object a line; their texts are the files of those names below `texts`.

    `complain` hears of each line that is no record and of each text that cannot be read. Raises UnreadableRecords if
    the file itself cannot be read.
    """
    quotes: dict[str, list[Quote]] = {}
    for quote in _read_quotes(path, complain):
        quotes.setdefault(quote.article, []).append(quote)
    for id, found in quotes.items():
        text = None
        if texts is not None:
            try:
                text = read_text(id, texts)
                check_fit(text, found)
            except QuotexError as error:
                complain(str(error))
                text = None
        yield Reading(id, text, tuple(found))


def _read_quotes(path: Path, complain: Complain) -> Iterator[Quote]:
    seen: set[str] = set()
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                try:
                    quote = parse_record(json.loads(line))
                    if quote.id in seen:
                        raise UnreadableRecords(f"a second record {quote.id}")
                except (QuotexError, ValueError, RecursionError) as error:
                    complain(f"{path}: line {number} is no record: {error}")
                else:
                    seen.add(quote.id)
                    yield quote
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableRecords(f"{path}: {error}") from error


def parse_record(row: Any) -> Quote:
    """The quotation that a JSON value from outside holds; raises UnreadableRecords if it is none."""
    try:
        quote = Quote.from_dict(row)
        sure = (quote.confidence.quote, quote.confidence.speaker or 0)
        marked = [passage for _, passage in passages(quote)]
        strings = [quote.id, quote.article, *(p.text for p in marked)]
        strings += [string for speaker in quote.speakers for string in (speaker.name, speaker.kind)]
        sound = (
            quote.type in TYPES
            and quote.mode in MODES
            and bool(quote.content)
            and all(isinstance(value, int | float) and 0 <= value <= 1 for value in sure)
            and all(isinstance(p.start, int) and isinstance(p.end, int) and 0 <= p.start < p.end for p in marked)
            and all(isinstance(string, str) for string in strings)
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise UnreadableRecords(f"{type(error).__name__} {error}") from error
    if not sound:
        raise UnreadableRecords("a field has a value that quotex/1 does not allow")
    return quote


def read_text(id: str, texts: Path) -> str:
    """The text of an article below the folder `texts`, never one outside it."""
    path = texts / id
    if "\0" in id or not path.resolve().is_relative_to(texts.resolve()):
        raise UnreadableRecords(f"{id}: no file below {texts}")
    return read_article(id, path).text
