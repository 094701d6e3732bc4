"""Sources that bear a name: which of the names in them speaks, and who speaks jointly."""

from __future__ import annotations

import re
from operator import itemgetter

from quotex.descriptions import head_of
from quotex.document import Document, Resolution, Source
from quotex.entities import Entity, Mention
from quotex.joint_sources import COUNTED, JOINING, companion
from quotex.names import OFFICES, TITLES, WORD, name_words, plain
from quotex.ranking import unique

# After "for", "of" … a name is not the source but whom the source speaks for: "a spokesman for Mr. Blair". Only titles may
# stand between: in "Spain's minister of sport Jaime Lissa" and "Bank of England governor Mark Lee" the name is the source.
GOVERNED = re.compile(
    r"\b(?:for|(?<!speaker )of|to|from|(?<!along )with|by|on|in|at|about|against|under(?!\sSecretary)|near|between|inside)"
    r"\s+(?P<between>[\w.\s]{0,40})$",
    re.I,
)
# After these whatever stands between: "a group led by Ann Lee", "critics like the lawyer Bo Chen".
INCLUDED = re.compile(
    r"\b(?:led by|(?:speaking|talking|writing) (?:to|with|in|on)|spokes(?:man|woman|person) for|like|including|such as|"
    r"towards?|between)\s+[^,;]*$",
    re.I,
)
BETWEEN = TITLES | OFFICES | frozenset("the a an then late us house presidential republican democratic".split())
AFTER_NAME = frozenset(
    """
    and or nor who of in from at on with the a an to for as along both each all alike himself herself among amid during
    after before since while whose via through against
    """.split()
)
TITLE = r"(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Sir|Lord)\.?\s+"
# Between two joint speakers, with the role of the second: "Ann Lee and the developer Bo Chen".
JOINT = re.compile(
    r"\s*(?:\([^)]*\)\s*)?"
    rf"(?:[/-]$|,\s+(?:the\s+|{TITLE})?$|"
    rf"(?:,(?:\s[^,;]{{1,60}},)?)?\s(?i:{JOINING})\s+(?P<role>(?:[\w-]+(?:['’]s|[.,])?\s+){{0,4}})$)"
)
BODY_HEAD = re.compile(
    r"(?:bank|company|firm|newspaper|group|giant|maker|club|agency|organisation|organization|party|channel|website)s?|"
    r"compan(?:y|ies)|agencies|part(?:y|ies)"
)
NAMED_HEAD = re.compile(r"[ \u00a0](?:newspaper|group|website|club|channel|network|firm|company|bank)")
STATES = frozenset({"US", "U.S.", "UK", "U.K.", "EU", "E.U.", "UN", "U.N."})  # "the US company" is any company
# Before a body that did not make what speaks: "an interview with Rift Radio", "a poll of Rift voters".
NO_MAKER = re.compile(r"\b(?:to|with|between|on|about|against|for|(?:polls?|surveys?) of)\s+(?:the\s+)?$", re.I)
# What somebody says things through.
WORKS = frozenset(
    """
    speech speeches statement statements comment comments remark remarks website account tweet tweets email emails letter
    book memoir memo words testimony post message messages proposal plan answer analysis response column article research
    study paper report lawsuit suit complaint strategy page ad video essay blog note
    """.split()
)
# "Ernst and Young's Ann Lee", "Ann Lee and Bo Chen's memo"; but Ann Lee speaks in "Ann Lee and Acme's Bo Chen".
OWNS = re.compile(r"(?:\s(?:and|&)\s[A-Z]\w+)?\s*['’]s?\s+\w|\s(?:and|&)\s[A-Z][\w.-]*(?:\s[A-Z][\w.-]*){1,2}['’]s?\s+[a-z]")
SET_OFF = re.compile(rf"[ ,\u00a0]*(?:{TITLE})?")
OWNER = re.compile(r"['’]s\s")
APPOSES = re.compile(r",\s+the\s+")  # "Ann Lee, the Lord Chief Justice,"
MADE_BY = re.compile(r"\b(?:by|from)\s+(?:[\w.]+\s+){0,2}$")
OWNED = re.compile(r"['’]s?\s((?:[a-z0-9-]+\s?){1,4})")  # "Ann Lee's latest memo last week"
# "The barrister who had represented Mr Lee": who is named from there on does not speak.
BEFORE_CLAUSE = re.compile(r"(?:the|an?|one|another)\s(?:[a-z-]+\s){0,4}[a-z-]+,?\s(?=(?:who|whose|whom)\s)", re.I)
Named = list[tuple[Mention, Entity]]
NOBODY = re.compile(r"(?:no[- ]?one|nobody|none)\b", re.I)  # "No-one from the institute was available"
NOT_ROLE = frozenset("of for by in on at with from to who whose which that others other is was has had".split())
# Before a body that is taken for a person or group: "China, its only ally,", "the telecoms watchdog Ofcom".
ONLY_DESCRIBED = re.compile(r"(?:(?:The|An?)\s)?(?:(?!(?:of|for|in|at|to|by|from|with|and|or)\b)[a-z-]+\s){0,4}")
# After a name that is the source, if anything; else the name only describes: "a Utah Republican".
NOTHING_MORE = re.compile(r"\s*(?:$|[,;(–—-]|(?:who|both|all|alike)\b|['’]s?$)")


