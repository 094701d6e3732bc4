from __future__ import annotations

import dataclasses
import json
from importlib.resources import files

import pytest
from jsonschema import Draft202012Validator

import quotex
from quotex import Confidence, Cue, Passage, Quote, Speaker

SCHEMA = Draft202012Validator(json.loads((files(quotex) / "quote.schema.json").read_text(encoding="utf-8")))

FULL = Quote(
    "asif#q1", "asif.txt", "direct", "speech", (Passage("“Force”", 10, 17), Passage("“No”", 30, 34)),
    Cue("said", 5, 9, "say"), Passage("Asif", 0, 4), (Speaker("Khawaja Asif", 50, 62, id="asif#s1", kind="person"),),
    Confidence(0.98, 0.9), 1,
)  # fmt: skip
BARE = Quote("q1", "", "indirect", "thought", (Passage("rain", 0, 4),), None, None, (), Confidence(0.5, None), 2)


@pytest.mark.parametrize("quote", [FULL, BARE])
def test_a_record_fits_the_schema_and_comes_back_equal(quote: Quote) -> None:
    row = json.loads(json.dumps(quote.to_dict()))
    SCHEMA.validate(row)
    assert Quote.from_dict(row) == quote


def test_records_are_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        FULL.type = "mixed"  # type: ignore[misc]


def test_conveniences() -> None:
    assert FULL.speaker is not None and FULL.speaker.name == "Khawaja Asif"
    assert FULL.text == "“Force” … “No”"
    assert BARE.speaker is None


def test_the_schema_refuses_what_is_no_record() -> None:
    assert not SCHEMA.is_valid({**BARE.to_dict(), "content": []})
    assert not SCHEMA.is_valid({**BARE.to_dict(), "more": 1})
