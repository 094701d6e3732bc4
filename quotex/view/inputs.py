"""What `quotex report` takes: files that quotex has written, with the texts that they come from, and articles."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from spacy.language import Language

from quotex.articles import Document, Failure
from quotex.errors import UnreadableRecords
from quotex.extraction import extract_articles
from quotex.labels import MODES, TYPES
from quotex.readers.files import find_files
from quotex.readers.options import ReadOptions
from quotex.readers.reading import read_document, read_items
from quotex.records import Quote
from quotex.view.marking import check_fit, passages
from quotex.view.readings import Reading
from quotex.writers.formats import scan_records
from quotex.writers.rows import Record

Complain = Callable[[str], None]


def read_articles(
    paths: Sequence[Path], complain: Complain, nlp: Language | None = None, leave_out: Collection[Path] = ()
) -> Iterator[Reading]:
    """The articles of files and folders with the quotations that `nlp` finds; `complain` hears why one is left out."""
    for found in extract_articles(read_items(find_files(paths, leave_out), ReadOptions()), nlp):
        if isinstance(found, Failure):
            complain(str(found))
        else:
            yield Reading.of(found)


def read_records(path: Path, texts: Path | None, complain: Complain) -> Iterator[Reading]:
    """The articles of a file that quotex has written, with their texts: the ones it carries, else those in `texts`.

    `complain` hears of what is no record, and of each text that was looked for and is not there or is another.
    """
    quotes: dict[str, list[Quote]] = {}
    first: dict[str, Record] = {}
    for record, quote in _sound_records(path, complain):
        quotes.setdefault(quote.article, []).append(quote)
        first.setdefault(quote.article, record)
    found = {id: text for id, record in first.items() if isinstance(text := record.get("article_text"), str)}
    if texts is not None:
        found |= _find_texts(texts, quotes.keys() - found.keys(), complain)
    for id, of_one in quotes.items():
        text, meta = found.get(id), first[id].get("meta")
        if text is not None and not _fits(text, of_one, complain):
            text = None
        yield Reading(id, text, tuple(of_one), meta if isinstance(meta, Mapping) else {})


def _sound_records(path: Path, complain: Complain) -> Iterator[tuple[Record, Quote]]:
    seen: set[str] = set()
    for number, record in enumerate(scan_records(path), start=1):
        if isinstance(record, UnreadableRecords):
            complain(str(record))
            continue
        try:
            quote = parse_record(record)
            if quote.id in seen:
                raise UnreadableRecords(f"a second {quote.id}")
        except UnreadableRecords as error:
            complain(f"{path}: record {number} is none: {error}")
        else:
            seen.add(quote.id)
            yield record, quote


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


def _find_texts(texts: Path, wanted: Collection[str], complain: Complain) -> dict[str, str]:
    """The texts of the wanted articles that the path holds. An id is only compared, never followed as a path."""
    found: dict[str, str] = {}
    options = ReadOptions()
    for item in read_items(find_files([texts]), options) if wanted else ():
        if isinstance(item, Failure) or item.id not in wanted:
            continue
        article = read_document(item, options) if isinstance(item, Document) else item
        if isinstance(article, Failure):
            complain(str(article))
        else:
            found[article.id] = article.text
    for id in sorted(wanted - found.keys()):
        complain(f"{texts}: no text of {id!r}")
    return found


def _fits(text: str, quotes: list[Quote], complain: Complain) -> bool:
    try:
        check_fit(text, quotes)
    except UnreadableRecords as error:
        complain(str(error))
        return False
    return True
