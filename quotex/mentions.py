"""Name mentions of a Doc: its entities, mended where they were cut, joined or run together with their neighbours."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from operator import attrgetter

from spacy.tokens import Doc

from quotex.demonyms import DEMONYM, PARTIES
from quotex.entities import KIND, Mention
from quotex.headlines import headline_end
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
LONE = re.compile(rf"{DEMONYM}s?")
NOTHING = (NO_BODY, NO_NAME)
# Between the parts of one name.
GLUE = re.compile(r"[ \u00a0]?-?")
# What a name is said to be, before it: "nonpartisan Commission on Presidential Debates", "Film studio Fox".
WITHIN = r"(?!(?:of|and|for|the|in|on|at|to|de|la|le|du|des|da|di|del|della|van|von|der|bin|al)\b)[a-z]+"
LOWER = re.compile(rf"(?:(?:[a-z]+[ \u00a0])+|(?:[A-Z]\w+[ \u00a0]){{1,3}}?(?:{WITHIN}[ \u00a0])+)(?=[A-Z])")
SINGULAR = frozenset("Project Institute Council Commission Association Committee Foundation Centre Center Trust".split())
TAIL = re.compile(r"[ \u00a0]([a-z]+)$")  # "State Department cables", but "Time magazine", "Cologne police"
TAILS = BODY_NOUNS | frozenset("authorities police leadership management team camp office legislature slate".split())
UPPER = re.compile(r"[A-Z\u00c0-\u00de\d]|\w\.\w")  # what a name has: "software giant" is none
CAPITALS = re.compile(r"[A-Z\u00c0-\u00de]")
RARE = 0.002  # capitals among the characters of a text in lower case: an article has seven times as many or more
MOST = 0.4  # of a text in capitals
THE = re.compile(r"[A-Z]\w+[ \u00a0]The[ \u00a0](?=[A-Z])")  # "Enter The Washington Post"
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
DASH = re.compile(r"[ \u00a0]+[-–—][ \u00a0]|\n")  # "Ann Lee - Rift", of "Ann Lee - Rift's owner -"
NAMELESS: Mapping[str, str] = {}
JOINED = re.compile(r"[ \u00a0]and[ \u00a0](?:[Tt]he[ \u00a0])?|[/-](?=[A-Z])")


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
    elif lead := LOWER.match(text, start, end) or THE.match(text, start, end):
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


def settle_mentions(text: str, mentions: Iterable[Mention]) -> list[Mention]:
    """The mentions as one reading of the text: run-together ones parted, one label for one name."""
    return _settle_labels(_without_common(text, _split_joint(text, _shrink(text, sorted(set(mentions))))))


def _without_common(text: str, mentions: list[Mention]) -> list[Mention]:
    """Without words that are no names: "Organisers", where the text says "organisers" too and capitalises it only where a
    sentence starts or in the headline."""
    if not has_capitals(text):
        return mentions
    common = set(re.findall(r"\b[a-z]+\b", text))
    headline = headline_end(text)
    suspects = {
        m.text for m in mentions if (" " not in m.text or m.start < headline) and common.issuperset(m.text.lower().split())
    }
    real = {s for s in suspects if re.search(rf"[a-z,][ \u00a0]{re.escape(s)}\b", text[headline:])}
    return [m for m in mentions if m.text not in suspects - real]


def _shrink(text: str, mentions: list[Mention]) -> list[Mention]:
    """Headlines capitalise all words: "Ann Lee Meets Bo Chen" is cut down to the names that the body knows."""
    headline = headline_end(text)
    known: dict[str, set[str]] = defaultdict(set)
    for mention in mentions:
        if mention.start >= headline and mention.text[:1].isupper() and len(mention.text) > 2:
            known[mention.label].add(mention.text)
    settled = []
    for mention in mentions:
        names = [] if mention.start >= headline else [n for n in known[mention.label] if n in mention.text]
        # A surname at the end is the rest of a name, "Cecile Richards", but "Mogul Lee" is Ann Lee, the music mogul.
        first, _, surname = mention.text.partition(" ")
        named = surname in names and re.search(rf"\b{re.escape(first.lower())}\b", text[headline:])
        names = [n for n in names if " " in n or mention.text.startswith(n) or (named and n == surname)]
        parts = _parts(mention.text, sorted(names, key=len, reverse=True))
        moved = [make_mention(text, mention.start + a, mention.start + b, mention.label) for a, b in parts]
        settled += moved or [mention]
    return settled


def _parts(name: str, known: Sequence[str]) -> list[tuple[int, int]]:
    """Where the longest of the `known` names stand as whole words in `name`, without overlap."""
    found: list[tuple[int, int]] = []
    for one in known:
        for match in re.finditer(rf"\b{re.escape(one)}\b", name):
            if all(match.end() <= a or b <= match.start() for a, b in found):
                found.append(match.span())
    return sorted(found)


def _split_joint(text: str, mentions: list[Mention]) -> list[Mention]:
    """ "Thailand and India", found as one name, is two; so is "Fiat and General Motors" where either is named alone too."""
    known = {m.text for m in mentions}
    parted = []
    for mention in mentions:
        match = JOINED.search(mention.text)
        sides = (mention.text[: match.start()], mention.text[match.end() :]) if match else ("", "")
        if match and mention.label != "PERSON" and _two_names(match[0], *sides, mention.label, known):
            middle = mention.start + match.end()
            parted.append(make_mention(text, mention.start, mention.start + match.start(), mention.label))
            parted.append(make_mention(text, middle, mention.end, mention.label))
        else:
            parted.append(mention)
    return parted


def _two_names(joint: str, one: str, other: str, label: str, known: set[str]) -> bool:
    article = joint.split()[-1]
    if article == "The" or (article == "the" and is_body(one) and is_body(other)):
        return True  # two papers, two unions, but the Ministry of Culture and the Arts
    if "and" in joint:  # but the Rift Internet and Rural Life Project, even where "Rift Internet" is short for it
        return label == "GPE" or other in known or (one in known and other.split()[-1] not in SINGULAR)
    # "NBC News/Wall Street Journal", "Washington Post-ABC News", but CNN/ORC and Coca-Cola
    return " " in one.strip() and " " in other.strip() and "Inter-" not in one


def is_body(name: str) -> bool:
    """Whether a name ends in a noun of bodies: "Rift Council"."""
    return name.split()[-1].lower() in BODY_NOUNS


def _settle_labels(mentions: list[Mention]) -> list[Mention]:
    """One label for one name: the surname of a person named in full is that person, what begins with the letters of a
    body is that body ("BDO Stoy Hayward"); else the most common label wins."""
    acronyms = {m.text for m in mentions if m.label == "ORG" and m.text.isupper() and len(m.text) > 2}
    surnames = {words[-1] for m in mentions if m.label == "PERSON" and len(words := name_words(m.text)) > 1}
    counts: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for mention in mentions:
        counts[name_words(mention.text)][mention.label] += 1
    settled = []
    for mention in mentions:
        words = name_words(mention.text)
        label, times = counts[words].most_common(1)[0]
        if len(words) > 1 and times == counts[words]["PERSON"] and counts[words[-1:]]["PERSON"]:
            label = "PERSON"  # "Beverly Bond", as often found as a body, where "Bond" is a person
        if len(words) == 1 and words[0] in surnames and counts[words]["PERSON"]:
            label = "PERSON"
        elif LONE.fullmatch(mention.text):
            continue
        elif len(words) > 1 and mention.text.split()[0] in acronyms:
            label = "ORG"
        settled.append(mention if label == mention.label else replace(mention, label=label))
    return settled


def overlapping(mentions: Sequence[Mention], start: int, end: int) -> list[Mention]:
    """The mentions that overlap the characters [start, end); in order of their starts."""
    low, high = (bisect_left(mentions, at, key=attrgetter("start")) for at in (start - LONGEST, end))
    return [m for m in mentions[low:high] if start < m.end]
