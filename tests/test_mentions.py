from __future__ import annotations

import pytest
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from quotex.mentions import add_source_names, after_titles, find_mentions


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
    ("text", "kind", "names"),
    [
        ("Health Secretary Ann Lee said", "person", ["Ann Lee"]),
        ("The Federal Bureau of Prisons said", "org", ["Federal Bureau of Prisons"]),
        ("The Trump campaign said", "org", ["Trump campaign"]),
        ("A Bloomberg poll said", "org", ["Bloomberg"]),
        ("a Clinton aide said", "person", []),
        ("The minister said", "person", []),
    ],
)
def test_a_source_shows_a_name_that_the_entities_lack(text: str, kind: str, names: list[str]) -> None:
    found = add_source_names(text, [], [(0, len(text) - len(" said"), kind)])
    assert [m.text for m in found] == names
