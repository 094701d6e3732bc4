from __future__ import annotations

import pytest
from hard_inputs import Case, faults, read_cases
from spacy.language import Language

import quotex

CASES = [
    pytest.param(case, id=name, marks=[pytest.mark.xfail(strict=True)] if case["expect"] == "fail" else [])
    for name, case in read_cases()
]


@pytest.mark.model
@pytest.mark.parametrize("case", CASES)
def test_case(case: Case, nlp: Language) -> None:
    assert not faults(case, quotex.extract(nlp(case["text"])))
