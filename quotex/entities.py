"""The people and bodies of one document: name mentions grouped by whom they name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from operator import eq

from quotex.names import maybe_body, maybe_person, name_words, same_body, same_person, title_gender

Same = Callable[[tuple[str, ...], tuple[str, ...]], bool]
NOTHING: Mapping[str, str] = {}

KIND = {"PERSON": "person", "ORG": "org", "GPE": "org", "NORP": "org", "LOC": "org", "FAC": "org"}
NEARER = 300  # characters: a short form that fits two people is the one's who was named so much later than the other
DOMINANT = 2  # a short form that fits two people is the one's who is named this many times as often


@dataclass(frozen=True, order=True)
class Mention:
    """A name in the text, by half-open character offsets; `before` is the text that leads up to it."""

    start: int
    end: int
    text: str
    label: str
    before: str = ""


@dataclass(eq=False)
class Entity:
    """One person or body. `key` holds the words of its fullest name (most words, then longest), `fullest` the first
    mention that bears it. Both are kept as mentions come: a long text has thousands.
    """

    kind: str
    mentions: list[Mention] = field(default_factory=list)
    keys: Counter[tuple[str, ...]] = field(default_factory=Counter)
    key: tuple[str, ...] = ()
    gender: str | None = None
    fullest: Mention = field(init=False)
    _fullest_size: tuple[int, int] = (-1, 0)

    def add(self, mention: Mention, key: tuple[str, ...]) -> None:
        size = _size(name_words(mention.text))
        if size > self._fullest_size or (size == self._fullest_size and mention < self.fullest):
            self.fullest, self._fullest_size = mention, size
        self.mentions.append(mention)
        self.keys[key] += 1
        self.key = max(self.key, key, key=_size)
        self.gender = title_gender(mention.before) or self.gender


def _size(words: tuple[str, ...]) -> tuple[int, int]:
    return len(words), sum(map(len, words))


def group_mentions(
    mentions: Iterable[Mention], acronyms: Mapping[str, str] = NOTHING, first_names: Mapping[str, str] = NOTHING
) -> list[Entity]:
    """Group the mentions of a text by entity, in the order of their first mentions.

    `acronyms` maps short forms to the definitions that the text gives for them, `first_names` names to "m" or "f".
    A short form that fits two entities
    stays with the one in whose reach it is: the dominant one, or none (then it is left out).
    """
    people = [m for m in mentions if KIND.get(m.label) == "person"]
    bodies = [m for m in mentions if KIND.get(m.label) == "org"]
    places = [m for m in bodies if m.label != "ORG"]
    bodies = [m for m in bodies if m.label == "ORG"]
    found = _group(people, "person", (same_person, maybe_person), first_names=first_names)
    found += _group(bodies, "org", (same_body, maybe_body), acronyms)
    found += _group(places, "org", (eq,))  # Pakistan is not short for Tehreek-e-Taliban Pakistan
    return sorted(found, key=lambda e: min(e.mentions))


def _group(
    mentions: list[Mention],
    kind: str,
    tests: tuple[Same, ...],
    acronyms: Mapping[str, str] = NOTHING,
    first_names: Mapping[str, str] = NOTHING,
) -> list[Entity]:
    """Longest names first: "Clinton" can be placed only when all full names are known. Then in text order."""
    keyed = [(m, name_words(acronyms.get(m.text, m.text))) for m in mentions]
    entities: list[Entity] = []
    known: dict[tuple[str, ...], list[Entity]] = {}
    for mention, key in sorted(keyed, key=lambda pair: (-len(pair[1]), pair[0])):
        if not key:
            continue
        if key not in known:
            fitting = ([e for e in entities if same(key, e.key)] for same in tests)
            known[key] = next((fits for fits in fitting if fits), [])
        owner = pick(known[key], mention)
        if owner is None and not known[key]:
            owner = Entity(kind, gender=first_names.get(key[0]) if len(key) > 1 else None)
            entities.append(owner)
            known[key] = [owner]
        if owner is not None:
            owner.add(mention, key)
    return entities


def pick(fits: list[Entity], mention: Mention) -> Entity | None:
    """The one entity that a short name can mean. Of several: the one whose sex its title tells, else the dominant one."""
    gender = title_gender(mention.before)
    if gender:
        fits = [e for e in fits if e.gender in (None, gender)] or fits
    if len(fits) < 2:
        return fits[0] if fits else None
    first, second = sorted(fits, key=lambda e: -len(e.mentions))[:2]
    if len(first.mentions) >= DOMINANT * len(second.mentions):
        return first
    # News names in full first: the one so named last before, if the other was not just before that.
    last = {id(e): max((m.start for m in e.mentions if m.end <= mention.start), default=-NEARER) for e in fits}
    first, second = sorted(fits, key=lambda e: -last[id(e)])[:2]
    return first if last[id(first)] - last[id(second)] >= NEARER else None
