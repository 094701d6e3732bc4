from __future__ import annotations

import pytest

from quotex.decode import Span
from quotex.passives import mend_passives
from quotex.words import Words, span_of, split_words

TEXT = "Ann Lee was quoted by the agency as saying that it rained."


def chances(words: Words, **parts: list[str]) -> dict[str, dict[Span, float]]:
    found: dict[str, dict[Span, float]] = {"content": {}, "cue": {}, "source": {}}
    for role, texts in parts.items():
        for text in texts:
            span = span_of(words, words.text.index(text), words.text.index(text) + len(text))
            assert span is not None
            found[role][span] = 0.5
    return found


def forms(words: Words, spans: dict[Span, float]) -> list[str]:
    return [" ".join(words.forms[slice(*span)]) for span in spans]


def test_who_was_quoted_is_the_source() -> None:
    words = split_words(TEXT)
    taken = chances(words, content=["Ann Lee", "that it rained"], cue=["was quoted by", "saying"], source=["the agency"])
    mended = mend_passives(words, taken)
    assert forms(words, mended["content"]) == ["that it rained"]
    assert forms(words, mended["cue"]) == ["was quoted by the agency as saying"]
    assert forms(words, mended["source"]) == ["Ann Lee"]


@pytest.mark.parametrize("cue", ["is said", "was widely thought", "has been reported"])
def test_an_empty_subject_is_no_source(cue: str) -> None:
    words = split_words(f"It {cue} that it rained.")
    taken = chances(words, content=["that it rained"], cue=[cue], source=["It"])
    assert mend_passives(words, taken)["source"] == {}


@pytest.mark.parametrize("cue", ["was told", "has been asked", "was repeatedly warned"])
def test_who_hears_is_no_source(cue: str) -> None:
    words = split_words(f"The court {cue} that it rained.")
    taken = chances(words, content=["that it rained"], cue=[cue], source=["The court"])
    assert mend_passives(words, taken)["source"] == {}


def test_other_subjects_stay() -> None:
    words = split_words("It has said that it rained. The firm quoted Ann Lee as saying no.")
    taken = chances(words, content=["that it rained", "no"], cue=["has said", "quoted"], source=["It", "The firm"])
    assert mend_passives(words, taken) == taken


def test_a_quotation_within_another_stays_part_of_it() -> None:
    words = split_words("He said Ann Lee was quoted as saying that it rained.")
    taken = chances(words, content=["Ann Lee was quoted as saying that it rained"], cue=["said"], source=["He"])
    assert mend_passives(words, taken) == taken
