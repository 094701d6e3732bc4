"""What the text says its people and bodies are: titles before names, appositions after them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from quotex.entities import Entity, Mention
from quotex.names import POSSESSIVE, WORD, plain


@dataclass(frozen=True)
class Description:
    """That the text at `at` calls an entity by a noun phrase with these words beside its head."""

    at: int
    entity: Entity
    words: frozenset[str]


Described = dict[str, list[Description]]

# "…, Pakistan's defence minister, said": an apposition after the name, up to its comma.
APPOSITION = re.compile(
    r",\s+((?:an?|the|his|her|its|their|who is|who was|[A-Z][\w’'.]+)\s[^,.;:“”\"()\n]{2,80}?)"
    r"(?=,|\.|;|\)|\n| who | said| says)"
)
# Not those that `normal` makes one of: a "spokesman" may be a spokeswoman.
FEMALE_HEADS = frozenset("actress mother wife daughter sister widow grandmother girlfriend".split())
MALE_HEADS = frozenset("actor father husband son brother widower grandfather boyfriend".split())
NOT_HEADS = frozenset("the a an his her its their of for in at on to and or who is was that this new former".split())
SPELLINGS = (("defence", "defense"), ("centre", "center"), ("labour", "labor"), ("isation", "ization"))
ABBREVIATED = {
    "sen": "senator", "gov": "governor", "rep": "congressman", "representative": "congressman", "gen": "general",
    "dr": "doctor", "prof": "professor", "congresswoman": "congressman", "chairwoman": "chairman",
    "spokeswoman": "spokesman", "candidate": "nominee", "gop": "republican",
    "democratic": "democrat", "tory": "conservative",
}  # fmt: skip
APPOSED = re.compile(r"(?:^|[\s“\"(])(?:the|an?|his|her|its)\s([^,.;:“”\"()\n]{2,60}),\s*$", re.I)
# "Vermont Sen.", "Pakistan's defence minister", "Republican presidential nominee": what leads up to a name in one breath.
# To be read backwards from the name: a search for what ends there tries every character before it, 50 µs a name.
TITLE_BACKWARDS = re.compile(r"(?:[ \u00a0]\.?[\w’'-]+){1,6}")
BRACKETS = re.compile(r"\s*\([^)\n]{1,40}\)")
# "Ann Lee (R-Utah)", "Bo Chen, D-Calif."
PARTY = re.compile(r",?[ \u00a0]\(?([RD])(?=[-)])")
PARTIES = {"R": "republican", "D": "democrat"}
PREPOSITION = re.compile(r"\b(?:of|for|in|at|on|to|from|with|who|which|that|by|and)\b|,|\(")


def head_of(phrase: str) -> str:
    """The head noun of a noun phrase, in plain singular: "Pakistan's defence minister" gives "minister"."""
    whole = POSSESSIVE.sub("", plain(phrase)).strip()  # "the president's"
    cut = PREPOSITION.split(whole, maxsplit=1)[0] or whole
    words = [w for w in WORD.findall(cut) if w not in NOT_HEADS]
    return normal(words[-1]) if words else ""


def normal(word: str) -> str:
    for british, american in SPELLINGS:
        word = word.replace(british, american)
    return ABBREVIATED.get(word, word)


def words_of(phrase: str) -> frozenset[str]:
    return frozenset(normal(w) for w in WORD.findall(POSSESSIVE.sub("", plain(phrase)))) - NOT_HEADS


def describe(text: str, owners: Sequence[tuple[Mention, Entity]]) -> Described:
    """Head nouns of titles and appositions, each with the entities that bear it."""
    found: Described = defaultdict(list)
    for mention, entity in owners:
        phrases = [text[mention.end - len(mention.text) : mention.end]] if entity.kind == "org" else []  # "the commission"
        if match := APPOSITION.match(text, _after(text, mention.end)):
            phrases.append(match.group(1))
        lead = text[max(0, mention.start - 80) : mention.start]
        if lead.rstrip().endswith(",") and (match := APPOSED.search(lead)):
            phrases.append(match.group(1))
        if entity.kind == "person" and (match := PARTY.match(text, mention.end)):
            found[PARTIES[match[1]]].append(Description(mention.start, entity, frozenset()))
        if mention.label == "PERSON" and (match := TITLE_BACKWARDS.match(lead[::-1])):
            phrases += title_phrases(match[0][::-1])
        for phrase in phrases:
            if (head := head_of(phrase)) and not head.endswith(("ed", "ing")):
                found[head].append(Description(mention.start, entity, words_of(phrase) - {head}))
    return dict(found)


def title_phrases(lead: str) -> list[str]:
    """ "in May by Secretary of State" holds two: "State" and "Secretary of State"; "says Mayor" one, "Mayor"."""
    parts = PREPOSITION.split(lead)
    return [parts[-1], f"{parts[-2]} of {parts[-1]}"] if lead.rstrip().endswith(f" of{parts[-1].rstrip()}") else parts[-1:]


def _after(text: str, end: int) -> int:
    match = BRACKETS.match(text, end)
    return match.end() if match else end


def gender_by_description(descriptions: Described) -> None:
    """Give the entities without a sex that of the noun that describes them: "Ann, an actress"."""
    for heads, sex in ((FEMALE_HEADS, "f"), (MALE_HEADS, "m")):
        for head in heads & descriptions.keys():
            for description in descriptions[head]:
                description.entity.gender = description.entity.gender or sex


def described_words(descriptions: Described) -> dict[int, frozenset[str]]:
    """All words that describe each entity, by id(entity)."""
    found: dict[int, set[str]] = defaultdict(set)
    for head, fits in descriptions.items():
        for description in fits:
            found[id(description.entity)] |= description.words | {head}
    return {key: frozenset(words) for key, words in found.items()}
