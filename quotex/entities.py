"""The people and bodies of one document: name mentions grouped by whom they name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from operator import eq

from quotex.names import name_words, same_body, same_person, title_gender

Same = Callable[[tuple[str, ...], tuple[str, ...]], bool]
NO_ACRONYMS: Mapping[str, str] = {}

KIND = {"PERSON": "person", "ORG": "org", "GPE": "org", "NORP": "org", "LOC": "org", "FAC": "org"}
DOMINANT = 2  # a short form that fits two people is the one's who is named this many times as often


@dataclass(frozen=True, order=True)
class Mention:
    """A name in the text, by half-open character offsets; `before` is the text that leads up to it."""

    start: int
    end: int
    text: str
    label: str
    before: str = ""


@dataclass
class Entity:
    """One person or body. `name` is its fullest mention's text, without titles."""

    kind: str
    mentions: list[Mention] = field(default_factory=list)
    keys: Counter[tuple[str, ...]] = field(default_factory=Counter)
    gender: str | None = None

    def add(self, mention: Mention, key: tuple[str, ...]) -> None:
        self.mentions.append(mention)
        self.keys[key] += 1
        self.gender = self.gender or title_gender(mention.before)

    @property
    def key(self) -> tuple[str, ...]:
        """The words of the fullest name: most words, then longest."""
        return max(self.keys, key=lambda k: (len(k), sum(map(len, k)), self.keys[k]))

    @property
    def fullest(self) -> Mention:
        """The first mention that bears the fullest name: most words, then longest."""

        def size(mention: Mention) -> tuple[int, int]:
            words = name_words(mention.text)
            return len(words), sum(map(len, words))

        return min(self.mentions, key=lambda m: (*(-n for n in size(m)), m))


def group_mentions(mentions: Iterable[Mention], acronyms: dict[str, str] | None = None) -> list[Entity]:
    """Group the mentions of a text by entity, in the order of their first mentions.

    `acronyms` maps short forms to the definitions that the text gives for them. A short form that fits two entities
    stays with the one in whose reach it is: the dominant one, or none (then it is left out).
    """
    people = [m for m in mentions if KIND.get(m.label) == "person"]
    bodies = [m for m in mentions if KIND.get(m.label) == "org"]
    places = [m for m in bodies if m.label != "ORG"]
    bodies = [m for m in bodies if m.label == "ORG"]
    found = _group(people, "person", same_person)
    found += _group(bodies, "org", same_body, acronyms or {})
    found += _group(places, "org", eq)  # Pakistan is not short for Tehreek-e-Taliban Pakistan
    return sorted(found, key=lambda e: min(e.mentions))


def _group(mentions: list[Mention], kind: str, same: Same, acronyms: Mapping[str, str] = NO_ACRONYMS) -> list[Entity]:
    keyed = [(m, name_words(acronyms.get(m.text, m.text))) for m in mentions]
    entities: list[Entity] = []
    # Longest names first: "Clinton" can be placed only when all full names are known.
    for mention, key in sorted(keyed, key=lambda pair: (-len(pair[1]), pair[0])):
        if not key:
            continue
        fits = [e for e in entities if key in e.keys] or [e for e in entities if same(key, e.key)]
        owner = _pick(fits, mention)
        if owner is None and not fits:
            owner = Entity(kind)
            entities.append(owner)
        if owner is not None:
            owner.add(mention, key)
    return entities


def _pick(fits: list[Entity], mention: Mention) -> Entity | None:
    """The one entity that a short name can mean. Of several: the one whose sex its title tells, else the dominant one."""
    gender = title_gender(mention.before)
    if gender:
        fits = [e for e in fits if e.gender in (None, gender)] or fits
    if len(fits) < 2:
        return fits[0] if fits else None
    first, second = sorted(fits, key=lambda e: -len(e.mentions))[:2]
    return first if len(first.mentions) >= DOMINANT * len(second.mentions) else None
