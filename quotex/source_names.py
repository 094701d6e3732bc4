"""Names that sources add to a text's mentions: that something speaks is better evidence than the entity head alone."""

from __future__ import annotations

import re
from bisect import insort
from collections.abc import Iterable
from dataclasses import replace

from quotex.entities import Mention
from quotex.joint_sources import COMPANION
from quotex.mentions import (
    BODY_RUN,
    MODIFIER,
    MONTHS,
    NO_BODY,
    NO_NAME,
    RUN,
    after_titles,
    has_capitals,
    is_who,
    make_mention,
    overlapping,
    possessive,
)
from quotex.settled_mentions import JOINED, is_body, settle_mentions

# "The Trump campaign", "Obama administration", "Ohio legislature": a body named after somebody or some place.
BODY_NOUN = re.compile(
    r"(?:['’]s?)?[ \u00a0](?:presidential[ \u00a0]|state[ \u00a0]|city[ \u00a0])?"
    r"(?:campaign|administration|government|camp|team|office|police|legislature|leadership|authorities|slate|magazine|"
    r"news[ \u00a0]agency)\b"
)
# "mr lee", "Dr. LEE's", "lee".
UNCASED = re.compile(
    r"((?:mr|mrs|ms|dr|sir|lord|lady|sen|rep|gov)\.?[ \u00a0])?([^\W\d_][\w-]*(?:[ \u00a0][\w-]+)?)(?:['’]s?)?", re.I
)
UNCASED_BODY = re.compile(
    r"(?:the[ \u00a0])?((?!(?:an?|the|his|her|its|their|this|that|another)\b)(?:[\w’'.-]+[ \u00a0]){1,4}"
    r"(?:campaign|foundation|administration|association|institute|committee|commission|department|ministry|council|"
    r"university|federation|news|post|times|journal|press|pac|party|union))",
    re.I,
)
# "Japan's Finance Ministry on Wednesday"
WHEN = re.compile(r"[ \u00a0](?:on|in|for)[ \u00a0](?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|" + MONTHS + r")\b.*$")
# Between what a body is said to be and its name: "Internet service provider (ISP) Plus.net".
DESCRIBES = re.compile(
    r"(?:[ \u00a0](?!(?:of|for|in|on|at|to|by|from|with|and|or|as|who|which|that|than)\b)[a-z-]+(?<!ing)(?<!ed)){1,4}"
    r"(?:[ \u00a0]\([^)]*\))?[ \u00a0]"
)
# Before a place that an office is for: "the energy minister of member state Lurland".
OF_PLACE = re.compile(r"\b(?:of|in|for|from)[ \u00a0](?:[\w-]+[ \u00a0]){0,3}$")
# "The city of Nice", "the government in Cairo".
BODY_OF = re.compile(r"(?:city|government|state|town|university|committee|ministry) (?:of|in) (?:the |President )?$")


def add_source_names(text: str, mentions: list[Mention], sources: Iterable[tuple[int, int, str]]) -> list[Mention]:
    """`mentions` with the names that stand in sources (start, end, kind) of kind person or org where they had none; the
    first person named in each source is marked as speaking."""
    spoken = tuple(sources)
    found = sorted(mentions)
    cased = has_capitals(text)
    surnames = set() if cased else {m.text.split()[-1] for m in found if m.label == "PERSON" and " " in m.text}
    for start, end, kind in spoken:
        if kind == "person" and not cased:
            _add_uncased(text, start, end, surnames, found)
        elif kind == "org" and not cased:
            _add_uncased_body(text, start, end, found)
        elif kind == "org" or is_who(text, start, end):
            _add_body(text, start, end, found)
        elif kind == "person":
            _add_person(text, start, end, found)
        if cased:
            _add_known(text, start, end, found)
    settled = settle_mentions(text, found)
    speaking = {m.start for start, end, kind in spoken if kind == "person" for m in _people(settled, start, end)[:1]}
    return [replace(m, speaks=True) if m.start in speaking else m for m in settled]


def _people(mentions: list[Mention], start: int, end: int) -> list[Mention]:
    return [m for m in overlapping(mentions, start, end) if m.label == "PERSON"]


