"""Name mentions of a Doc: its entities, mended where they were cut, joined or run together with their neighbours."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import lru_cache
from operator import attrgetter

from spacy.tokens import Doc

from quotex.demonyms import DEMONYM, PARTIES
from quotex.entities import KIND, Mention
from quotex.names import BODY_NOUNS, OFFICES, SUFFIXES, TITLES, name_words

LONGEST = 200  # characters of a name; the search for overlapping ones looks back so far
OPENERS = '-–([,“" \u00a0'  # what the entity head takes in after a name: "Growers Association (", before its acronym
BEFORE = 40  # characters before a name, where its title stands
LABELS = {"PER": "PERSON", "PERSON": "PERSON"}

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
# Mojibake stands for letters: "TrÃ©vidic".
CAPITAL = r"(?:[A-Z\u00c0-\u00de][\w’'&.\u00a1-\u00bf]*(?:[-/][\w’'&.]+)*|[A-Z]\.)"
# A run of capitalised words; an organisation's may go on over "of", "for", "and": Department of Health and Social Care.
RUN = re.compile(rf"{CAPITAL}(?:[ \u00a0]{CAPITAL})*")
BODY_RUN = re.compile(rf"{CAPITAL}(?:[ \u00a0](?:(?:of|for|and|on|the|to|in|&)[ \u00a0](?:(?:the|a)[ \u00a0])?)?{CAPITAL})*")
# What the entity head takes for a person now and then: "R-Tenn.", "Md.", a pronoun, a title alone; or for a body.
PRONOUN = r"(?!WHO)(?i:i|he|she|it|we|you|they|his|her|hers|its|their|my|our|who|this|that|both|one|two|three)"
NO_NAME = re.compile(
    rf"{PRONOUN}|[DRI]-.*|[A-Z][a-z]{{0,4}}\.|No-one|Leading|Lib|Dem|Lib Dem|Lawmaker|Police|Doctor|"
    r"PM|CEO|Judge|General|Speaker|Sir|Mr|Mrs|Ms|Dr|(?:[\w-]+ ){0,2}(?:MP|MEP|Minister|Secretary|Commissioner|President|"
    r"Chancellor|Governor|Senator|Leader|Chairman|Director|Spokesman|Spokeswoman)|"
    r"Woman|Man|Mother|Father|Son|Legend|Expert|Analyst|Critics|State|Former|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
)
NO_BODY = re.compile(
    rf"{PRONOUN}|(?i:the|an?|(?:new )?polls?|reports?|study|survey|research|newspapers?|critics|mps|meps)|PAC|Web|Internet|"
    rf"TV|LP|(?:{MONTHS})|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
)
NOTHING = (NO_BODY, NO_NAME)
# Between the parts of one name.
GLUE = re.compile(r"[ \u00a0]?-?")
# What a name is said to be, before it: "nonpartisan Commission on Presidential Debates", "Film studio Fox".
WITHIN = r"(?!(?:of|and|for|the|in|on|at|to|de|la|le|du|des|da|di|del|della|van|von|der|bin|al)\b)[a-z]+"
LOWER = re.compile(rf"(?:(?:[a-z]+[ \u00a0])+|(?:[A-Z]\w+[ \u00a0]){{1,3}}?(?:{WITHIN}[ \u00a0])+)(?=[A-Z])")
TAIL = re.compile(r"[ \u00a0]([a-z]+)$")  # "State Department cables", but "Time magazine", "Cologne police"
TAILS = BODY_NOUNS | frozenset("authorities police leadership management team camp office legislature slate".split())
UPPER = re.compile(r"[A-Z\u00c0-\u00de\d]|\w\.\w")  # what a name has: "software giant" is none
CAPITALS = re.compile(r"[A-Z\u00c0-\u00de]")
RARE = 0.002  # capitals among the characters of a text in lower case: an article has seven times as many or more
MOST = 0.4  # of a text in capitals
THE = re.compile(r"[A-Z]\w+[ \u00a0]The[ \u00a0](?=[A-Z])")  # "Enter The Washington Post"
NO_PART = re.compile(r"(?:Its|His|Her|Their|Our)[ \u00a0]|[^(]{1,40}\)[ \u00a0](?=[A-Z])")  # "Its BDO", "ISP) Plus.net"
# Before a name, and no part of it: "pro-Rubio", "Koch-backed Veterans", "September Washington Post", "July's".
BORN = "based|backed|owned|led|born|run|trained|listed|funded"
MODIFIER = re.compile(
    r"(?:(?:pro|anti|[Ee]x)-|[\w’'.]+-(?:" + BORN + r")[ \u00a0]|"
    r"(?:" + MONTHS + r")(?:['’]s)?[ \u00a0])(?=[A-Z])"
)
CUT_BEFORE = re.compile(r"(?:\w+-)+$")
CUT_AFTER = re.compile(rf"(?:[\u00a1-\u00bf]\w+)?(?:-(?!(?:{BORN})\b)[A-Za-z]\w*)*")
PARTISAN = re.compile(
    rf"(?:{PARTIES}|Hacker|Actor|Actress|Singer)[ \u00a0](?=[A-Z])|{DEMONYM}[ \u00a0](?=[A-Z]\S+[ \u00a0][A-Z])"
)
# "Rand" where the span holds "Paul" alone: a known first name, or a word after a title, or one with mojibake. A title's
# full stop may follow "Sen", but ends a sentence after "president".
FIRST_BEFORE = re.compile(
    r"(?:\b([A-Za-z]+\.?)[ \u00a0])?(?<![^\s(“\"])([A-Z][a-z\u0080-\u009f\u00a1-\u024f]+)[ \u00a0](?:[A-Z]\.[ \u00a0])?$"
)
INITIALS_BEFORE = re.compile(r"\b(?:[A-Z]\.[ \u00a0]?){1,3}$")
SUFFIX_AFTER = re.compile(r",?[ \u00a0](?:Jr|Sr)\b\.?|[ \u00a0](?:II|III|IV)\b")
NICKNAMED = re.compile(
    rf"{CAPITAL}(?:[ \u00a0]{CAPITAL})?[ \u00a0](?:[“\"‘'][A-Z]\w+[”\"’']|\([A-Z]\w+\))[ \u00a0][A-Z][\w’'-]+"
)
NICKNAME_MARK = re.compile(r"[“\"‘'(]")
POLICE = re.compile(r"[ \u00a0]police\b")
DASH = re.compile(r"[ \u00a0]+[-–—][ \u00a0]|\n")  # "Ann Lee - Rift", of "Ann Lee - Rift's owner -"
NAMELESS: Mapping[str, str] = {}


def find_mentions(doc: Doc, text: str, first_names: Mapping[str, str] = NAMELESS) -> list[Mention]:
    """The named people, bodies and places of a Doc (`text` is its text), in order, without possessive endings.

    Neighbours of one label that only a space or a hyphen parts are one name ("Ban" + "Ki-moon").
    """
    spans: list[tuple[int, int, str]] = []
    cased = has_capitals(text)
    for ent in doc.ents:
        label = LABELS.get(ent.label_, ent.label_)
        if label not in KIND:
            continue
        named = text[ent.start_char : ent.end_char].rstrip(OPENERS)
        start, end = _whole_words(text, ent.start_char, ent.start_char + len(named))
        if spans and spans[-1][2] == label == "PERSON" and GLUE.fullmatch(text[spans[-1][1] : start]):
            start = spans.pop()[0]
        start, end, label = _mended(text, start, end, label, cased=cased)
        if label in ("GPE", "NORP") and (police := POLICE.match(text, end)):
            end, label = police.end(), "ORG"
        if label == "PERSON":
            start = max(_first_name(text, start, first_names), spans[-1][1] if spans else 0)
        if (
            start < end
            and (not spans or spans[-1][1] <= start)
            and (UPPER.search(text, start, end) or not cased)
            and not NOTHING[label == "PERSON"].fullmatch(text[start:end])
        ):
            spans.append((start, end, label))
    return [make_mention(text, *span) for span in spans]


def _first_name(text: str, start: int, first_names: Mapping[str, str]) -> int:
    """Where the first name before a name starts, that the span left out; else `start`."""
    before = FIRST_BEFORE.search(text, max(0, start - BEFORE), start)
    if before is None or before[2].lower() in TITLES | OFFICES:
        return start
    title = (before[1] or "").lower()
    titled = title.rstrip(".") in TITLES and (title.isalpha() or len(title) <= len("prof."))
    return before.start(2) if titled or before[2].lower() in first_names or not before[2].isascii() else start


@lru_cache(maxsize=8)
def has_capitals(text: str) -> bool:
    """Whether names are told by their capitals: not in a text that is set in lower case or in capitals."""
    return RARE * len(text) < len(CAPITALS.findall(text)) < MOST * len(text)


def _mended(text: str, start: int, end: int, label: str, *, cased: bool) -> tuple[int, int, str]:
    end -= possessive(text[start:end])
    start += len(re.match(r"[^\w]*", text[start:end])[0])  # type: ignore[index]
    if lead := MODIFIER.match(text, start, end):
        start = lead.end()
    if label == "PERSON" and name_words(text[start:end])[-1:] and name_words(text[start:end])[-1] in BODY_NOUNS:
        return start, end, "ORG"  # "Clinton Foundation"
    if label == "PERSON":
        start, end = _whole_name(text, start, end)
        if dash := DASH.search(text, start, end):
            end = dash.start()
    elif lead := LOWER.match(text, start, end) or THE.match(text, start, end) or NO_PART.match(text, start, end):
        start = lead.end()
    while cased and (tail := TAIL.search(text[start:end])) and tail[1] not in TAILS:
        end -= len(tail[0])
    return start, end, label


def is_who(text: str, start: int, end: int) -> bool:
    """Whether a word is the WHO, and no "who" of a text in capitals."""
    return text[start:end] == "WHO" and has_capitals(text)


def possessive(name: str) -> int:
    """The length of what is no part of a name at its end: 2 of "Asif's", 1 of "Democrats'", 4 of "Bankers and"."""
    match = re.search(r"(?:['’]s?|(?:[ \u00a0](?:and|of|for|the))+)?$", name)
    return len(match[0]) if match else 0


def make_mention(text: str, start: int, end: int, label: str) -> Mention:
    before = text[max(0, start - BEFORE) : start].rpartition("\n")[2]
    return Mention(start, end, text[start:end], label, before)


def after_titles(text: str, start: int, end: int) -> int:
    """Where the name starts in a span that may hold a title: "Italian Prime Minister Matteo Renzi"."""
    words = [(m.start(), m[0].lower().rstrip(".")) for m in re.finditer(r"\S+", text[start:end])]
    begin = 0
    for i, (_, word) in enumerate(words[:-1]):
        if (word in OFFICES or (i == begin and word in TITLES)) and words[i + 1][1] not in SUFFIXES:
            begin = i + 1
    return start + (words[begin][0] if words else 0)


def _whole_name(text: str, start: int, end: int) -> tuple[int, int]:
    """A person's name without titles, with the initials, nickname and suffix that the span may have cut off."""
    if lead := PARTISAN.match(text, start, end):
        start = lead.end()
    low, high = max(0, start - 40), end + 40
    nicknamed = NICKNAMED.search(text, low, high) if NICKNAME_MARK.search(text, low, high) else None
    if nicknamed and nicknamed.start() < end and start < nicknamed.end():
        start, end = nicknamed.span()
    if match := INITIALS_BEFORE.search(text, max(0, start - 12), start):
        start = match.start()
    if match := SUFFIX_AFTER.match(text, end):
        end = match.end()
    return after_titles(text, start, end), end


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Grow a span over the words that it cut: "Doris Crouse" in "Doris Crouse-Mays", "Marc TrÃ" in "Marc TrÃ©vidic"."""
    if text[start - 1 : start] == "-" and (match := CUT_BEFORE.search(text, max(0, start - 30), start)):
        start = match.start()
    if match := CUT_AFTER.match(text, end, end + 30):
        end = match.end()
    return start, end


def overlapping(mentions: Sequence[Mention], start: int, end: int) -> list[Mention]:
    """The mentions that overlap the characters [start, end); in order of their starts."""
    low, high = (bisect_left(mentions, at, key=attrgetter("start")) for at in (start - LONGEST, end))
    return [m for m in mentions[low:high] if start < m.end]
