from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import srsly
from spacy.language import Language

CASES = [
    pytest.param(
        case,
        id=f"{path.stem}: {case['label']}",
        marks=[pytest.mark.xfail(strict=True)] if case["expect"] == "fail" else [],
    )
    for path in sorted((Path(__file__).parent / "cases").glob("*.jsonl"))
    for case in srsly.read_jsonl(path)
]


@pytest.mark.model
@pytest.mark.parametrize("case", CASES)
def test_case(case: dict[str, Any], nlp: Language) -> None:
    quotes = nlp(case["text"])._.quotes
    for wanted in case["quotes"]:
        found = [q for q in quotes if any(wanted["content"] in part.text for part in q.content)]
        assert found, f"not found: {wanted['content']}"
        assert " ; ".join(s.name for s in found[0].speakers) == (wanted["speaker"] or "")
    contents = [w["content"] for w in case["quotes"]]
    spurious = [q.text for q in quotes if not any(c in part.text or part.text in c for c in contents for part in q.content)]
    assert not spurious
