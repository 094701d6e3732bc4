from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator

import pytest

from quotex.runs import pool
from quotex.runs.pool import ordered_map


def start() -> Callable[[str], str]:
    """Workers of these tests: an item says what is to happen to it."""

    def work(item: str) -> str:
        if item == "die":
            os._exit(7)
        if item == "hang":
            time.sleep(60)
        return f"{item}!"

    return work


def start_failing() -> Callable[[str], str]:
    raise OSError("no pipeline there")


def run(items: Iterator[str] | list[str], workers: int) -> list[tuple[str, str | None]]:
    return list(ordered_map(
        items, start, workers=workers, size=lambda item: 0 if item == "pass" else len(item), lost=lambda _, reason: reason,
    ))  # fmt: skip


@pytest.mark.parametrize("workers", [1, 3])
def test_results_come_in_the_order_of_the_items(workers: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "BATCH", 20)
    items = ["pass" if n % 7 == 0 else str(n) * (n % 5 + 1) for n in range(200)]
    assert run(items, workers) == [(item, None if item == "pass" else f"{item}!") for item in items]
    assert run([], workers) == []
    assert run(["pass"] * 3, workers) == [("pass", None)] * 3


def test_an_item_that_kills_its_worker_is_lost_alone() -> None:
    found = run(["a", "b", "die", "c", "d"], 2)
    assert [result for _, result in found if result] == ["a!", "b!", found[2][1], "c!", "d!"]
    assert "exit code 7" in (found[2][1] or "")


def test_an_item_that_takes_too_long_is_lost_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "PATIENCE", 2.0)
    found = run(["hang", "b"], 2)
    assert "longer than 2 seconds" in (found[0][1] or "")
    assert found[1] == ("b", "b!")


def test_what_keeps_workers_from_starting_is_raised() -> None:
    with pytest.raises(OSError, match="no pipeline there"):
        list(ordered_map(["a"], start_failing, workers=2, size=len, lost=lambda _, reason: reason))


def test_little_is_read_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "BATCH", 1)
    monkeypatch.setattr(pool, "AHEAD", 4)
    read = 0

    def items() -> Iterator[str]:
        nonlocal read
        for n in range(1000):
            read += 1
            yield str(n)

    most = 0
    for done, _ in enumerate(ordered_map(items(), start, workers=2, size=len, lost=lambda _, reason: reason), start=1):
        most = max(most, read - done)
    assert read == 1000
    assert most <= 4 * 2 + 1
