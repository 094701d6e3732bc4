from __future__ import annotations

import re
from functools import cache

import pytest
import srsly

from quotex.document import Document, Source
from quotex.entities import Mention, group_mentions
from quotex.model import component_path
from quotex.ranking import Ranker
from quotex.speakers import resolve_sources


@cache
def ranker() -> Ranker:
    """The shipped one: its weights are a file of their own, no model needs to be loaded."""
    return Ranker(**srsly.read_json(component_path() / "ranker.json"))


# A case is a text with its names in [brackets] (people) or {braces} (bodies) and its sources in <angles>.
MARKUP = re.compile(r"[\[\]{}<>]")


def speakers(marked: str, kind: str = "person", type: str = "direct") -> list[str]:
    """The speakers of the sources, joint ones by "+", "-" for none."""
    text, names, sources, open_at = "", [], [], {}
    for char in marked:
        if char in "[{<":
            open_at[char] = len(text)
        elif char in "]}":
            start = open_at["[" if char == "]" else "{"]
            label = "PERSON" if char == "]" else "ORG"
            names.append(Mention(start, len(text), text[start:], label, text[max(0, start - 40) : start]))
        elif char == ">":
            start = open_at["<"]
            content = ((len(text) + 1, len(text) + 2),)
            sources.append(Source(start, len(text), text[start:], kind, type, content, text.count("\n\n") + 1))
        else:
            text += char
    paragraphs = [0, *(m.end() for m in re.finditer(r"\n\n", text))]
    sentences = [0, *(m.end() for m in re.finditer(r"(?<![MD]r)[.?!]\s+", text))]
    entities = group_mentions(names, first_names={"ann": "f", "bo": "m", "carl": "m"})
    document = Document(text, entities, paragraphs, sentences, ranker())
    return ["+".join(e.fullest.text for e in r.entities) or "-" for r in resolve_sources(document, sources)]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("[Ann Lee] came. <[Lee]> said x.", ["Ann Lee"]),
        ("[Ann Lee] came. <She> said x.", ["Ann Lee"]),
        ("[Ann Lee] met [Bo Chen]. <He> said x.", ["Bo Chen"]),
        ("<[Ann Lee]> said x. [Bo Chen] nodded. <She> added y.", ["Ann Lee", "Ann Lee"]),
        ("The defence minister, [Ann Lee], came. <The defense minister> said x.", ["Ann Lee"]),
        ("[Bo Chen], a doctor, came with [Ann Lee]. <The doctor> said x.", ["Bo Chen"]),
        ("<[Ann Lee] and [Bo Chen]> said x.", ["Ann Lee+Bo Chen"]),
        ("<Mr. [Chen] and Ms. [Lee]> said x.", ["Chen+Lee"]),
        ("<[Ann Lee], [Bo Chen] and the singer [Carl Dean]> said x.", ["Ann Lee+Bo Chen+Carl Dean"]),
        ("<[Ann Lee], a doctor, and the singer [Carl Dean]> said x.", ["Ann Lee+Carl Dean"]),
        ("<[Ann Lee], a doctor and former [Leeds],> said x.", ["Ann Lee"]),
        ("<[Lee], pressed by [Bo Chen] to answer,> said x.", ["Lee"]),
        ("<An email from [Ann Lee]> said x.", ["Ann Lee"]),
        ("<[Ann Lee]'s memo> said x.", ["Ann Lee"]),
        ("<A spokesman for [Ann Lee]> said x.", ["-"]),
        ("<A spokesman for Rift Commissioner [Ann Lee]> said x.", ["-"]),
        ("<[Ann Lee]'s lawyer> said x.", ["-"]),
        ("[Bo Chen] left. <She> said x.", ["-"]),
        ("[Ann Lee] smiled, but it was [Bo Chen], <who> said x.", ["Bo Chen"]),
        ("It was [Ann Lee], the head of {Rift Institute}, <who> said x.", ["Ann Lee"]),
        ("It was [Ann Lee], an aide of [Bo Chen] and a friend, <who> said x.", ["Ann Lee"]),
        ("Nobody was there. <He> said x.", ["-"]),
        ("It was [Ann Lee], an aide of Mr. [Chen]'s party, <who> said x.", ["Ann Lee"]),
        ("<[Ann Lee], [Bo Chen] and other doctors> said x.", ["Ann Lee+Bo Chen"]),
        ("[Ann Lee] came. <Both she and [Bo Chen]> said x.", ["Ann Lee+Bo Chen"]),
        ("[Ann Lee] came. <She and her aides> said x.", ["Ann Lee"]),
        ("<[Ann Lee] and {Acme Corp}'s [Bo Chen]> said x.", ["Ann Lee+Bo Chen"]),
        ("<Neither [Ann Lee] nor [Bo Chen]> said x.", ["Ann Lee+Bo Chen"]),
        ("<[Lake] and [Hill]'s [Ann Lee]> said x.", ["Ann Lee"]),
        ("<[Ann Lee]'s latest report on eels> said x.", ["Ann Lee"]),
        ("<[Ann Lee] and [Bo Chen]'s memo> said x.", ["Ann Lee+Bo Chen"]),
        ("<Treasury Under Secretary [Ann Lee]> said x.", ["Ann Lee"]),
        ("<Several leaders, including [Ann Lee] ({Leeds}), [Bo Chen] ({Rift})> said x.", ["-"]),
        ("<[Ann Lee], the {Lord Keeper},> said x.", ["Ann Lee"]),
        ("<Speaker of the House [Ann Lee]> said x.", ["Ann Lee"]),
        ("<Ms. [Lee], Dr. [Chen] and Mr. [Dean]> said x.", ["Lee+Chen+Dean"]),
        ("<Dr. [Lee], along with Judge [Bo Chen] of the {Rift Court},> said x.", ["Lee+Bo Chen"]),
        ("<A spokesman for {Lake Builders}, Dr [Lee],> said x.", ["Lee"]),
        ("[Bo Chen] said no. Then [Carl Dean] left for what <he> called home.", ["Carl Dean"]),
        ("[Ann Lee] and [Bo Chen] came. <The two> said x.", ["Ann Lee+Bo Chen"]),
        ("[Ann Lee] came. Then [Bo Chen] left. <Neither> said x.", ["Ann Lee+Bo Chen"]),
        ("[Ann Lee] saw [Bo Chen] and [Carl Dean]. <Both men> said x.", ["Bo Chen+Carl Dean"]),
        ("[Bo Chen] came. <Both women> said x.", ["-"]),
        ("[Ann Lee] came. Then [Bo Chen] left. <The two officers> said x.", ["-"]),
        ("It was [Bo Chen], [Carl Dean] and [Ann Lee], <all of whom> said x.", ["Bo Chen+Carl Dean+Ann Lee"]),
        ("<The lawyer who had helped Mr. [Chen]> said x.", ["-"]),
        ("<[Ann Lee] among other singers> said x.", ["Ann Lee"]),
        (
            "<Home Secretary [Ann Lee]> said x. <Tax Secretary [Bo Chen]> said y. <The home secretary> said z.",
            ["Ann Lee", "Bo Chen", "Ann Lee"],
        ),
    ],
)
def test_people(marked: str, expected: list[str]) -> None:
    assert speakers(marked) == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("<The {Rift Institute}> said x.", ["Rift Institute"]),
        ("<A poll by {Gallup}> said x.", ["Gallup"]),
        ("<{Acme} and {Apex}> said x.", ["Acme+Apex"]),
        ("<{Acme}, {Apex}, the {Rift Institute} and {Tern}> said x.", ["Acme+Apex+Rift Institute+Tern"]),
        ("<A {Rift Institute} poll> said x.", ["Rift Institute"]),
        ("{Acme} opened what <it> calls a farm.", ["Acme"]),
        ("<The {Rift Institute}, {Leeds},> said x.", ["Rift Institute"]),
        ("<The {Mirror} newspaper> said x.", ["Mirror"]),
        ("<A {City} bank> said x.", ["-"]),
        ("<The {US} company> said x.", ["-"]),
        ("<{Lake}, {Hill}, the {Vale} and {Rift}> said x.", ["Lake+Hill+Vale+Rift"]),
        ("<An interview with {Rift Radio}> said x.", ["-"]),
        ("<{WHO}> said x.", ["WHO"]),
        ("The {Growers Association} met. <The association> said x.", ["Growers Association"]),
        ("{Acme} and {Apex} came. <The two companies> said x.", ["Acme+Apex"]),
        ("{Acme} came. {Apex} left. <The two companies> said x.", ["-"]),
        ("<[Rosneft] and {Tern}> said x.", ["Rosneft+Tern"]),
        ("The {Growers Association} met. <The court> said x.", ["-"]),
    ],
)
def test_bodies(marked: str, expected: list[str]) -> None:
    assert speakers(marked, kind="org") == expected


