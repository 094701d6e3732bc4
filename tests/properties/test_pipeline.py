"""What holds of the pipeline, whatever the text and however it is run."""

from __future__ import annotations

import re

import pytest
from holds import holds_of_quotes
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from texts import HARD, news, texts

import quotex
from quotex import Quote
from quotex.writers.rows import to_json

pytestmark = pytest.mark.model

QUICK = settings.default.max_examples
# More wordpieces than a window of the encoder holds, in paragraphs of their own, and nobody speaks.
BETWEEN = (
    "\n\n"
    + "\n\n".join("The road runs north along the river for ten miles and ends at a lake. " * 6 for _ in range(3))
    + "\n\n"
)


def written(quotes: tuple[Quote, ...]) -> bytes:
    return to_json([quote.to_dict() for quote in quotes]).encode()


@given(texts)
def test_records_fit_the_text(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert doc.text == text
    holds_of_quotes(text, doc._.quotes)


@settings(max_examples=QUICK // 2)
@given(texts, texts)
def test_equal_input_gives_equal_bytes(nlp: Language, text: str, other: str) -> None:
    """Also when other texts have been read between: what the component remembers (wordpieces) changes nothing."""
    first = written(nlp(text)._.quotes)
    nlp(other)
    assert written(nlp(text)._.quotes) == first


@settings(max_examples=QUICK // 2)
@given(texts)
def test_extract_gives_the_same_but_for_boilerplate(nlp: Language, text: str) -> None:
    quotes = quotex.extract(text)
    assert set(quotes) <= set(nlp(text)._.quotes)


@settings(max_examples=QUICK // 4)
@given(st.lists(texts, max_size=4), st.integers(1, 5))
def test_pipe_gives_what_single_calls_give(nlp: Language, some: list[str], batch_size: int) -> None:
    alone = [written(nlp(text)._.quotes) for text in some]
    assert [written(doc._.quotes) for doc in nlp.pipe(some, batch_size=batch_size)] == alone


def test_two_processes_give_the_same(nlp: Language) -> None:
    alone = [written(nlp(text)._.quotes) for text in HARD]
    assert [written(doc._.quotes) for doc in nlp.pipe(HARD, n_process=2, batch_size=7)] == alone


@settings(max_examples=QUICK // 3)
@given(texts)
def test_records_survive_serialisation(nlp: Language, text: str) -> None:
    doc = nlp(text)
    expected = written(doc._.quotes)
    assert written(Doc(nlp.vocab).from_bytes(doc.to_bytes())._.quotes) == expected
    [again] = DocBin().from_bytes(DocBin(docs=[doc], store_user_data=True).to_bytes()).get_docs(nlp.vocab)
    assert again.text == text
    assert written(again._.quotes) == expected


def passages(quotes: tuple[Quote, ...], end: int) -> list[tuple[object, ...]]:
    return [(q.content, q.cue, q.source, q.type, q.mode) for q in quotes if q.content[0].start < end]


@settings(max_examples=QUICK // 2)
@given(news(), news())
def test_a_far_later_paragraph_leaves_content_cue_and_source_alone(nlp: Language, text: str, more: str) -> None:
    """What is promised: text that is added more than a window of the encoder (192 wordpieces) and two paragraph ends after
    a quotation changes neither its content, cue and source nor its type and mode.

    Not promised: its speaker, which is resolved over the whole document: "Lee" becomes Ann Lee where a later paragraph
    names her so, and nobody where it names Bo Lee too. Nor a text of single line ends: whether those are wrapped lines or
    paragraphs is judged over the whole text as well.
    """
    text, more = (re.sub(r"\s*[\n\r\x1c-\x1e\x85\u2028]\s*", "\n\n", one) for one in (text, more))
    before, after = nlp(text + BETWEEN), nlp(text + BETWEEN + more)
    assert passages(before._.quotes, len(text)) == passages(after._.quotes, len(text))


def test_a_text_of_200_000_characters_is_read_to_its_end(nlp: Language) -> None:
    quoted = "“It was over,” Ann Lee said."
    text = f"{quoted}\n\n{('x' * 130 + 'é. ') * 1506}\n\n{quoted}"
    assert len(text) > 200_000
    quotes = quotex.extract(text)
    holds_of_quotes(text, quotes)
    assert [(q.content[0].start, q.speaker and q.speaker.name) for q in (quotes[0], quotes[-1])] == [
        (0, "Ann Lee"), (len(text) - len(quoted), "Ann Lee"),
    ]  # fmt: skip


def test_a_text_of_marks_alone_is_read(nlp: Language) -> None:
    """spaCy's tokenizer alone would take longer than all other tests here."""
    assert quotex.extract("“" * 5_000) == ()
