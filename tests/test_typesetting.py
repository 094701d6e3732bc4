from __future__ import annotations

import pytest

from quotex.typesetting import (
    Style,
    capitals,
    carry,
    curly_marks,
    hard_spaces,
    hard_wrapped,
    lower_case,
    no_closing_marks,
    one_line,
    single_marks,
    straight_marks,
    typeset,
)


@pytest.mark.parametrize(
    ("style", "text", "expected"),
    [
        (straight_marks, "“It’s ‘over’,” she said.", "\"It's 'over',\" she said."),
        (curly_marks, "\"It's 'over',\" she said.", "“It’s ‘over’,” she said."),
        (curly_marks, "(\"'No' is no answer\"), said Ann—\"none.\"", "(“‘No’ is no answer”), said Ann—“none.”"),
        (curly_marks, "the players' 6\" pipes", "the players’ 6” pipes"),
        (single_marks, "“It’s over,” she said. \"Yes.\"", "‘It’s over,’ she said. 'Yes.'"),
        (no_closing_marks, "“It’s over,” she said. \"Over.\"\n\n«Yes»", "“It’s over, she said. \"Over.\n\n«Yes"),
        (hard_spaces, "a b c d e f g h i j k l", "a b c d e\u00a0f g h i j\u00a0k l"),
        (one_line, "One. \n\nTwo.\nThree.\n", "One. Two. Three. "),
        (lower_case, "Ann Lee of the BBC: ÉTÉ", "ann lee of the bbc: été"),
        (capitals, "Ann said: “été”", "ANN SAID: “ÉTÉ”"),
    ],
)  # fmt: skip
def test_styles(style: Style, text: str, expected: str) -> None:
    assert typeset(text, style).text == expected


@pytest.mark.parametrize(
    ("style", "text", "word", "expected"),
    [
        (capitals, "Die Straße ist nass, sagt Ann.", "ist", "IST"),  # ß: SS
        (capitals, "Die Straße ist nass, sagt Ann.", "Straße", "STRASSE"),
        (lower_case, "In İzmir Ann said so.", "Ann", "ann"),  # İ: i and a dot above
        (lower_case, "In İzmir Ann said so.", "İzmir", "i̇zmir"),
        (capitals, "The ﬁrst ŉ Ann", "Ann", "ANN"),
        (no_closing_marks, "“No,” she said. “So,” he", "he", "he"),
        (no_closing_marks, "“No,” she said.", "“No,”", "“No,"),
        (one_line, "One.\n \n\nTwo. Three.", "Three", "Three"),
    ],
)
def test_offsets_are_carried_over_what_grows_and_what_goes(style: Style, text: str, word: str, expected: str) -> None:
    setting = typeset(text, style)
    start, end = setting.span(text.index(word), text.index(word) + len(word))
    assert setting.text[start:end] == expected


def test_a_span_of_which_nothing_is_left_is_empty() -> None:
    start, end = typeset("“No.” He left.", no_closing_marks).span(4, 5)
    assert start == end == 4


def test_wrapped_lines_are_short_and_otherwise_the_text() -> None:
    text = "The council will not pay for the bridge, the mayor said on Monday after a long  debate.\n\nNobody-agreed. " * 3
    setting = typeset(text, hard_wrapped)
    lines = setting.text.split("\n")
    assert max(map(len, lines)) <= 72 < len(text.split("\n")[0])
    assert setting.text.split() == text.split()
    assert setting.at.tolist() == list(range(len(text) + 1))


def test_an_attribution_is_carried_with_its_article() -> None:
    text = "“No,” said Ann Groß. “Never.”\n\nShe left."
    row = {"doc": "a", "content": [[0, 5], [21, 29]], "cue": [6, 10], "source": [11, 19], "type": "direct"}
    setting = typeset(typeset(text, capitals).text, no_closing_marks)
    loud = carry(row, typeset(text, capitals))
    assert [typeset(text, capitals).text[a:b] for a, b in loud["content"]] == ["“NO,”", "“NEVER.”"]
    left = carry(loud, setting)
    assert setting.text == "“NO, SAID ANN GROSS. “NEVER.\n\nSHE LEFT."
    assert [setting.text[a:b] for a, b in left["content"]] == ["“NO,", "“NEVER."]
    assert [setting.text[slice(*left[role])] for role in ("cue", "source")] == ["SAID", "ANN GROSS"]
    assert (left["doc"], left["type"]) == ("a", "direct")


def test_of_an_attribution_only_what_is_left_is_carried() -> None:
    row = {"content": [[0, 3], [3, 4]], "cue": [3, 4], "source": None}
    assert carry(row, typeset("“No”", no_closing_marks)) == {"content": [[0, 3]], "cue": None, "source": None}
