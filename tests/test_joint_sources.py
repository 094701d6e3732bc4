from __future__ import annotations

import pytest

from quotex.document import Source
from quotex.joint_sources import companion, companion_kind, pronoun_of


def source(text: str) -> Source:
    return Source(0, len(text), text, "person", "direct", ((len(text) + 1, len(text) + 2),), 1)


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Ann Lee and her aides", "Ann Lee", "her aides"),
        ("President Ann Lee, and other leaders in the hall, all of them tired", "Ann Lee", "other leaders in the hall"),
        ("Neither Ann Lee nor his opponents", "Ann Lee", "his opponents"),
        ("Ann Lee and the Democrats", "Ann Lee", "Democrats"),
        ("Ann Lee and Bo Chen", "Ann Lee", None),
        ("Polls by Rift News and other channels", "Rift News", None),
    ],
)
def test_companions_are_told_by_what_they_are(text: str, name: str, expected: str | None) -> None:
    at = text.index(name)
    found = companion(text, source(text), at, at + len(name))
    assert (found and text[slice(*found)]) == expected


def test_one_companion_is_somebody_several_are_a_group() -> None:
    assert [companion_kind(phrase) for phrase in ("her husband", "his aides")] == ["unnamed", "group"]


@pytest.mark.parametrize(
    ("text", "pronoun"), [("Both he and Bo Chen", "he"), ("She and her aides", "She"), ("It", None), ("Ann Lee", None)]
)
def test_a_joint_source_may_start_with_a_pronoun(text: str, pronoun: str | None) -> None:
    found = pronoun_of(source(text))
    assert (found and (found.text, text[found.start : found.end])) == (pronoun and (pronoun, pronoun))
