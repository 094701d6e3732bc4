"""What the text says its people and bodies are: titles before names, appositions after them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from quotex.entities import Entity, Mention
from quotex.names import WORD, plain

Described = dict[str, list[tuple[int, Entity]]]

# "…, Pakistan's defence minister, said": an apposition after the name, up to its comma.
APPOSITION = re.compile(
    r",\s+((?:an?|the|his|her|its|their|who is|who was|[A-Z][\w’'.]+)\s[^,.;:“”\"()\n]{2,80}?)"
    r"(?=,|\.|;|\)|\n| who | said| says)"
)
NOT_HEADS = frozenset("the a an his her its their of for in at on to and or who is was that this new former".split())
SPELLINGS = (("defence", "defense"), ("centre", "center"), ("labour", "labor"), ("isation", "ization"))
PREPOSITION = re.compile(r"\b(?:of|for|in|at|on|to|from|with|who|which|that|by|and)\b|,|\(")


def head_of(phrase: str) -> str:
    """The head noun of a noun phrase, in plain singular: "Pakistan's defence minister" gives "minister"."""
    cut = PREPOSITION.split(plain(phrase).strip(), maxsplit=1)[0] or plain(phrase)
    words = [w.removesuffix("'s") for w in WORD.findall(cut) if w not in NOT_HEADS]
    return normal(words[-1]) if words else ""


def normal(word: str) -> str:
    for british, american in SPELLINGS:
        word = word.replace(british, american)
    return word


def describe(text: str, owners: Sequence[tuple[Mention, Entity]]) -> Described:
    """Head nouns of titles and appositions, each with the entities that bear it and where."""
    found: Described = defaultdict(list)
    for mention, entity in owners:
        for head in _titles(text, mention):
            found[head].append((mention.start, entity))
        if match := APPOSITION.match(text, _after(text, mention.end)):
            found[head_of(match.group(1))].append((mention.start, entity))
        lead = text[max(0, mention.start - 80) : mention.start]
        if match := re.search(r"(?:^|[\s“\"(])(?:the|an?|his|her|its)\s([^,.;:“”\"()\n]{2,60}),\s*$", lead, re.I):
            found[head_of(match.group(1))].append((mention.start, entity))
        if entity.kind == "org":  # "the bureau" for the Federal Bureau of Investigation, "the commission"
            found[head_of(mention.text)].append((mention.start, entity))
    found.pop("", None)
    return dict(found)


def _after(text: str, end: int) -> int:
    match = re.match(r"\s*\([^)\n]{1,40}\)", text[end:])
    return end + match.end() if match else end


def _titles(text: str, mention: Mention) -> list[str]:
    """The word right before a name, if it is a title or a lower-case noun in the same breath: "minister Asif"."""
    if entity_lead := re.search(r"([^\W\d_]+)\s+$", text[max(0, mention.start - 30) : mention.start]):
        word = plain(entity_lead.group(1))
        if mention.label == "PERSON" and len(word) > 3 and word not in NOT_HEADS and not word.endswith(("ed", "ing")):
            return [normal(word)]
    return []
