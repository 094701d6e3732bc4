from __future__ import annotations

import pytest
import spacy
from spacy.language import Language

from quotex.errors import QuotexError
from quotex.explanation import explain

TEXT = (
    "Ann Lee, the mayor of Rift, opened the market on Monday.\n\n“It was high time,” she said.\n\n"
    "Bo Chen said that he would not come.\n"
)


@pytest.mark.model
def test_a_pronoun_shows_its_candidates_and_a_name_the_rule(nlp: Language) -> None:
    first, *_, last = explain(nlp, TEXT)
    assert first.speakers == ("Ann Lee",)
    assert first.rule == "ranked"
    assert first.candidates[0][0] == "Ann Lee"
    assert first.least is not None and first.candidates[0][1] >= first.least
    assert any("Ann Lee" in line and f"{first.candidates[0][1]:.2f}" in line for line in first.lines())
    assert (last.speakers, last.rule, last.candidates) == (("Bo Chen",), "name", ())


@pytest.mark.model
def test_no_quotation_needs_no_explanation(nlp: Language) -> None:
    assert explain(nlp, "It rained.") == []


def test_another_pipeline_is_refused() -> None:
    with pytest.raises(QuotexError, match="no component quotex"):
        explain(spacy.blank("en"), TEXT)
