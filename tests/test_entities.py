from __future__ import annotations

from dataclasses import replace
from random import Random
from string import ascii_lowercase

import pytest

from quotex.entities import MOST_ALIKE, Entity, Mention, group_mentions


def mentions(*names: str, label: str = "PERSON") -> list[Mention]:
    return [Mention(20 * i, 20 * i + len(name), name, label) for i, name in enumerate(names)]


def grouped(entities: list[Entity]) -> list[list[str]]:
    return [[m.text for m in sorted(e.mentions)] for e in entities]


def test_a_surname_joins_its_full_name_wherever_that_stands() -> None:
    [entity] = group_mentions(mentions("Asif", "Khawaja Asif", "Khwaja Asif"))
    assert entity.fullest.text == "Khawaja Asif"
    assert entity.fullest.start == 20


def test_a_surname_of_two_people_is_left_out() -> None:
    found = group_mentions(mentions("Bill Clinton", "Hillary Clinton", "Clinton"))
    assert grouped(found) == [["Bill Clinton"], ["Hillary Clinton"]]


def test_a_title_tells_two_people_of_a_surname_apart() -> None:
    one, two, short = mentions("Bill Clinton", "Hillary Clinton", "Clinton")
    two = Mention(two.start, two.end, two.text, "PERSON", "Mrs. ")
    one = Mention(one.start, one.end, one.text, "PERSON", "Mr. ")
    short = Mention(short.start, short.end, short.text, "PERSON", "said Mrs. ")
    assert grouped(group_mentions([one, two, short])) == [["Bill Clinton"], ["Hillary Clinton", "Clinton"]]


def test_a_title_that_fits_nobody_names_another() -> None:
    one, two = mentions("Michelle Lee", "Lee")
    one = Mention(one.start, one.end, one.text, "PERSON", "Mrs. ")
    two = Mention(two.start, two.end, two.text, "PERSON", "said Mr. ")
    assert grouped(group_mentions([one, two])) == [["Michelle Lee"], ["Lee"]]


def test_who_is_named_in_full_before_is_meant() -> None:
    found = group_mentions(mentions("Ann Lee", "Lee", "Bo Lee", "Bo"))
    assert grouped(found) == [["Ann Lee", "Lee"], ["Bo Lee", "Bo"]]


@pytest.mark.parametrize(
    ("names", "groups"),
    [
        (["Exxon Mobil", "Exxon"], [["Exxon Mobil", "Exxon"]]),
        (["Rift Research", "Rift"], [["Rift Research", "Rift"]]),
        (["BBC", "BBC One", "BBC"], [["BBC", "BBC"], ["BBC One"]]),
        (["Department for Ponds and Eels", "DfPE"], [["Department for Ponds and Eels", "DfPE"]]),
        (["UK Eel Party", "UKEP"], [["UK Eel Party", "UKEP"]]),
        (["General Motors", "GM"], [["General Motors", "GM"]]),
        (["M&S", "Marks & Spencer"], [["M&S", "Marks & Spencer"]]),
        (["Liberal Democrats", "Lib Dems"], [["Liberal Democrats", "Lib Dems"]]),
        (["New York Daily News", "NY Daily News"], [["New York Daily News", "NY Daily News"]]),
        (["BDO Stoy Hayward", "BDO"], [["BDO Stoy Hayward", "BDO"]]),
        (["Bafta Awards", "Bafta"], [["Bafta Awards"], ["Bafta"]]),
        (["Department of Pond Affairs", "PA"], [["Department of Pond Affairs", "PA"]]),
    ],
)
def test_short_forms_of_bodies(names: list[str], groups: list[list[str]]) -> None:
    assert grouped(group_mentions(mentions(*names, label="ORG"))) == groups


def test_the_headline_gives_the_fullest_name_only_where_the_body_does_not() -> None:
    found = group_mentions(mentions("Being Lee", "Ann Lee", "Lee"), headline=10)
    assert "Ann Lee" in [e.fullest.text for e in found]
    [entity] = group_mentions(mentions("Ann Lee", "Lee"), headline=10)
    assert entity.fullest.text == "Ann Lee"


def test_acronyms_join_their_definitions() -> None:
    names = mentions("Tehreek-e-Taliban Pakistan", "TTP", label="ORG")
    [entity] = group_mentions(names, {"TTP": "Tehreek-e-Taliban Pakistan"})
    assert entity.fullest.text == "Tehreek-e-Taliban Pakistan"


def test_people_and_bodies_stay_apart() -> None:
    both = [*mentions("Ann Lloyd"), Mention(100, 105, "Lloyd", "ORG")]
    assert [e.kind for e in group_mentions(both)] == ["person", "org"]


def test_hundreds_of_a_first_name_are_as_many_people() -> None:
    letters = Random(0)
    names = ["Ann " + "".join(letters.choices(ascii_lowercase, k=8)).title() for _ in range(MOST_ALIKE + 100)]
    found = group_mentions(mentions(*names, names[-1].split()[1]))
    assert len(found) == len(names)
    assert grouped(found)[-1] == [names[-1], names[-1].split()[1]]


def test_a_prince_goes_by_his_first_name() -> None:
    one, two = mentions("Charles Kennedy", "Charles")
    two = Mention(two.start, two.end, two.text, "PERSON", "met Prince ")
    assert grouped(group_mentions([one, two])) == [["Charles Kennedy"], ["Charles"]]


def test_a_surname_is_the_speakers_who_spoke_in_full() -> None:
    one = Mention(0, 9, "Rosa Lind", "PERSON", speaks=True)
    two = Mention(30, 38, "Tim Lind", "PERSON")
    short = Mention(60, 64, "Lind", "PERSON", speaks=True)
    assert grouped(group_mentions([one, two, short])) == [["Rosa Lind", "Lind"], ["Tim Lind"]]


def test_initials_of_a_place_or_body_are_its_name() -> None:
    one, two = Mention(0, 14, "United Nations", "ORG"), Mention(30, 34, "U.N.", "GPE")
    assert grouped(group_mentions([one, two])) == [["United Nations", "U.N."]]


def test_a_short_form_in_the_headline_is_no_body_of_its_own() -> None:
    headline, *body = mentions("Tern", "Tern Airways", "Tern", label="ORG")
    assert grouped(group_mentions([headline, *body], headline=headline.end)) == [["Tern", "Tern Airways", "Tern"]]


def test_a_title_that_tells_the_sex_goes_first() -> None:
    president, mr, ann, bo = mentions("Lee", "Lee", "Ann Lee", "Bo Lee")
    late = [replace(ann, start=200, end=207), replace(bo, start=300, end=306)]
    text = [replace(president, before="President "), replace(mr, before="Mr. "), *late]
    assert ["Lee", "Lee", "Bo Lee"] in grouped(group_mentions(text, first_names={"bo": "m", "ann": "f"}))
