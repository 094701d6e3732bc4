from __future__ import annotations

import pytest

from quotex.words import BREAKS, CASES, case_of, span_of, split_words, unwrap


def test_words_are_the_text_at_their_offsets() -> None:
    words = split_words('He said:"Hi—there", it’s\u00a0done.\n\nNext')
    assert [words.text[a:b] for a, b in zip(words.starts, words.ends, strict=True)] == words.forms
    assert words.forms[:5] == ["He", "said", ":", '"', "Hi"]


def test_breaks_tell_what_stands_before_a_word() -> None:
    words = split_words("a b\nc\n\nd")
    assert [BREAKS[b] for b in words.breaks] == ["start", "none", "line", "paragraph"]


def test_wrapped_lines_end_no_paragraph() -> None:
    wrapped = split_words("The mayor said that the\nbridge would stay closed\nfor the winter. Ann\nLee agreed.\n\nNext")
    assert {BREAKS[b] for b in wrapped.breaks[:-1]} == {"start", "none"}
    assert BREAKS[wrapped.breaks[-1]] == "paragraph"
    listed = split_words("The mayor said it would stay closed.\nAnn Lee agreed.\nBo Chen did not.")
    assert [BREAKS[b] for b in listed.breaks].count("line") == 2


@pytest.mark.parametrize(
    ("text", "flowing"),
    [
        # Most lines go on with a name: they are full all the same.
        ("Yesterday Ann Lee told\nBo Chen and Eve Moreau\nthat Rift Valley Water\nBoard had met. Bo left.", "all"),
        # A line that stopped early behind a sentence ends there; one with more to come does not.
        ("The mayor said that the\nbridge was closed.\nThe winter was hard for\nmany, she said, and Ann\nLee agreed.", [42]),
        ("The mayor said that the\n bridge was closed.\r\n\r\nThe winter was hard for \nmany, she said.", [44, 46]),
        ("Ann Lee, mayor\nBo Chen, clerk\nEve Moreau, treasurer of the board\nFay Ito, guest", "none"),
    ],
)
def test_lines_that_were_full_run_on(text: str, flowing: list[int] | str) -> None:
    kept = [i for i, c in enumerate(unwrap(text)) if c == "\n"]
    ends = [i for i, c in enumerate(text) if c == "\n"]
    assert kept == {"all": [], "none": ends}.get(str(flowing), flowing)
    assert len(unwrap(text)) == len(text) and unwrap(text).split() == text.split()


@pytest.mark.parametrize(
    ("form", "case"),
    [
        ("said", "lower"),
        ("Asif", "Title"),
        ("A", "Title"),
        ("NATO", "UPPER"),
        ("iPhone", "miXed"),
        ("1984", "digit"),
        ("?", "other"),
    ],
)
def test_case(form: str, case: str) -> None:
    assert CASES[case_of(form)] == case


def test_capitals_throughout_tell_nothing() -> None:
    def cases(text: str) -> list[str]:
        return [CASES[case] for case in split_words(text).features[:, 0]]

    assert cases("ANN McLEE SAID IN 2004: A MESS.") == cases("ann mclee said in 2004: a mess.")
    assert cases("NATO MEETS\n\nAnn said so.") == ["UPPER", "UPPER", "Title", "lower", "lower", "other"]
    assert cases("Ann Lee, NATO") == ["Title", "Title", "other", "UPPER"]


def test_span_of_finds_the_touched_words() -> None:
    words = split_words("Ann said so.")
    assert span_of(words, 0, 8) == (0, 2)
    assert span_of(words, 1, 2) == (0, 1)
    assert span_of(words, 3, 4) is None


def test_empty_text_has_no_words() -> None:
    assert len(split_words("")) == len(split_words(" \n ")) == 0
