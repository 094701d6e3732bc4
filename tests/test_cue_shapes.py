from __future__ import annotations

import pytest

from quotex.cue_shapes import cue_shapes


@pytest.mark.parametrize(
    ("text", "cue", "shape"),
    [
        ("It is thought that rates will fall", "is thought", "passive"),
        ("She left, saying nobody cared", "saying", "participle"),
        ("The board met and said no", "said", "after and"),
        ("They moved amid reports of a sale", "reports", "noun"),
    ],
)
def test_the_shape_of_a_cue_tells_whether_anybody_speaks(text: str, cue: str, shape: str) -> None:
    start = text.index(cue)
    assert shape in set(cue_shapes(text, (start, start + len(cue))))


def test_a_quotation_may_have_no_cue() -> None:
    assert list(cue_shapes("Rates fall", None)) == ["no cue"]
