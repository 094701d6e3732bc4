from __future__ import annotations

import pytest
from sample import BRIDGE, READINGS

from quotex import Article, Result
from quotex.view.readings import Reading


def test_a_result_is_a_reading() -> None:
    quotes = READINGS[0].quotes
    assert Reading.of(Result(Article("a", BRIDGE, {"title": "T"}), quotes, 9)) == Reading(
        "a", BRIDGE, quotes, {"title": "T"}
    )
    assert Reading.of(Result(Article("a", ""), quotes, 0)).text is None


@pytest.mark.parametrize(
    ("id", "meta", "date"),
    [
        ("2024/03/05/bridge.txt", {}, "2024-03-05"),
        ("bridge-2024-03-05.txt", {}, "2024-03-05"),
        ("a.txt", {"date": "2023-12-31T10:00:00Z"}, "2023-12-31"),
        ("2024-03-05.txt", {"date": "2023-12-31"}, "2023-12-31"),
        ("2024-02-31.txt", {}, ""),
        ("bridge.txt", {}, ""),
        ("1202403055.txt", {}, ""),
    ],
)
def test_the_day_of_an_article(id: str, meta: dict[str, str], date: str) -> None:
    assert Reading(id, "", (), meta).date == date
