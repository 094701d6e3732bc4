"""The article that the project was born from: what a reader would say that it says."""

from __future__ import annotations

import pytest
from spacy.language import Language

from quotex import Quote

pytestmark = pytest.mark.model

DIRECT = [
    "“Force is the last resort. We do not want to have an armed conflict with Afghanistan.”",
    "“If they [TTP] can harm us, then we’ll be forced to [retaliate].”",
    "“It’s not necessary that the world must applaud us. What is in our interest is enough for us. We are protecting our "
    "interest, irrespective of whether someone applauds us or not.”",
]
INDIRECT = [
    ("his country does not desire an armed conflict", "Pakistan’s Defense Minister Khawaja Asif"),
    ("Pakistan could block the corridor", "He"),
    ("a message needed to be sent", "He"),
    ("he advised Taliban ministers to not let past", "the defence minister"),
    ("Afghanistan would meet the “single demand”", "Asif"),
    ("Kabul was allowing the TTP to operate", "Asif"),
    ("IS-KP as a major internal security threat", "He"),
]


@pytest.fixture(scope="module")
def article(seeds: dict[str, str]) -> str:
    return seeds["000_f35d691d0a92c864.txt"]


@pytest.fixture(scope="module")
def quotes(nlp: Language, article: str) -> tuple[Quote, ...]:
    found: tuple[Quote, ...] = nlp(article)._.quotes
    return found


def holding(quotes: tuple[Quote, ...], content: str) -> Quote:
    found = [quote for quote in quotes if any(content in part.text for part in quote.content)]
    assert len(found) == 1, f"{len(found)} quotations hold {content!r}"
    return found[0]


def speaker(quote: Quote) -> str | None:
    return quote.speaker.name if quote.speaker else None


def test_the_headline(quotes: tuple[Quote, ...]) -> None:
    quote = holding(quotes, "Cross border terrorism has become intolerable")
    assert quote.source is not None and quote.source.text == "Khwaja Asif"
    assert speaker(quote) == "Khawaja Asif"


@pytest.mark.parametrize("content", DIRECT)
def test_direct_quotations_letter_for_letter(quotes: tuple[Quote, ...], content: str) -> None:
    quote = holding(quotes, content)
    assert [part.text for part in quote.content] == [content]
    assert quote.type == "direct"
    assert speaker(quote) == "Khawaja Asif"


@pytest.mark.parametrize(("content", "source"), INDIRECT)
def test_indirect_quotations(quotes: tuple[Quote, ...], content: str, source: str) -> None:
    quote = holding(quotes, content)
    assert quote.source is not None and quote.source.text == source
    assert speaker(quote) == "Khawaja Asif"


def test_what_pakistan_termed(quotes: tuple[Quote, ...]) -> None:
    quote = holding(quotes, "“intelligence-based anti-terrorist operations”")
    assert speaker(quote) == "Pakistan"
    assert not [q for q in quotes if q.text == "what"]


def test_nothing_comes_from_the_comment_form(quotes: tuple[Quote, ...], article: str) -> None:
    end = article.index("Leave A Reply")
    assert all(part.end <= end for quote in quotes for part in quote.content)
