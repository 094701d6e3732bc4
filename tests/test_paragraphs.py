from __future__ import annotations

from pathlib import Path

import pytest

from quotex.errors import QuotexError
from quotex.paragraphs import found_spans, join_tokens, read_paragraphs, score_paragraphs
from quotex.records import Confidence, Cue, Passage, Quote


def test_tokens_are_joined_as_they_are_printed() -> None:
    tokens = ["``", "I", "do", "n't", "know", ",", "''", "Ann", "-LRB-", "39", "-RRB-", "said", "."]
    text, starts = join_tokens(tokens)
    assert text == "“I don't know,” Ann (39) said."
    assert [text[at] for at in starts[:4]] == ["“", "I", "d", "n"]


def test_gold_spans_are_read_from_labels(tmp_path: Path) -> None:
    path = tmp_path / "p.txt"
    path.write_text(
        '{"tokens": ["a", "b", "c", "d"], "labels": ["B-source", "B-cue", "B-content", "I-content"]}\n',
        encoding="utf-8",
    )
    [(tokens, spans)] = read_paragraphs(path)
    assert tokens == ["a", "b", "c", "d"]
    assert spans == {("source", 0, 1), ("cue", 1, 2), ("content", 2, 4)}


def test_another_format_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "p.txt"
    path.write_text('{"doc": "a"}\n', encoding="utf-8")
    with pytest.raises(QuotexError, match="labelled paragraphs"):
        read_paragraphs(path)


def test_records_are_laid_on_tokens() -> None:
    text, starts = join_tokens(["Ann", "said", "it", "rained", "."])
    quote = Quote(
        "q1", "", "indirect", "speech", (Passage("it rained", 9, 18),), Cue("said", 4, 8, "say"), Passage("Ann", 0, 3), (),
        Confidence(0.9, None), 1,
    )  # fmt: skip
    assert text[9:18] == "it rained"
    found = found_spans([quote], starts)
    assert found == {("content", 2, 4), ("cue", 1, 2), ("source", 0, 1)}
    assert score_paragraphs([({("content", 2, 4)}, found)])["content"]["f"] == 100.0
