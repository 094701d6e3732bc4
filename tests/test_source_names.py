from __future__ import annotations

import pytest

from quotex.entities import Mention
from quotex.source_names import add_source_names


@pytest.mark.parametrize(
    ("text", "kind", "names"),
    [
        ("Health Secretary Ann Lee said", "person", ["Ann Lee"]),
        ("The Federal Bureau of Prisons said", "org", ["Federal Bureau of Prisons"]),
        ("The Trump campaign said", "org", ["Trump campaign"]),
        ("The Ohio legislature said", "org", ["Ohio legislature"]),
        ("Rift Ministry on Wednesday said", "org", ["Rift Ministry"]),
        ("The city of Leeds said", "org", ["city of Leeds"]),
        ("Lee’s Son said", "person", []),
        ("A Bloomberg poll said", "org", ["Bloomberg"]),
        ("a Clinton aide said", "person", []),
        ("The minister said", "person", []),
        ("Lee and her aides said", "person", ["Lee"]),
        ("A June poll said", "org", []),
        ("mr lee said", "person", ["lee"]),
        ("a firm said", "person", []),
        ("the rift campaign said", "org", ["rift campaign"]),
        ("the company said", "org", []),
    ],
)
def test_a_source_shows_a_name_that_the_entities_lack(text: str, kind: str, names: list[str]) -> None:
    found = add_source_names(text, [], [(0, len(text) - len(" said"), kind)])
    assert [m.text for m in found] == names


@pytest.mark.parametrize(
    ("one", "joint", "other", "expected"),
    [
        ("Lake Bank", " and ", "Corvo", ["Lake Bank", "Corvo"]),
        ("Lake Union", " and the ", "Hill Union", ["Lake Union", "Hill Union"]),
        ("Rift Net", " and ", "Rural Life Project", ["Rift Net and Rural Life Project"]),
    ],
)
def test_two_bodies_that_are_known_apart_stay_two(one: str, joint: str, other: str, expected: list[str]) -> None:
    text = f"{one}{joint}{other} said"
    at = len(one + joint)
    known = [Mention(0, len(one), one, "ORG"), Mention(at, at + len(other), other, "ORG")]
    assert [m.text for m in add_source_names(text, known, [(0, at + len(other), "org")])] == expected


@pytest.mark.parametrize(("name", "shown"), [("ann lee", "lee"), ("ANN LEE", "LEE")])
def test_a_known_surname_speaks_where_capitals_tell_nothing(name: str, shown: str) -> None:
    text = f"{name} {'came'.upper() if name.isupper() else 'came'}. {shown} {'SAID' if name.isupper() else 'said'}"
    found = add_source_names(text, [Mention(0, 7, name, "PERSON")], [(14, 17, "person")])
    assert [m.text for m in found] == [name, shown]


def test_a_name_known_elsewhere_is_found_in_a_joint_source() -> None:
    text = "Lee and Chen said no. Lee left."
    known = [Mention(8, 12, "Chen", "PERSON"), Mention(22, 25, "Lee", "PERSON")]
    assert next((m.start, m.label) for m in add_source_names(text, known, [(0, 12, "person")])) == (0, "PERSON")


def test_the_place_of_an_office_is_no_person() -> None:
    text = "the energy minister of member state Lurland said"
    found = add_source_names(text, [Mention(36, 43, "Lurland", "GPE")], [(0, 43, "person")])
    assert [(m.text, m.label) for m in found] == [("Lurland", "GPE")]
