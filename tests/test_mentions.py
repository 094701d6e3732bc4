from __future__ import annotations

from dataclasses import replace

import pytest
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from quotex.entities import Mention
from quotex.mentions import after_titles, find_mentions, has_capitals
from quotex.settled_mentions import settle_mentions


def doc_with(words: list[str], *ents: tuple[int, int, str], spaces: list[bool] | None = None) -> Doc:
    doc = Doc(Vocab(), words=words, spaces=spaces)
    doc.set_ents([Span(doc, start, end, label) for start, end, label in ents])
    return doc


def test_possessives_and_other_labels_are_left_off() -> None:
    doc = doc_with(["Asif's", "plan", "on", "Monday"], (0, 1, "PERSON"), (3, 4, "DATE"))
    assert [m.text for m in find_mentions(doc, doc.text)] == ["Asif"]


def test_neighbours_of_a_hyphen_are_one_name() -> None:
    doc = doc_with(
        ["Ban", "Ki", "-", "moon", "spoke"],
        (0, 1, "PERSON"),
        (1, 2, "PERSON"),
        spaces=[True, False, False, True, False],
    )
    assert [m.text for m in find_mentions(doc, doc.text)] == ["Ban Ki-moon"]


@pytest.mark.parametrize(
    ("span", "name"),
    [
        ("Italian Prime Minister Matteo Renzi", "Matteo Renzi"),
        ("Sen. Ann Lee", "Ann Lee"),
        ("Larry King", "Larry King"),
        ("Martin Luther King Jr.", "Martin Luther King Jr."),
        ("Asif", "Asif"),
    ],
)
def test_titles_are_no_part_of_a_name(span: str, name: str) -> None:
    assert span[after_titles(span, 0, len(span)) :] == name


@pytest.mark.parametrize(
    ("words", "label", "name"),
    [
        (["Rift", "Foundation"], "PERSON", ("Rift Foundation", "ORG")),
        (["Democrat", "Ann", "Lee"], "PERSON", ("Ann Lee", "PERSON")),
        (["pro-Lee"], "PERSON", ("Lee", "PERSON")),
        (["Leeds-based", "Rift", "Institute"], "ORG", ("Rift Institute", "ORG")),
        (["Enter", "The", "Rift", "Post"], "ORG", ("Rift Post", "ORG")),
    ],
)
def test_what_is_no_part_of_a_name_is_left_off(words: list[str], label: str, name: tuple[str, str]) -> None:
    doc = doc_with([*words, "spoke"], (0, len(words), label))
    assert [(m.text, m.label) for m in find_mentions(doc, doc.text)] == [name]


def test_a_first_name_before_the_span_belongs_to_the_name() -> None:
    doc = doc_with(["Senator", "Rand", "Dole", "spoke"], (2, 3, "PERSON"))
    assert [m.text for m in find_mentions(doc, doc.text, {"rand": "m"})] == ["Rand Dole"]


def test_a_sentence_that_ends_in_an_office_gives_the_next_no_first_name() -> None:
    doc = doc_with(["vice", "president.", "But", "Reid", "spoke"], (3, 4, "PERSON"))
    assert [m.text for m in find_mentions(doc, doc.text)] == ["Reid"]


@pytest.mark.parametrize(
    ("words", "span", "name"),
    [
        (["Ann", "Lee", "-", "Rift", "owner", "-", "spoke"], (0, 4), "Ann Lee"),
        (["Ann", "Lee", "Said", "Why", "She", "Felt", "“Old”", "As", "A", "Child"], (0, 2), "Ann Lee"),
        (["Ann", "“Annie”", "Lee", "spoke"], (0, 1), "Ann “Annie” Lee"),
    ],
)
def test_a_name_ends_at_a_dash_or_with_the_nicknamed(words: list[str], span: tuple[int, int], name: str) -> None:
    doc = doc_with(words, (*span, "PERSON"))
    assert [m.text for m in find_mentions(doc, doc.text)] == [name]


