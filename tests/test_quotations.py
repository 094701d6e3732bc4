from __future__ import annotations

import numpy as np
import pytest

from quotex.labels import TYPES
from quotex.quotations import content_type
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
