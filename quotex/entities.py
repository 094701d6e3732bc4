"""The people and bodies of one document: name mentions grouped by whom they name."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from operator import eq

from quotex.names import (
    blocks_of,
    body_words,
    initials,
    maybe_body,
    maybe_person,
    name_words,
    same_body,
    same_person,
    title_gender,
)

Key = tuple[str, ...]  # the plain words of a name
Same = Callable[[Key, Key], bool]
NOTHING: Mapping[str, str] = {}

KIND = {"PERSON": "person", "ORG": "org", "GPE": "org", "NORP": "org", "LOC": "org", "FAC": "org"}
NEARER = 1000  # characters: a short form that fits two people is the one's who was named so much later than the other
APART = 60  # characters between the first names of two people of one surname, for the first of them to own it
NEVER = 10**9
MOST_ALIKE = 300  # names that another is compared with for a word in common: all 1,250 Anns of a list took 15 s
UNPLAIN = re.compile(r"['’]s?[ \u00a0]|\.com$")
ROYAL = re.compile(r"\b(?:Prince|Princess|King|Queen|Pope)[ \u00a0]$")  # they go by first names
DOMINANT = 2  # a short form that fits two people is the one's who is named this many times as often


@dataclass(frozen=True)
class Mention:
    """A name in the text, by half-open character offsets; `before` is the text that leads up to it. It `speaks` where it is
    what a source names first. Mentions are in the order of the text.
    """

    start: int
    end: int
    text: str
    label: str
    before: str = ""
    speaks: bool = False

    @cached_property
    def gender(self) -> str | None:
        """The sex that a title before the name tells."""
        return title_gender(self.before)

    def __lt__(self, other: Mention) -> bool:
        return (self.start, self.end, self.label) < (other.start, other.end, other.label)


@dataclass(eq=False)
class Entity:
    """One person or body. `key` holds the words of its fullest name (most words, then longest), `fullest` the first
    mention that bears it. Both are kept as mentions come: a long text has thousands.
    """

    kind: str
    mentions: list[Mention] = field(default_factory=list)
    keys: Counter[Key] = field(default_factory=Counter)
    key: Key = ()
    gender: str | None = None
    told: bool = False  # the sex, by a title; else a first name only hints at it
    introduced: int = NEVER  # where it was first named in several words
    fullest: Mention = field(init=False)
    _fullest_size: tuple[bool, int, int, bool] = (False, -1, 0, False)

    def add(self, mention: Mention, key: Key, headline: int = 0) -> None:
        words = words_of(self.kind, mention.text)
        # A headline capitalises what is no name: its form counts only where the body has none of several words.
        plainly = not UNPLAIN.search(mention.text)  # "Rubio campaign" before "Rubio's campaign"
        size = (mention.start >= headline and len(words) > 1, *_size(words), plainly)
        if size > self._fullest_size or (size == self._fullest_size and mention < self.fullest):
            self.fullest, self._fullest_size = mention, size
        if len(words) > 1:
            self.introduced = min(self.introduced, mention.end)
        self.mentions.append(mention)
        self.keys[key] += 1
        self.key = max(self.key, key, key=_size)
        if mention.gender:
            self.gender, self.told = mention.gender, True


def words_of(kind: str, name: str) -> Key:
    return name_words(name) if kind == "person" else body_words(name)


def _size(words: Key) -> tuple[int, int]:
    return len(words), sum(map(len, words))


def group_mentions(
    mentions: Iterable[Mention],
    acronyms: Mapping[str, str] = NOTHING,
    first_names: Mapping[str, str] = NOTHING,
    headline: int = 0,
) -> list[Entity]:
    """Group the mentions of a text by entity, in the order of their first mentions.

    `acronyms` maps short forms to the definitions that the text gives for them, `first_names` names to "m" or "f".
    A short form that fits two entities stays with the likelier one, or is left out. `headline` is where the headline ends.
    """
    people = [m for m in mentions if KIND.get(m.label) == "person"]
    bodies = [m for m in mentions if KIND.get(m.label) == "org"]
    places = [m for m in bodies if m.label != "ORG"]
    bodies = [m for m in bodies if m.label == "ORG"]
    letters = {words for m in bodies for words in initials(body_words(m.text))}
    bodies += [m for m in places if "".join(body_words(m.text)) in letters]  # "U.N." beside "United Nations"
    places = [m for m in places if "".join(body_words(m.text)) not in letters]
    found = _group(people, "person", (same_person, maybe_person), headline, first_names=first_names)
    found += _group(bodies, "org", (same_body, maybe_body), headline, acronyms)
    found += _group(places, "org", (eq, is_short), headline)  # Pakistan is not short for Tehreek-e-Taliban Pakistan
    return sorted(found, key=lambda e: min(e.mentions))


def is_short(short: Key, full: Key) -> bool:
    """Whether `short` is the initials of a place: "U.S." for "United States"."""
    return len(short) == 1 < len(full) and short[0] in initials(full)


class Usage:
    """How often a text uses each name, and from where."""

    def __init__(self, keyed: Iterable[tuple[Mention, Key]], headline: int) -> None:
        self.counts: Counter[Key] = Counter()
        self.starts: dict[Key, int] = {}
        self.with_article: Counter[Key] = Counter()
        for mention, key in keyed:
            self.counts[key] += 1
            start = mention.start if mention.start >= headline else NEVER  # a headline is short: "Lycos", of Lycos Europe
            self.starts[key] = min(start, self.starts.get(key, start))
            self.with_article[key] += mention.before.lower().endswith("the ")

    def knows(self, full: Key, short: Key) -> bool:
        """Whether the text makes the longer name known: it stands first, or more often. "The BBC" is not BBC One, but "BDO"
        is BDO Stoy Hayward."""
        whole = short[0] in full  # "Fed" is cut, "BBC" is not
        partly = len(short) > 1 or len(short[0]) > 3 or not whole
        alone = len(full) - len(short) > 1 and 2 * self.with_article[short] <= self.counts[short]
        first = self.starts[full] < self.starts[short] and (partly or alone)
        return first or (len(full) - len(short) == 1 and self.counts[full] > self.counts[short])


def _group(
    mentions: list[Mention],
    kind: str,
    tests: tuple[Same, Same],
    headline: int,
    acronyms: Mapping[str, str] = NOTHING,
    first_names: Mapping[str, str] = NOTHING,
) -> list[Entity]:
    """Longest names first: "Clinton" can be placed only when all full names are known. Then those whose title tells the sex:
    "President Obama" is more likely the "Mr. Obama" of the text than its Michelle Obama. Then in text order."""
    keyed = [(m, words_of(kind, acronyms.get(m.text, m.text))) for m in mentions]
    usage = Usage(keyed, headline)
    entities: list[Entity] = []
    blocks: dict[str, list[Entity]] = defaultdict(list)  # only names with something in common are compared
    known: dict[Key, list[Entity]] = {}
    for mention, key in sorted(keyed, key=lambda pair: (-len(pair[1]), not pair[0].gender, pair[0])):
        if not key:
            continue
        if key not in known:
            near = list({id(e): e for block in blocks_of(key) for e in blocks[block][:MOST_ALIKE]}.values())
            known[key] = _bearers(key, near, tests, usage)
        fits = agreeing(known[key], mention)
        owner = pick(fits, mention)
        if owner is None and not fits:
            owner = Entity(kind, gender=first_names.get(key[0]) if len(key) > 1 else None)
            entities.append(owner)
            known[key] = [*known[key], owner]
            for block in blocks_of(key):
                blocks[block].append(owner)
        if owner is not None:
            owner.add(mention, key, headline)
    return entities


def _bearers(key: Key, near: list[Entity], tests: tuple[Same, Same], usage: Usage) -> list[Entity]:
    """The entities that a name surely means, else those that it may mean."""
    surely, maybe = tests
    sure = [e for e in near if surely(key, e.key) or (len(key) == len(e.key) and surely(e.key, key))]
    return sure or [e for e in near if maybe(key, e.key) and (e.kind == "person" or usage.knows(e.key, key))]


def agreeing(fits: list[Entity], mention: Mention) -> list[Entity]:
    """Those of the sex that the title tells, or else of none that is known: "Mr. Obama" is not Michelle Obama, Prince
    Charles no Charles Kennedy."""
    if len(name_words(mention.text)) == 1 and ROYAL.search(mention.before):
        fits = [e for e in fits if len(e.key) == 1 or ROYAL.search(e.fullest.before)]
    if not mention.gender:
        return fits
    told = [e for e in fits if e.gender == mention.gender]
    return told or [e for e in fits if e.gender is None]


def pick(fits: list[Entity], mention: Mention) -> Entity | None:
    """The one entity that a short name can mean, if one is likelier than all others.

    News names people in full first, then by surname; who goes by a first name or keeps being named in full, does so to be
    told from the one who goes by the surname.
    """
    if len(fits) < 2:
        return fits[0] if fits else None
    introduced = [e for e in fits if e.introduced <= mention.start] or fits
    if len(introduced) == 1:
        return introduced[0]
    by_surname = [e for e in introduced if not goes_by_first_name(e)] or introduced
    if len(by_surname) == 1:
        return by_surname[0]
    if mention.speaks:  # "Ann Lee, mother of the victim Al Lee, said …" and then "Lee said": the one who speaks in full
        speaking = [e for e in by_surname if spoke_in_full(e, mention)]
        if len(speaking) == 1:
            return speaking[0]
    before = {id(e): sum(m < mention for m in e.mentions) for e in by_surname}
    first, second = sorted(by_surname, key=lambda e: -before[id(e)])[:2]
    if before[id(first)] > DOMINANT * before[id(second)]:
        return first
    # The one so named last, if the other was long before that; else the one named first, whom the text is about.
    last = {id(e): max((m.start for m in e.mentions if m < mention), default=-NEARER) for e in by_surname}
    first, second = sorted(by_surname, key=lambda e: -last[id(e)])[:2]
    if last[id(first)] - last[id(second)] >= NEARER:
        return first
    first, second = sorted(by_surname, key=lambda e: min(e.mentions))[:2]
    return first if min(second.mentions).start - min(first.mentions).end >= APART else None


def spoke_in_full(entity: Entity, mention: Mention) -> bool:
    """Whether it spoke before `mention` by a name of several words."""
    return any(m.speaks and m < mention and len(name_words(m.text)) > 1 for m in entity.mentions)


def goes_by_first_name(entity: Entity) -> bool:
    return (entity.key[0],) in entity.keys
