from __future__ import annotations

import numpy as np
import pytest

from quotex.labels import TYPES
from quotex.quotations import Quotation, content_type, leads_on
from quotex.words import span_of, split_words


@pytest.mark.parametrize(
    ("text", "content", "expected"),
    [
        ("“We won,” Ann said.", ["“We won,”"], "direct"),
        ("She said that they won.", ["that they won"], "indirect"),
        ("She called it “a mess” that they left.", ["it “a mess” that they left"], "mixed"),
        # Marks left open: only what they open is in them.
        ("“We won, Ann said, adding that it was close.", ["“We won,"], "direct"),
        ("“We won, Ann said, adding that it was close.", ["We won,"], "direct"),
        ("“We won, Ann said, adding that it was close.", ["that it was close"], "indirect"),
        ("She called it “a mess and left.", ["it “a mess"], "mixed"),
        ("“We won, Ann said. “It was close.", ["“We won,", "“It was close."], "direct"),
    ],
)
def test_type_of_a_content(text: str, content: list[str], expected: str) -> None:
    words = split_words(text)
    spans = [span_of(words, text.index(part), text.index(part) + len(part)) for part in content]
    scores = np.zeros((len(words), len(TYPES)), dtype=np.float32)
    scores[:, TYPES.index("mixed")] = 1.0
    assert content_type(words, [span for span in spans if span], scores) == expected


@pytest.mark.parametrize(
    ("text", "cue", "expected"),
    [("They carried out what they termed a drill.", "carried out", True), ("That is what Ann Lee said.", "said", False)],
)
def test_a_lone_what_behind_its_cue_begins_anothers_words(text: str, cue: str, expected: bool) -> None:
    words = split_words(text)
    what, told = (span_of(words, text.index(part), text.index(part) + len(part)) for part in ("what", cue))
    assert what and leads_on(words, Quotation((what,), told, None, "indirect", "speech", 0.5)) is expected
