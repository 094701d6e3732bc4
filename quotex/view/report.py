"""Articles and their quotations to one self-contained HTML file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from quotex.records import Quote
from quotex.view.marking import Paragraph, Piece, mark
from quotex.view.pages import percent, render_page
from quotex.view.readings import Reading


@dataclass(frozen=True)
class Sheet:
    """An article as the template shows it."""

    id: str
    title: str
    date: str
    paragraphs: list[Paragraph]


def render_report(readings: Iterable[Reading], title: str = "Quotations") -> str:
    """The report's HTML: every article with its quotations marked, search, filters, speakers and chart.

    Raises UnreadableRecords if quotations do not fit their article's text.
    """
    readings = list(readings)
    data = report_data(readings)
    days = sorted({reading.date for reading in readings} - {""})
    counts = {
        "quotes": len(data["quotes"]),
        "speakers": len(data["speakers"]),
        "articles": len(readings),
        "days": sorted({*days[:1], *days[-1:]}),
    }
    return render_page(
        "report.html", ("report.css",), ("report.js",), title=title, counts=counts, data=data, articles=_sheets(readings)
    )


def report_data(readings: list[Reading]) -> dict[str, Any]:
    """What the report's script searches: articles, speakers, and a row for each quotation in the order of its number."""
    speakers: dict[tuple[str, str], int] = {}
    rows = []
    for place, reading in enumerate(readings):
        for quote in reading.quotes:
            rows.append(_row(place, quote, speakers))
    return {
        "articles": [{"id": reading.id, "date": reading.date} for reading in readings],
        "speakers": [{"name": name, "kind": kind} for name, kind in speakers],
        "quotes": rows,
    }


def _row(place: int, quote: Quote, speakers: dict[tuple[str, str], int]) -> list[Any]:
    named = [speakers.setdefault((speaker.name, speaker.kind), len(speakers)) for speaker in quote.speakers]
    by = quote.source.text if quote.source else ""
    return [
        quote.id,
        place,
        quote.type,
        quote.mode,
        list(dict.fromkeys(named)),
        quote.text,
        percent(quote.confidence.quote),
        by,
    ]


def _sheets(readings: Iterable[Reading]) -> Iterator[Sheet]:
    first = 0
    for reading in readings:
        text = reading.text
        paragraphs = _bare(reading.quotes, first) if text is None else mark(text, reading.quotes, first)
        yield Sheet(reading.id, reading.title, reading.date, paragraphs)
        first += len(reading.quotes)


def _bare(quotes: tuple[Quote, ...], first: int) -> list[Paragraph]:
    """The quotations themselves, where the text around them is not at hand."""
    return [
        Paragraph([Piece(quote.text, ("content", quote.type), (number,))], notes=[(number, quote)])
        for number, quote in enumerate(quotes, start=first)
    ]