def placed(text: str, *names: tuple[str, str]) -> list[Mention]:
    return [Mention(at := text.index(name), at + len(name), name, label) for name, label in names]


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("Ann Lee Meets Bo Chen\nAnn Lee and Bo Chen met.", [("Ann Lee Meets Bo Chen", "PERSON")], ["Ann Lee", "Bo Chen"]),
        ("Lee Takes Heart\nMr Lee spoke.", [("Lee Takes", "PERSON")], ["Lee"]),
        ("Ann Lee leaves\nMr Lee spoke.", [("Ann Lee", "PERSON")], ["Ann Lee"]),
        ("Mogul Lee leaves\nAnn Lee, a mogul, spoke. Lee left.", [("Mogul Lee", "PERSON")], ["Lee"]),
        ("Bo Lee left.\nAnn Lee spoke. Lee left.", [("Bo Lee", "PERSON")], ["Bo Lee"]),
    ],
)
def test_a_headline_is_cut_down_to_the_names_of_the_body(
    text: str, names: list[tuple[str, str]], expected: list[str]
) -> None:
    start = text.index("\n")
    body = placed(text[start:], *((n, "PERSON") for n in ("Ann Lee", "Bo Chen", "Lee") if n in text[start:]))[:3]
    body = [Mention(m.start + start, m.end + start, m.text, m.label) for m in body]
    settled = settle_mentions(text, [*placed(text, *names), *body])
    assert [m.text for m in settled if m.start < start] == expected


def test_two_bodies_found_as_one_are_parted() -> None:
    text = "Acme and Apex agreed. Apex is pleased."
    apex = text.rindex("Apex")
    settled = settle_mentions(text, [Mention(0, 13, "Acme and Apex", "ORG"), Mention(apex, apex + 4, "Apex", "ORG")])
    assert [m.text for m in settled] == ["Acme", "Apex", "Apex"]


def test_whom_the_surname_is_a_persons_name_is_a_person() -> None:
    text = "Ann Reef sang. Ann Reef danced. Reef bowed."
    first, second, short = (Mention(at, at + size, text[at : at + size], "ORG") for at, size in ((0, 8), (15, 8), (32, 4)))
    found = settle_mentions(text, [first, replace(second, label="PERSON"), replace(short, label="PERSON")])
    assert {m.label for m in found} == {"PERSON"}


@pytest.mark.parametrize("text", ["ann lee said so.", "ANN LEE SAID SO."])
def test_capitals_tell_nothing_where_all_letters_are_alike(text: str) -> None:
    assert not has_capitals(text)
    assert has_capitals("Ann Lee said so.")


def test_a_people_is_nobody() -> None:
    text = "The American spoke to Ann Lee."
    settled = settle_mentions(text, placed(text, ("American", "PERSON"), ("Ann Lee", "PERSON")))
    assert [m.text for m in settled] == ["Ann Lee"]


def test_a_word_that_is_capitalised_only_where_a_sentence_starts_is_no_name() -> None:
    text = "Organisers met. The organisers of Acme agreed."
    found = settle_mentions(text, placed(text, ("Organisers", "ORG"), ("Acme", "ORG")))
    assert [m.text for m in found] == ["Acme"]


def test_what_a_body_is_said_to_be_is_no_part_of_its_name() -> None:
    doc = doc_with(["Film", "studio", "Corvo", "said"], (0, 3, "ORG"))
    assert [m.text for m in find_mentions(doc, doc.text)] == ["Corvo"]


@pytest.mark.parametrize(
    ("joint", "names"),
    [
        ("Sunday Courier and The Sunday Echo", ["Sunday Courier", "Sunday Echo"]),
        ("Growers Union and the Lake Fishers Union", ["Growers Union", "Lake Fishers Union"]),
        ("Ministry of Culture and the Arts", ["Ministry of Culture and the Arts"]),
    ],
)
def test_an_article_parts_two_bodies_that_were_found_as_one(joint: str, names: list[str]) -> None:
    assert [m.text for m in settle_mentions(joint, [Mention(0, len(joint), joint, "ORG")])] == names


def test_names_without_capitals_are_left_whole_in_a_text_that_has_none() -> None:
    doc = doc_with(["ann", "lee", "said", "so", "."], (0, 2, "PERSON"))
    assert [m.text for m in settle_mentions(doc.text, find_mentions(doc, doc.text))] == ["ann lee"]


@pytest.mark.parametrize(
    ("words", "label", "name"),
    [
        (["Its", "Acme"], "ORG", "Acme"),
        (["ISP)", "Plus.net"], "ORG", "Plus.net"),
        (["Rift", "police"], "GPE", "Rift police"),
    ],
)
def test_a_body_is_named_whole_and_alone(words: list[str], label: str, name: str) -> None:
    doc = doc_with([*words, "said"], (0, 1 if label == "GPE" else 2, label))
    assert [(m.text, m.label) for m in find_mentions(doc, doc.text)] == [(name, "ORG")]


def test_a_possessive_without_its_apostrophe_is_cut() -> None:
    text = "Ann Corbys side won. Ann Corby smiled."
    names = [Mention(0, 10, "Ann Corbys", "PERSON"), Mention(21, 30, "Ann Corby", "PERSON")]
    assert [m.text for m in settle_mentions(text, names)] == ["Ann Corby", "Ann Corby"]
