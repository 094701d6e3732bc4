"""Sources to speakers: each quotation's source resolved to a person or body of the document, or to none.

One small function a kind of source (`by_name`, `by_pronoun`, `by_description`, `carried_over`), each answering with an
entity only when one remains. A wrong name is worse than no name.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from quotex.descriptions import describe, head_of
from quotex.entities import Entity, Mention
from quotex.names import WORD, plain

MALE = frozenset({"he", "him", "his", "himself"})
FEMALE = frozenset({"she", "her", "hers", "herself"})
NEUTER = frozenset({"it", "its", "itself"})
FIRST = frozenset({"i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"})
PLURAL = frozenset({"they", "them", "their", "theirs", "themselves"})
RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
PRONOUNS = MALE | FEMALE | NEUTER | FIRST | PLURAL | RELATIVE

# After "for", "of" … a name is not the source but whom the source speaks for: "a spokesman for Mr. Blair".
GOVERNED = re.compile(
    r"\b(?:for|of|to|from|with|by|on|in|at|about|against|under|near|between|inside)\s+(?:the\s+|an?\s+)?[\w.\s]{0,24}$",
    re.I,
)
JOINT = re.compile(
    r"^\s*(?:\([^)]*\)\s*)?(?:,|and|&|, and|, along with|along with|as well as|or)\s+(?:\w+\.?\s+){0,3}$", re.I
)
MEMORY = 12  # quotations before a source that bear on who it is
REACH = 2  # paragraphs that a pronoun or a bare description looks back over


@dataclass(frozen=True)
class Source:
    """What the resolver knows of one quotation: the source's offsets (None if it has none) and where it stands."""

    start: int
    end: int
    text: str | None
    kind: str
    type: str
    content: tuple[tuple[int, int], ...]
    paragraph: int


@dataclass(frozen=True)
class Resolution:
    """Who a source is: entities (several when joint), or for other kinds the phrase that stands for them."""

    entities: tuple[Entity, ...]
    kind: str
    certainty: float


@dataclass
class Document:
    """What the resolver reads: the text, its entities, their mentions in order, and paragraph ends."""

    text: str
    entities: list[Entity]
    genders: dict[str, str]
    paragraph_starts: list[int]

    def __post_init__(self) -> None:
        self.owners = sorted(((m, e) for e in self.entities for m in e.mentions), key=lambda pair: pair[0])
        self.starts = [mention.start for mention, _ in self.owners]
        self.descriptions = describe(self.text, self.owners)

    def paragraph(self, at: int) -> int:
        return bisect_right(self.paragraph_starts, at)

    def gender(self, entity: Entity) -> str | None:
        """By title, else by first name (see the model card for the list's source), else None."""
        if entity.gender:
            return entity.gender
        key = entity.key
        return self.genders.get(key[0]) if len(key) > 1 else None

    def inside(self, start: int, end: int) -> list[tuple[Mention, Entity]]:
        """The mentions that lie whole in the characters [start, end), with their entities."""
        near = self.owners[bisect_left(self.starts, start) : bisect_left(self.starts, end)]
        return [(m, e) for m, e in near if m.end <= end]


def resolve_sources(document: Document, sources: Sequence[Source]) -> list[Resolution]:
    """One resolution a source, in text order: earlier ones help later ones."""
    found: list[Resolution] = []
    for i, source in enumerate(sources):
        recent = range(max(0, i - MEMORY), i)
        found.append(resolve(document, source, [(sources[j], found[j]) for j in recent]))
    return found


def resolve(document: Document, source: Source, earlier: list[tuple[Source, Resolution]]) -> Resolution:
    """Walk the kinds of source from the surest to the least."""
    if source.text is None:
        return carried_over(source, earlier)
    words = WORD.findall(plain(source.text))
    if len(words) == 1 and words[0] in PRONOUNS:
        return by_pronoun(document, source, words[0], earlier)
    return by_name(document, source) or by_description(document, source, earlier)


