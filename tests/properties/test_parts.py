"""What holds of each part of the flow, whatever the text."""

from __future__ import annotations

import pytest
import spacy
from holds import holds_of_bounds, holds_of_marks, holds_of_names, holds_of_spans, holds_of_windows, holds_of_words
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from texts import long_texts, texts

from quotex.tokens import LONGEST_RUN, make_doc
from quotex.windows import MAX_PIECES
from quotex.words import split_words

FEW = settings.default.max_examples // 20  # for what is dear


@pytest.fixture(scope="module")
def english() -> Language:
    return spacy.blank("en")


@given(texts)
def test_marks_pair_within_paragraphs(text: str) -> None:
    holds_of_marks(text)


@given(texts)
def test_words_are_the_text(text: str) -> None:
    holds_of_words(split_words(text))


@given(texts)
def test_boilerplate_is_cut_at_the_ends(text: str) -> None:
    holds_of_bounds(text)


@settings(max_examples=2 * FEW)
@given(long_texts)
def test_length_breaks_neither_marks_nor_words_nor_boilerplate(text: str) -> None:
    holds_of_marks(text)
    holds_of_words(split_words(text))
    holds_of_bounds(text)


@given(st.lists(st.integers(1, MAX_PIECES), max_size=300), st.integers(MAX_PIECES + 16, 64), st.integers(0, 14))
def test_windows_keep_each_word_once(lengths: list[int], size: int, overlap: int) -> None:
    holds_of_windows(lengths, size, overlap)


@given(texts, st.integers(0, 2**16))
def test_spans_lie_apart_whatever_the_scores(text: str, seed: int) -> None:
    holds_of_spans(split_words(text), seed)


@given(texts)
def test_any_pieces_can_be_names(text: str) -> None:
    holds_of_names(text)


@given(texts)
def test_tokens_are_spacys_own_where_no_run_is_long(english: Language, text: str) -> None:
    doc = make_doc(english, text)
    assert doc.text == text
    if max(map(len, text.split()), default=0) <= LONGEST_RUN:
        assert [token.text_with_ws for token in doc] == [token.text_with_ws for token in english.make_doc(text)]


@given(st.text(max_size=5), st.text(min_size=1, max_size=3), st.integers(1, 3000))
def test_long_runs_are_cut_and_the_text_is_kept(english: Language, lead: str, piece: str, count: int) -> None:
    text = f"{lead} {piece * count} end"
    assert make_doc(english, text).text == text
