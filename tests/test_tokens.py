from __future__ import annotations

import spacy

from quotex.tokens import LONGEST_RUN, make_doc


def test_only_long_runs_are_cut() -> None:
    nlp = spacy.blank("en")
    run = "a" * (2 * LONGEST_RUN + 5)
    text = f'"No," Ann said. {run} {run[:LONGEST_RUN]} https://post.example/a'
    doc = make_doc(nlp, text)
    assert doc.text == text
    lengths = [len(token) for token in doc if token.text.startswith("aaa")]
    assert lengths == [LONGEST_RUN, LONGEST_RUN, 5, LONGEST_RUN]
    short = '"No," Ann said.'
    assert [token.text for token in make_doc(nlp, short)] == [token.text for token in nlp.make_doc(short)]
