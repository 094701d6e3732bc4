from __future__ import annotations

from quotex import Article, Confidence, Failure, Passage, Quote, Result, Speaker
from quotex.articles import Place
from quotex.runs.summary import Summary


def said_by(name: str, kind: str) -> Quote:
    speaker = Speaker(name, 0, len(name), id="s1", kind=kind)
    sure = Confidence(0.9, 0.9)
    return Quote("a#q1", "a", "direct", "speech", (Passage("Yes", 9, 12),), None, None, (speaker,), sure, 1)


def test_only_people_and_bodies_are_counted_as_speakers() -> None:
    summary = Summary()
    quotes = (
        said_by("Ann Lee", "person"),
        said_by("I", "author"),
        said_by("Rift Institute", "org"),
        said_by("Ann Lee", "person"),
    )
    summary.add(Result(Article("a", "text"), quotes, 1))
    summary.add(Failure(Place("b"), "empty"))
    assert summary.speakers() == [("Ann Lee", 2), ("Rift Institute", 1)]
    assert (summary.articles, summary.errors, summary.quotations) == (1, 1, 4)
