from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from quotex.errors import QuotexError
from quotex.scoring import name_key, read_attributions, score


def row(**changes: Any) -> dict[str, Any]:
    base = {
        "doc": "a", "content": [[10, 30]], "cue": [4, 8], "source": [0, 3], "type": "direct", "mode": "speech",
        "speaker": "Ann Lee", "kind": "person",
    }  # fmt: skip
    return {**base, **changes}


def figures(gold: list[dict[str, Any]], predicted: list[dict[str, Any]], text: str = "x" * 99) -> dict[str, Any]:
    return score({"a": gold}, {"a": predicted}, {"a": text})


def test_equal_rows_score_full() -> None:
    found = figures([row()], [row()])
    for name in ("content", "cue", "source", "quote", "linked", "who", "direct.quote", "direct.linked", "direct.who"):
        assert found[name]["f"] == 100.0, name
    assert found["type"]["accuracy"] == found["mode"]["accuracy"] == 100.0


def test_a_missed_article_counts_in_full() -> None:
    found = score({"a": [row()], "b": [row(doc="b")]}, {"a": [row()]}, {})
    assert found["quote"]["r"] == 50.0
    assert found["quote"]["p"] == 100.0


def test_a_quotation_found_in_an_article_without_any_is_false() -> None:
    assert figures([], [row()])["quote"]["p"] == 0.0


def test_marks_at_the_ends_are_forgiven() -> None:
    text = "Ann said “it is over now”, then left."
    gold, found = [row(content=[[10, 24]])], [row(content=[[9, 26]])]
    assert figures(gold, found, text)["content"]["f"] == 100.0
    assert figures(gold, [row(content=[[9, 29]])], text)["content"]["f"] == 0.0


def test_one_prediction_pairs_once() -> None:
    found = figures([row(), row(content=[[12, 30]])], [row()])
    assert (found["quote"]["p"], found["quote"]["r"]) == (100.0, 50.0)


def test_linked_needs_the_source() -> None:
    assert figures([row()], [row(source=[50, 53])])["linked"]["f"] == 0.0
    assert figures([row()], [row(source=None)])["linked"]["f"] == 0.0
    assert figures([row(source=None)], [row(source=None)])["linked"]["f"] == 100.0


def test_who_counts_people_and_bodies_only() -> None:
    gold = [row(), row(content=[[40, 60]], kind="group", speaker="critics")]
    found = figures(gold, [row(), row(content=[[40, 60]], kind="group", speaker="fans")])
    assert (found["who"]["f"], found["who"]["gold"], found["who"]["pred"]) == (100.0, 1, 1)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mr. Ann Lee", "ann lee"),
        ("José Díaz", "Jose Diaz"),
        ("A Lee ; B Chen", "B Chen ; A Lee"),
        ("the BBC", "BBC"),
        ("Lee’s", "Lee"),
    ],
)
def test_name_keys_that_are_equal(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


def test_predictions_without_gold_are_an_error() -> None:
    with pytest.raises(QuotexError, match="without gold"):
        score({}, {"a": [row()]}, {})


def test_a_bad_gold_file_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"id": 1}\n', encoding="utf-8")
    with pytest.raises(QuotexError, match="line 1"):
        read_attributions(path)
    with pytest.raises(QuotexError, match=r"missing\.jsonl"):
        read_attributions(tmp_path / "missing.jsonl")