def test_bodies_that_are_taken_for_a_group_are_all_named() -> None:
    assert speakers("<The {Rift Party} and the {Lake Party} both> said x.", kind="group") == ["Rift Party+Lake Party"]
    assert speakers("<{Rift Party} and {Lake Party} members> said x.", kind="group") == ["-"]


def test_a_group_has_no_entity() -> None:
    assert speakers("[Ann Lee] came. <Critics of [Lee]> said x.", kind="group") == ["-"]
    assert speakers("[Ann Lee] came. <He or she> said x.", kind="group") == ["-"]


def test_a_direct_quotation_without_source_goes_on_with_the_speaker() -> None:
    text = "Ann Lee said “One.” “Two.”"
    document = Document(text, group_mentions([Mention(0, 7, "Ann Lee", "PERSON")]), [0], [0], ranker())
    first = Source(0, 7, "Ann Lee", "person", "direct", ((13, 19),), 1)
    second = Source(20, 20, None, "person", "direct", ((20, 26),), 1)
    assert [r.entities[0].fullest.text for r in resolve_sources(document, [first, second])] == ["Ann Lee", "Ann Lee"]


def test_i_inside_a_quotation_is_its_speaker() -> None:
    text = "Ann Lee said “I told him no.”"
    document = Document(text, group_mentions([Mention(0, 7, "Ann Lee", "PERSON")]), [0], [0], ranker())
    outer = Source(0, 7, "Ann Lee", "person", "direct", ((13, 29),), 1)
    inner = Source(14, 15, "I", "person", "indirect", ((25, 27),), 1)
    assert resolve_sources(document, [outer, inner])[1].entities[0].fullest.text == "Ann Lee"


