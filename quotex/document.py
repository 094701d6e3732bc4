"""What the resolver reads: a text's people and bodies, their mentions and descriptions, and its sources."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from quotex.descriptions import describe, described_words, gender_by_description
from quotex.entities import Entity, Mention
from quotex.interviews import read_interview
from quotex.letters import read_letters
from quotex.ranking import Ranker

MALE = frozenset({"he", "him", "his", "himself"})
FEMALE = frozenset({"she", "her", "hers", "herself"})
NEUTER = frozenset({"it", "its", "itself"})
FIRST = frozenset({"i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"})
PLURAL = frozenset({"they", "them", "their", "theirs", "themselves"})
RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
PRONOUNS = MALE | FEMALE | NEUTER | FIRST | PLURAL | RELATIVE
SEXED = re.compile(r"\b(?:(he|him|his|himself)|she|her|hers|herself)\b", re.I)


@dataclass(frozen=True)
class Source:
    """What the resolver knows of one quotation: where its source (empty if it has none), content and cue stand."""

    start: int
    end: int
    text: str | None
    kind: str
    type: str
    content: tuple[tuple[int, int], ...]
    paragraph: int
    cue: tuple[int, int] | None = None


@dataclass(frozen=True)
class Resolution:
    """Who a source is: entities (several when joint), or for other kinds the phrase that stands for them.

    `companion` is where a source tells of others who speak along with the entities ("and her aides"). `rule` says what
    decided; "ranked" is the ranker.
    """

    entities: tuple[Entity, ...]
    kind: str
    certainty: float
    rule: str = "name"
    companion: tuple[int, int] | None = None


@dataclass
class Document:
    """What the resolver reads: the text, its entities, their mentions in order, where paragraphs and sentences start, and
    the ranker."""

    text: str
    entities: list[Entity]
    paragraph_starts: list[int]
    sentence_starts: list[int]
    ranker: Ranker

    def __post_init__(self) -> None:
        self.owners = sorted(((m, e) for e in self.entities for m in e.mentions), key=lambda pair: pair[0])
        self.starts = [mention.start for mention, _ in self.owners]
        self.descriptions = describe(self.text, self.owners)
        gender_by_description(self.descriptions)
        self.described = described_words(self.descriptions)
        self.prominent = sorted(self.entities, key=lambda e: -len(e.mentions))
        self.most_named = {e.kind: e for e in reversed(self.prominent)}
        self.first = {e.kind: e for e in reversed(self.entities)}
        self.votes = count_votes(self.text, self.owners)
        self.interview = read_interview(self.text, self.entities)
        self.letters = read_letters(self.text, self.entities)

    def paragraph(self, at: int) -> int:
        return bisect_right(self.paragraph_starts, at)

    def sentence_start(self, at: int) -> int:
        return self.sentence_starts[max(bisect_right(self.sentence_starts, at) - 1, 0)]

    def inside(self, start: int, end: int) -> list[tuple[Mention, Entity]]:
        """The mentions that lie whole in the characters [start, end), with their entities."""
        near = self.owners[bisect_left(self.starts, start) : bisect_left(self.starts, end)]
        return [(m, e) for m, e in near if m.end <= end]


def count_votes(text: str, owners: Sequence[tuple[Mention, Entity]]) -> dict[int, tuple[int, int]]:
    """How often the first pronoun after a person's name, before another's, is "he" and how often "she"; by id(entity)."""
    votes: dict[int, tuple[int, int]] = {}
    people = [(m, e) for m, e in owners if e.kind == "person"]
    for i, (mention, entity) in enumerate(people):
        stop = min(mention.end + 200, people[i + 1][0].start if i + 1 < len(people) else len(text))
        if match := SEXED.search(text, mention.end, stop):
            he, she = votes.get(id(entity), (0, 0))
            votes[id(entity)] = (he + bool(match[1]), she + (not match[1]))
    return votes


Earlier = Sequence[tuple[Source, Resolution]]
