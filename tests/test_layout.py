from __future__ import annotations

import pytest

from quotex.layout import read_voices
from quotex.words import Words, span_of, split_words

Span = tuple[int, int]


def spans(words: Words, *parts: str) -> list[Span]:
    """The words of each part of the text, in text order."""
    found = [span_of(words, (at := words.text.index(part)), at + len(part)) for part in parts]
    return [span for span in found if span]


def voices(text: str, contents: list[str], cues: list[str] = []) -> list[tuple[str, str, str]]:  # noqa: B006
    """(content, cue, source) of each voice, as its words."""
    words = split_words(text)
    found = read_voices(words, spans(words, *contents), spans(words, *cues))
    return [
        tuple(" ".join(words.forms[slice(*span)]) if span else "" for span in (v.content, v.cue, v.source))  # type: ignore[misc]
        for v in found
    ]


@pytest.mark.parametrize("tail", ["", ", Cork", ", 2019\nMore", " (@annlee)", "\n\n“No.”"])
@pytest.mark.parametrize("dash", [" — ", " -", "\n– ", "― "])
def test_a_dash_and_a_name_sign_what_stands_before_them(dash: str, tail: str) -> None:
    found = voices(f"“We won.”{dash}Ann de Lee{tail}", ["“We won.”"])
    assert found == [("“ We won . ”", dash.strip(), "Ann de Lee")]


@pytest.mark.parametrize("text", [
    "“We won” – Ann Lee said so to everybody.",
    "“We won” – and Ann Lee knew it.",
    "“We won” — Ann Lee, who never lies, said that it was over.",
])  # fmt: skip
def test_a_dash_before_a_clause_signs_nothing(text: str) -> None:
    assert voices(text, ["“We won”"], ["said"] if "said" in text else []) == []


def test_a_line_that_a_name_opens_is_the_names() -> None:
    text = "Ann Lee, baker: I sleep.\n\nBo Chen: I wake."
    assert voices(text, ["I sleep", "I wake"]) == [("I sleep", ":", "Ann Lee"), ("I wake", ":", "Bo Chen")]


def test_a_name_may_stand_on_a_line_of_its_own() -> None:
    assert voices("Bo Chen, baker:\n\n“I wake.”", ["“I wake.”"]) == [("“ I wake . ”", ":", "Bo Chen")]


def test_turns_that_were_not_heard_follow_those_that_were() -> None:
    text = "LEE: How?\nCHEN: By boat.\nLEE: When?\nNotes: none."
    assert [source for _, _, source in voices(text, ["How?", "By boat."])] == ["LEE", "CHEN", "LEE"]
    assert voices(text, ["How?"]) == [("How ?", ":", "LEE")]


def test_questions_and_answers_need_not_be_heard() -> None:
    assert voices("Q: How?\n\nA: By boat.", []) == [("How ?", ":", ""), ("By boat .", ":", "")]
    assert voices("A: By boat.\n\nB: On foot.", []) == []


@pytest.mark.parametrize(("text", "content"), [
    ("NEW DELHI: The bridge is shut, police said on Monday.", "The bridge is shut"),  # a dateline
    ("Tries: Lee, Chen\nCons: Chen\nTries: Ito", ""),
    ("She said: “We won.”", "“We won.”"),
])  # fmt: skip
def test_other_colons_open_no_turn(text: str, content: str) -> None:
    assert voices(text, [content] if content else []) == []


def test_a_verb_before_the_name_is_left_to_the_scores() -> None:
    assert voices("Continued Lee: “We won.”", ["“We won.”"], ["Continued"]) == []
