"""Sources that bear a name: which of the names in them speaks, and who speaks jointly."""

from __future__ import annotations

import re

from quotex.document import Document, Resolution, Source
from quotex.entities import Entity, Mention
from quotex.names import OFFICES, TITLES, WORD, name_words, plain

# After "for", "of" … a name is not the source but whom the source speaks for: "a spokesman for Mr. Blair". Only titles may
# stand between: in "Spain's minister of sport Jaime Lissa" and "Bank of England governor Mark Lee" the name is the source.
GOVERNED = re.compile(
    r"\b(?:for|of|to|from|with|by|on|in|at|about|against|under|near|between|inside)\s+(?P<between>[\w.\s]{0,40})$", re.I
)
BETWEEN = TITLES | OFFICES | frozenset("the a an then late us house presidential republican democratic".split())
AFTER_NAME = frozenset("and or who of in from at on with the a an to for as along".split())
# Between two joint speakers, with the role of the second: "Ann Lee and the developer Bo Chen".
JOINT = re.compile(
    r"\s*(?:\([^)]*\)\s*)?(?:[/-]$|,?\s(?:and|&|along with|as well as|or)\s+(?P<role>(?:[\w-]+\.?\s+){0,4})$|,\s+$)"
)
NOT_ROLE = frozenset("of for by in on at with from to who whose which that others other is was has had both's".split())


def by_name(document: Document, source: Source) -> Resolution | None:
    """The name in the source: "Asif", "Mr. Blair's spokesman Tom Kelly", "Ann Lee and Bo Chen"."""
    if source.text is None:
        return None
    inside = document.inside(source.start, source.end)
    heads = [(m, e) for m, e in inside if not _governed(document.text, source, m)]
    people = [(m, e) for m, e in heads if e.kind == "person"]
    if source.kind in ("org", "document"):
        # A body speaks through what it makes, so here a governed name counts: "a Bloomberg poll", "research by the RVIE".
        bodies = [(m, e) for m, e in heads if e.kind == "org"] or [(m, e) for m, e in inside if m.label == "ORG"]
        if bodies:
            return Resolution(_unique(_joint(document.text, bodies)), "org", 0.85)
    if people:
        return Resolution(_unique(_joint(document.text, people)), "person", 0.95)
    if heads and heads[0][0].start - source.start <= len("the "):  # "China, its only ally," taken for a person
        return Resolution(_unique(heads[:1]), heads[0][1].kind, 0.7)
    return None


def _unique(pairs: list[tuple[Mention, Entity]]) -> tuple[Entity, ...]:
    seen: list[Entity] = []
    for _, entity in pairs:
        if entity not in seen:
            seen.append(entity)
    return tuple(seen)


def _governed(text: str, source: Source, mention: Mention) -> bool:
    """Whether the name only belongs to what the source is: governed by a preposition, possessive, or before a noun."""
    lead = text[source.start : mention.start]
    if (match := GOVERNED.search(lead)) and all(word in BETWEEN for word in WORD.findall(plain(match["between"]))):
        return True
    tail = text[mention.end : source.end]
    if re.match(r"\s*['’]s?\s+\w", tail):
        return True
    following = re.match(r"\s+([^\W\d_]+)", tail)
    return bool(following and following.group(1).islower() and following.group(1) not in AFTER_NAME)


def _joint(text: str, named: list[tuple[Mention, Entity]]) -> list[tuple[Mention, Entity]]:
    """The first name and those joined to it by "and" or commas; a name in an aside is no joint speaker.

    A full name goes before a single word: "Lib Dem leader Charles Kennedy".
    """
    full = next((i for i, (m, _) in enumerate(named) if len(name_words(m.text)) > 1), 0)
    first = full if named[full][0].label == "PERSON" and not joins(text[named[0][0].end : named[full][0].start]) else 0
    chosen = named[first : first + 1]
    for mention, entity in named[first + 1 :]:
        if not joins(text[chosen[-1][0].end : mention.start]):
            break
        chosen.append((mention, entity))
    return chosen


def joins(between: str) -> bool:
    """Whether the words between two names join them: "and", "and the developer", a comma; not "and those of"."""
    match = JOINT.match(between)
    return bool(match and not (match["role"] and NOT_ROLE & set(match["role"].lower().split())))