def by_name(document: Document, source: Source) -> Resolution | None:
    """The name in the source: "Asif", "Mr. Blair's spokesman Tom Kelly", "Ann Lee and Bo Chen"."""
    assert source.text is not None
    inside = document.inside(source.start, source.end)
    heads = [(m, e) for m, e in inside if not _governed(document.text, source, m)]
    people = [(m, e) for m, e in heads if e.kind == "person"]
    if source.kind == "org":
        # A body speaks through what it makes, so here a governed name counts: "a Bloomberg poll", "research by the RVIE".
        bodies = [(m, e) for m, e in (heads or inside) if e.kind == "org"] or [(m, e) for m, e in inside if e.kind == "org"]
        if bodies:
            return Resolution(_unique(_joint(document.text, bodies)), "org", 0.85)
    return Resolution(_unique(_joint(document.text, people)), "person", 0.95) if people else None


def _unique(pairs: list[tuple[Mention, Entity]]) -> tuple[Entity, ...]:
    seen: list[Entity] = []
    for _, entity in pairs:
        if entity not in seen:
            seen.append(entity)
    return tuple(seen)


def _governed(text: str, source: Source, mention: Mention) -> bool:
    """Whether the name only belongs to what the source is: governed by a preposition, possessive, or before a noun."""
    lead = text[source.start : mention.start]
    if GOVERNED.search(lead):
        return True
    tail = text[mention.end : source.end]
    if re.match(r"\s*['’]s?\s+\w", tail):
        return True
    following = re.match(r"\s+([^\W\d_]+)", tail)
    return bool(following and following.group(1).islower() and following.group(1) not in AFTER_NAME)


AFTER_NAME = frozenset("and or who of in from at on with the a an to for as along".split())


def _joint(text: str, named: list[tuple[Mention, Entity]]) -> list[tuple[Mention, Entity]]:
    """The first name and those joined to it by "and" or commas; a name in an aside is no joint speaker."""
    chosen = named[:1]
    for mention, entity in named[1:]:
        if not JOINT.match(text[chosen[-1][0].end : mention.start]):
            break
        chosen.append((mention, entity))
    return chosen


def by_pronoun(document: Document, source: Source, word: str, earlier: list[tuple[Source, Resolution]]) -> Resolution:
    """The nearest fitting person or body before the pronoun; a person that spoke last goes before one only named."""
    if word in FIRST:
        return _enclosing(source, earlier)
    if word in RELATIVE:
        before = document.inside(source.start - 80, source.start)
        if before and "." not in document.text[before[-1][0].end : source.start]:
            return Resolution((before[-1][1],), before[-1][1].kind, 0.7)
        return NOBODY
    if word in PLURAL:
        return Resolution((), "group", 0.5)
    wanted = "m" if word in MALE else "f" if word in FEMALE else None
    return _antecedent(document, source, wanted, earlier)


NOBODY = Resolution((), "unknown", 0.0)


def _enclosing(source: Source, earlier: list[tuple[Source, Resolution]]) -> Resolution:
    """ "I" inside a quotation is its speaker; outside any it is the article's author."""
    for other, resolution in reversed(earlier):
        if any(start <= source.start < end for start, end in other.content):
            return resolution
    return Resolution((), "author", 0.6)


def _antecedent(
    document: Document, source: Source, wanted: str | None, earlier: list[tuple[Source, Resolution]]
) -> Resolution:
    """The heaviest entity that a pronoun of sex `wanted` (None: "it") can mean, if it outweighs the second."""
    kind = "person" if wanted else "org"
    fitting = []
    for entity, weight in _weigh(document, source, earlier):
        gender = document.gender(entity) if wanted else None
        if entity.kind == kind and (gender is None or gender == wanted):
            fitting.append((weight * (1.5 if gender else 1.0), entity))
    fitting.sort(key=lambda pair: -pair[0])
    if not fitting:
        return Resolution((), kind, 0.0)
    second = fitting[1][0] if len(fitting) > 1 else 0.0
    if fitting[0][0] < MARGIN * second:
        return Resolution((), kind, 0.3)
    return Resolution((fitting[0][1],), kind, min(0.9, 0.5 + 0.4 * (1 - second / fitting[0][0])))


