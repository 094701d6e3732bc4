"""Who may be meant by a source that bears no name."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

from quotex.descriptions import Description, head_of, words_of
from quotex.document import Document, Earlier, Source
from quotex.entities import Entity, Mention
from quotex.ranking import unique

REACH = {"he": 3, "it": 3, "person": 5, "org": 5, "none": 2}  # paragraphs that a form looks back over
AHEAD = 2  # paragraphs that a description looks forward to: "A Tory MP has criticised … Edward Leigh said"
FARTHEST = 8000  # characters that any form looks back or forward over, in a text without paragraphs
NEAR = 1000  # characters after a source that it looks forward over where the text ends
DESCRIBED = 12  # nearest descriptions with a source's head noun that are looked at
SPOKE = 6  # attributions before whose speakers are candidates, named near or not
PROMINENT = 3  # most named entities that a description may mean from anywhere
PLACES = frozenset("country nation state city county town province kingdom republic".split())
OFFICIAL = frozenset("commission committee court council department ministry university senate tribunal campaign".split())
COMPANIES = frozenset("company firm business bank retailer airline maker manufacturer chain giant publisher".split())
NEAR_CUE = 60  # characters before a cue in which a name stands that it tells of
LEADS = re.compile(r"\s(?:(?:is|are|was|were|has|have|had|be|been|being|also|again|now|still|then|later|\w+ly)\s)*")
GOVERNED = re.compile(r"\b(?:of|for|to|with|by|on|at|about|against|told|asked|than|like|from|over)\s+(?:[\w.]+\s+){0,2}$")
NEW = re.compile(r"(?:an?|one|his|her|their|its|our|my)\s", re.I)
OF_SOMEBODY = re.compile(r"['’]s?\s\w")
SERVING = frozenset("spokesman agent aide lawyer attorney solicitor adviser assistant friend family narrator".split())


@dataclass(frozen=True)
class Asked:
    """A source with what stands around it: its form, sex if it tells one, attributions before, named speakers after."""

    document: Document
    source: Source
    form: str
    sex: str | None
    earlier: Earlier
    later: Earlier

    @cached_property
    def window(self) -> int:
        """Where looking back ends."""
        starts = self.document.paragraph_starts
        first = starts[max(self.source.paragraph - 1 - REACH[self.form], 0)] if starts else 0
        return max(first, self.anchor - FARTHEST)

    @cached_property
    def here(self) -> int:
        """Where the paragraph starts."""
        return self.document.paragraph_starts[self.source.paragraph - 1] if self.source.paragraph else 0

    @cached_property
    def anchor(self) -> int:
        """Where the attribution starts: what is named in its own words is not what the source looks back to."""
        return min(self.source.start, self.source.content[0][0])

    @cached_property
    def sentences(self) -> tuple[int, int]:
        """Where the attribution's sentence starts and the one before it."""
        here = max(self.here, self.document.sentence_start(self.anchor))
        return here, max(self.window, self.document.sentence_start(here - 1))

    @cached_property
    def before(self) -> dict[int, list[Mention]]:
        """Mentions in the window before the source and outside its own words, by entity."""
        found: dict[int, list[Mention]] = {}
        for mention, entity in self.document.inside(self.window, self.source.start):
            if not any(start <= mention.start < end for start, end in self.source.content):
                found.setdefault(id(entity), []).append(mention)
        return found

    @cached_property
    def in_words(self) -> set[Entity]:
        """Who is named in the attribution's own words."""
        return {entity for start, end in self.source.content for _, entity in self.document.inside(start, end)}

    @cached_property
    def after(self) -> dict[int, Mention]:
        """The first mentions soon after the source, by entity."""
        if self.form in ("he", "it"):
            return {}
        starts, beyond = self.document.paragraph_starts, self.source.paragraph + AHEAD
        stop = self.source.end + (min(starts[beyond] - self.source.end, FARTHEST) if beyond < len(starts) else NEAR)
        found: dict[int, Mention] = {}
        for mention, entity in self.document.inside(self.source.end, stop):
            found.setdefault(id(entity), mention)
        return found

    @cached_property
    def head(self) -> str:
        return head_of(self.source.text) if self.source.text and self.form in ("person", "org") else ""

    @cached_property
    def described(self) -> Sequence[Description]:
        """The nearest descriptions with the source's head noun."""
        fits = self.document.descriptions.get(self.head, [])
        at = bisect_left(fits, self.source.start, key=attrgetter("at"))
        return fits[max(at - DESCRIBED, 0) : at + DESCRIBED // 3]

    @cached_property
    def words(self) -> frozenset[str]:
        return words_of(self.source.text) if self.head and self.source.text else frozenset()


def candidates(asked: Asked) -> list[Entity]:
    """The entities near a source, those that spoke, and for a description those described so, if kind and sex allow."""
    document, source = asked.document, asked.source
    entities = [entity for _, entity in document.inside(asked.window, source.start)]
    entities += [e for _, r in [*asked.earlier[-SPOKE:], *asked.later] for e in r.entities]
    if asked.head:
        entities += [d.entity for d in asked.described]
        entities += document.prominent[:PROMINENT]
        entities += [entity for _, entity in document.inside(source.end, source.end + NEAR) if id(entity) in asked.after]
    kind = {"he": "person", "person": "person", "it": "org", "org": "org"}.get(asked.form)
    other = {id(entity) for _, entity in document.inside(source.start, source.end)}  # "Ann Lee's lawyer" is not Ann Lee
    other |= before_cue(asked)
    fits = [e for e in unique(entities) if kind in (None, e.kind) and id(e) not in other and may_be(e, asked)]
    return [e for e in fits if may_be_called(e, asked)] if asked.head else fits


def before_cue(asked: Asked) -> set[int]:
    """Who stands right before the cue of a quotation without a source, by id(entity): as its subject it would be the source;
    but "Lee told to double aid", "Lee is expected"."""
    if asked.form != "none" or asked.source.cue is None:
        return set()
    cue = asked.source.cue[0]
    before = asked.document.inside(max(asked.here, cue - NEAR_CUE), cue)[-1:]
    return {id(entity) for mention, entity in before if LEADS.fullmatch(asked.document.text, mention.end, cue)}


def may_be_called(entity: Entity, asked: Asked) -> bool:
    """What "a spokesman", "her spokesman" or "the minister's spokesman" is comes new into the text: who is so described, or
    named only afterwards. "The government" is a country's."""
    text = asked.source.text or ""
    described = any(d.entity is entity for d in asked.described)
    if asked.head == "government":
        return described or entity.fullest.label == "GPE" or "government" in entity.key
    if asked.form == "org" and not described and not fits_noun(entity, asked.head):
        return False
    if NEW.match(text) or (asked.head in SERVING and OF_SOMEBODY.search(text)):
        return described or (id(entity) in asked.after and id(entity) not in asked.before)
    return True


def fits_noun(entity: Entity, head: str) -> bool:
    """Whether a body, by its name, can be what the noun says: "the state" is a place, "the court" one that is called so,
    "the company" no committee."""
    if head in PLACES:
        return entity.fullest.label == "GPE"
    if head in OFFICIAL:
        return head in entity.key
    return head not in COMPANIES or OFFICIAL.isdisjoint(entity.key)


def may_be(entity: Entity, asked: Asked) -> bool:
    """Whether an entity can be of the sex that a pronoun tells. A title decides; a first name may mislead (Marty Walz), so
    what the text calls the entity goes before."""
    if asked.sex is None or entity.gender in (None, asked.sex):
        return True
    he, she = asked.document.votes.get(id(entity), (0, 0))
    same, other = (he, she) if asked.sex == "m" else (she, he)
    return not entity.told and other == 0 and same > 1  # one may be the pronoun asked about