def _add_person(text: str, start: int, end: int, found: list[Mention]) -> None:
    """The last run of capitalised words before the source's first comma, if no person is known in it."""
    known = overlapping(found, start, end)
    if any(m.label == "PERSON" for m in known) or (len(known) > 1 and all(m.label == "ORG" for m in known)):
        return
    head = re.match(r"[^,(;“\"]*", text[start:end])[0]  # type: ignore[index]
    runs = [r for r in RUN.finditer(head) if not (r.start() == 0 and r[0].lower() in ("the", "a", "an", "one", "some"))]
    if not runs or not (re.fullmatch(r"\W*", rest := head[runs[-1].end() :]) or COMPANION.match(rest)):
        return  # lower-case words follow: "a Clinton aide", but not "Clinton and her aides"
    to = start + runs[-1].end()
    at = after_titles(text, start + runs[-1].start(), to)
    for mention in overlapping(found, at, to):
        if mention.end == to and mention.start == at:
            if OF_PLACE.search(text[start:at]):
                return
            found.remove(mention)  # known as a place or body, but it is a person who speaks
        else:
            at = max(at, mention.end + 1) if mention.end < to else at
    if owner := re.match(r".*['’]s[ \u00a0]", text[at:to]):  # "Trump’s Son"
        at += owner.end()
    if at < to and not NO_NAME.fullmatch(text[at:to]):
        insort(found, make_mention(text, at, to, "PERSON"))


def _add_known(text: str, start: int, end: int, found: list[Mention]) -> None:
    """Names that the entity head found elsewhere: "Lee and Chen Clash", where a headline's capitals hid the first."""
    for run in RUN.finditer(text, start, end):
        if not overlapping(found, *run.span()):
            label = next((m.label for m in found if m.text == run[0]), None)
            if label:
                insort(found, make_mention(text, *run.span(), label))


def _add_uncased(text: str, start: int, end: int, surnames: set[str], found: list[Mention]) -> None:
    """Where capitals tell nothing: a word or more after a title, or the surname of who is known in full."""
    match = UNCASED.fullmatch(text, start, end)
    if match and (match[1] or match[2] in surnames) and not overlapping(found, start, end):
        insort(found, make_mention(text, *match.span(2), "PERSON"))


def _add_uncased_body(text: str, start: int, end: int, found: list[Mention]) -> None:
    """The same of bodies: what ends in a noun of theirs, "the rift campaign"."""
    if match := UNCASED_BODY.fullmatch(text, start, end):
        for mention in overlapping(found, *match.span(1)):
            found.remove(mention)
        insort(found, make_mention(text, *match.span(1), "ORG"))


def _add_body(text: str, start: int, end: int, found: list[Mention]) -> None:
    """The name that heads the source, or a campaign or government named after somebody."""
    run = _head_run(text, start, end, found)
    if run is None:
        return
    at, to = _body_span(text, run, start, end)
    known = overlapping(found, at, to)
    if _are_two(text, at, to, known):
        return
    if not NO_BODY.fullmatch(text[at:to]) and not any(m.start <= at and to <= m.end and m.label != "PERSON" for m in known):
        for mention in known:
            found.remove(mention)
        insort(found, make_mention(text, at, to, "ORG"))


def _are_two(text: str, at: int, to: int, known: list[Mention]) -> bool:
    """Whether the entity head knows a run as two names: "Deutsche Bank and Gazpromneft"; but "Pew Internet and American
    Life Project" is one."""
    if len(known) != 2 or known[0].start != at or known[1].end != to:
        return False
    joint = JOINED.fullmatch(text, known[0].end, known[1].start)
    return joint is not None and ("the" in joint[0].lower() or is_body(known[0].text) or not is_body(known[1].text))


def _head_run(text: str, start: int, end: int, found: list[Mention]) -> re.Match[str] | None:
    """The first run of capitalised words, or the one that it only describes: "the Israeli newspaper Haaretz"."""
    runs = [run for run in BODY_RUN.finditer(text, start, end) if run[0].lower() not in ("the", "a", "an")]
    head = next(iter(runs), None)
    for run in runs[1:]:
        if not head or possessive(head[0]) or not DESCRIBES.fullmatch(text, head.end(), run.start()):
            break
        if any(" " in m.text for m in _people(found, *run.span())):
            break
        head = run
    return head


def _body_span(text: str, run: re.Match[str], start: int, end: int) -> tuple[int, int]:
    at, to = run.span()
    if lead := re.match(r"(?:The|A|An)[ \u00a0]", run[0]):
        at += lead.end()
    at = after_titles(text, at, to)
    if lead := MODIFIER.match(text, at, to):
        at = lead.end()
    if noun := BODY_NOUN.match(text, to, end):
        return at, noun.end()
    if when := WHEN.search(text, at, to):
        to = when.start()
    if lead := BODY_OF.search(text, start, at):
        at = lead.start()
    return at, to - possessive(text[at:to])