def test_a_thing_that_says_something_is_nobody() -> None:
    assert speakers("[Ann Lee] wrote a letter <that> said x.", kind="document") == ["-"]


INTERVIEW = """A talk with [Ann Lee]

[Lee] met our reporter [Bo Chen].

Q: What now?

A: <I> think x.

And <I> know y.

Q: <I> thought of z. Did [Carl Dean] help?

A: <I> said no."""


def test_i_is_who_answers_in_an_interview() -> None:
    assert speakers(INTERVIEW, type="indirect") == ["Ann Lee", "Ann Lee", "-", "Ann Lee"]
    assert speakers(INTERVIEW.replace("A: ", "").replace("Q: ", ""), type="indirect") == ["-"] * 4


def test_no_one_is_nobody() -> None:
    assert speakers("<No-one from {Rift Institute}> commented on it.", kind="org") == ["-"]


def test_a_names_full_stop_may_be_the_sentences() -> None:
    text = "It sank, said the R.N.I."
    document = Document(text, group_mentions([Mention(18, 24, "R.N.I.", "ORG")]), [0], [0], ranker())
    [found] = resolve_sources(document, [Source(14, 23, "the R.N.I", "org", "indirect", ((0, 7),), 1)])
    assert [e.fullest.text for e in found.entities] == ["R.N.I."]


@pytest.mark.parametrize(
    ("cue", "speaker"),
    [("added", "Ann Lee"), ("is widely expected", "-"), ("asked", "-"), ("was accused of", "-"), ("known as", "-")],
)
def test_who_expects_or_asks_is_not_told(cue: str, speaker: str) -> None:
    text = f"Ann Lee said x. And {cue} y"
    names = group_mentions([Mention(0, 7, "Ann Lee", "PERSON")])
    first = Source(0, 7, "Ann Lee", "person", "indirect", ((13, 14),), 1, (8, 12))
    start = len(text) - 1
    second = Source(start, start, None, "person", "indirect", ((start, start + 1),), 1, (20, start - 1))
    resolved = resolve_sources(Document(text, names, [0], [0, 16], ranker()), [first, second])
    assert ("+".join(e.fullest.text for e in resolved[1].entities) or "-") == speaker