def _weigh(document: Document, source: Source, earlier: list[tuple[Source, Resolution]]) -> list[tuple[Entity, float]]:
    """The entities before a pronoun, weighed by having spoken, nearness, and standing first in a sentence unquoted."""
    weights: dict[int, float] = {}
    entities: dict[int, Entity] = {}
    here = source.paragraph
    # A person quoted as source just before is the likeliest antecedent of the next "he".
    for distance, (other, resolution) in enumerate(reversed(earlier[-4:])):
        if here - other.paragraph <= REACH:
            for entity in resolution.entities[:1]:
                entities[id(entity)] = entity
                weight = 3.0 / (1 + distance) / (1 + here - other.paragraph)
                weights[id(entity)] = weights.get(id(entity), 0) + weight
    first = document.paragraph_starts[max(here - REACH - 1, 0)]
    for mention, entity in document.inside(first, source.start):
        weight = 1.0 / (1 + 1.5 * (here - document.paragraph(mention.start))) + 40.0 / (40 + source.start - mention.end)
        if _starts_sentence(document.text, mention):
            weight += 0.7
        if _quoted(mention, earlier):
            weight *= 0.3
        entities[id(entity)] = entity
        weights[id(entity)] = max(weights.get(id(entity), 0), weight) + 0.15
    return [(entities[key], weight) for key, weight in weights.items()]


MARGIN = 1.05  # the best antecedent must outweigh the second by this factor, else none


def _starts_sentence(text: str, mention: Mention) -> bool:
    lead = text[max(0, mention.start - 40) : mention.start]
    return bool(re.search(r"(?:^|[\n.!?”\"])\s*(?:(?:the|an?|but|and|[A-Z][\w.]+)\s+){0,3}$", lead, re.I))


def _quoted(mention: Mention, earlier: list[tuple[Source, Resolution]]) -> bool:
    return any(s <= mention.start < e for other, _ in earlier[-6:] for s, e in other.content)


def by_description(document: Document, source: Source, earlier: list[tuple[Source, Resolution]]) -> Resolution:
    """ "The defence minister": the one entity introduced so; else the phrase itself, unnamed or a group."""
    assert source.text is not None
    kind = source.kind
    if kind in ("group", "document", "author"):
        return Resolution((), kind, 0.7)
    definite = re.match(r"\s*(?:the|his|her|their|its|our|this|that|mr|mrs|ms)\b", source.text, re.I)
    head = head_of(source.text)
    fits = document.descriptions.get(head, []) if definite or kind in ("person", "org") else []
    before = [e for at, e in fits if at < source.start] or [e for _, e in fits]
    unique = list({id(e): e for e in before if e.kind == kind}.values())
    if len(unique) == 1:
        return Resolution((unique[0],), unique[0].kind, 0.75)
    spoke = [r.entities[0] for _, r in earlier[-6:] if r.entities and any(r.entities[0] is e for e in unique)]
    if spoke:
        return Resolution((spoke[-1],), spoke[-1].kind, 0.5)
    return Resolution((), kind if kind != "person" else "unnamed", 0.3)


def carried_over(source: Source, earlier: list[tuple[Source, Resolution]]) -> Resolution:
    """No source: a direct quotation goes on with the paragraph's last speaker."""
    if source.type == "direct" and earlier:
        other, resolution = earlier[-1]
        if (source.paragraph - other.paragraph <= 1 and other.type != "indirect") or source.paragraph == other.paragraph:
            return Resolution(resolution.entities, resolution.kind, 0.5 * bool(resolution.entities))
    return NOBODY