def by_name(document: Document, source: Source) -> Resolution | None:
    """The name in the source: "Asif", "Mr. Blair's spokesman Tom Kelly", "Ann Lee and Bo Chen"."""
    if source.text is None or COUNTED.fullmatch(source.text):  # "Neither" is no name
        return None
    if NOBODY.match(source.text):
        return Resolution((), "unknown", 0.9, "nobody")
    inside = _inside(document, source)
    free = _free(document.text, source, inside)
    heads = [(m, e) for m, e in free if not _modifies(document.text, source, m)]
    people = [(m, e) for m, e in heads if e.kind == "person"]
    if source.kind in ("org", "document"):
        if bodies := _bodies(document.text, source, inside, free, heads):
            return _resolved(document.text, source, _joint(document.text, bodies), "org", 0.85)
        people = [(m, e) for m, e in people if m.start - source.start <= len("President ")]
    people = people or _makers(document.text, source, inside)
    if people:
        others = [(m, e) for m, e in heads if m > people[0][0] and (m, e) not in people]
        joint = _joint(document.text, sorted([*people, *others], key=itemgetter(0)))
        return _resolved(document.text, source, joint, "person", 0.95)
    if heads and ONLY_DESCRIBED.fullmatch(document.text, source.start, heads[0][0].start):
        joint = _joint(document.text, heads)
        more = document.text[joint[-1][0].end : source.end]
        return Resolution(_unique(joint), joint[0][1].kind, 0.7) if NOTHING_MORE.match(more) else None
    return None


def _inside(document: Document, source: Source) -> Named:
    """The names in a source, those in brackets left out. A sentence's full stop may be a name's too: "said the F.A.A."."""
    text = document.text
    found = document.inside(source.start, source.end + (text[source.end : source.end + 1] == "."))
    clause = BEFORE_CLAUSE.match(text, source.start, source.end)
    end = clause.end() if clause else source.end
    found = [(m, e) for m, e in found if m.start < end]
    return [(m, e) for m, e in found if text.rfind("(", source.start, m.start) <= text.rfind(")", source.start, m.start)]


def _resolved(text: str, source: Source, joint: Named, kind: str, certainty: float) -> Resolution:
    others = companion(text, source, joint[0][0].start, joint[-1][0].end)
    return Resolution(_unique(joint), kind, certainty, companion=others)


def _bodies(text: str, source: Source, inside: Named, free: Named, heads: Named) -> Named:
    """A body speaks through what it makes, so a name before a noun or governed counts: "a Bloomberg poll", "research by the
    RVIE"; but not before what is itself a body: "a City investment bank"."""
    assert source.text is not None
    if found := [(m, e) for m, e in heads if e.kind == "org"]:
        joint = [(m, e) for m, e in free if e.kind == "org"]
        before = [pair for pair in heads if pair < found[0]][-1:]
        if before and " " not in before[0][0].text and joins(text[before[0][0].end : found[0][0].start]):
            return [*before, *found]  # "Rosneft and VEB", the first taken for a person
        return joint if joint[0] == found[0] else found
    if BODY_HEAD.fullmatch(head_of(source.text)):
        return [(m, e) for m, e in free if m.label == "ORG" and _is_called(text, source, m)]
    bodies = [(m, e) for m, e in free if m.label == "ORG"]
    return bodies or [(m, e) for m, e in inside if m.label == "ORG" and not NO_MAKER.search(text[source.start : m.start])]


def _is_called(text: str, source: Source, mention: Mention) -> bool:
    """ "The Mirror newspaper" and "the Rift group" are names with what they name, "a Rift newspaper" is not."""
    article = text[source.start : mention.start].lower()
    return article == "the " and mention.text not in STATES and bool(NAMED_HEAD.fullmatch(text, mention.end, source.end))


def _makers(text: str, source: Source, inside: Named) -> Named:
    """Whoever a text or thing is said to be by: "an email from Ann Lee", "Mr. Chen's memo"."""
    assert source.text is not None
    people = [(m, e) for m, e in inside if e.kind == "person"]
    if not people:
        return []
    if head_of(source.text) in WORKS and MADE_BY.search(text[source.start : people[0][0].start]):
        return people[:1]
    people = _joint(text, people)
    owned = OWNED.match(text, people[-1][0].end, source.end)
    return people if owned and not WORKS.isdisjoint(owned[1].split()) else []


def _unique(pairs: list[tuple[Mention, Entity]]) -> tuple[Entity, ...]:
    return tuple(unique([entity for _, entity in pairs]))


def _free(text: str, source: Source, inside: Named) -> Named:
    """The names that belong to no other, nor are joined to one that does: not the second of "in England and Wales"."""
    free: Named = []
    last: Mention | None = None
    for mention, entity in inside:
        between = text[last.end : mention.start] if last else ""
        joined = last and joins(between) and not _apposed(text, source, last, mention) and not OWNER.search(between)
        if _belongs(text, source, mention) or joined:
            last = mention
        else:
            free.append((mention, entity))
            last = None
    return free


def _apposed(text: str, source: Source, last: Mention, mention: Mention) -> bool:
    """Whether a comma sets off the name of what the source is: "a lawyer for Bo Chen, Ann Lee,"."""
    if not SET_OFF.fullmatch(text, last.end, mention.start):
        return False
    return last.label != mention.label or bool(re.fullmatch(r"[,\s]*", text[mention.end : source.end]))


def _belongs(text: str, source: Source, mention: Mention) -> bool:
    """Whether the name only belongs to what the source is: governed by a preposition, or possessive."""
    lead = text[source.start : mention.start]
    if INCLUDED.search(lead):
        return True
    if (match := GOVERNED.search(lead)) and all(word in BETWEEN for word in WORD.findall(plain(match["between"]))):
        return True
    return bool(OWNS.match(text, mention.end, source.end))


def _modifies(text: str, source: Source, mention: Mention) -> bool:
    """Whether the name stands before a noun that is the source: "a Clinton aide"."""
    following = re.match(r"(?:-\w+)?\s+([^\W\d_]+)", text[mention.end : source.end])  # "UK-based firm Acme"
    if following is None or following[1].lower() in AFTER_NAME:
        return False
    return following[1].islower() or following[1].lower() in TITLES | OFFICES  # "the Ealing North MP"


def _joint(text: str, named: list[tuple[Mention, Entity]]) -> list[tuple[Mention, Entity]]:
    """The first name and those joined to it by "and" or commas; a name in an aside is no joint speaker.

    A full name goes before a single word: "Lib Dem leader Charles Kennedy".
    """
    full = next((i for i, (m, _) in enumerate(named) if len(name_words(m.text)) > 1), 0)
    between = text[named[0][0].end : named[full][0].start]
    first = full if named[full][0].label == "PERSON" and re.fullmatch(r"[\w\s-]*", between) else 0
    first = 0 if joins(between) else first
    chosen = named[first : first + 1]
    for mention, entity in named[first + 1 :]:
        between = text[chosen[-1][0].end : mention.start]
        if not joins(between) or (entity.kind != chosen[-1][1].kind and APPOSES.fullmatch(between)):
            break
        chosen.append((mention, entity))
    while len(chosen) > 1 and _aside(text[chosen[-2][0].end : chosen[-1][0].start], chosen[-1][0]):
        chosen.pop()
    return chosen


def _aside(between: str, last: Mention) -> bool:
    """A list ends in "and"; after a comma alone a place or body only says where: "the Rift Institute, Leeds"."""
    return last.label != "PERSON" and not between.strip(" ,\u00a0")


def joins(between: str) -> bool:
    """Whether the words between two names join them: "and", "and the developer", a comma; not "and those of"."""
    match = JOINT.match(between)
    return bool(match and not (match["role"] and NOT_ROLE & set(match["role"].lower().split())))
