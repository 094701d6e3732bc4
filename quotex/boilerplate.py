"""What web pages put around an article: comment forms, share bars, "Read more". Nobody is quoted there.

Only the ends of a text are looked at, line by line, and a line must match as a whole: an article may well report that
somebody said "leave a reply".
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from quotex.records import Quote

# From here on nothing is the article's, whatever it says: readers' comments follow a comment form.
COMMENTS = (
    r"leave (?:a|your) (?:reply|comment)s?(?: cancel reply)?",
    r"(?:post|add) a comment",
    r"join the (?:conversation|discussion)",
    r"(?:\d+ )?(?:comments?|responses?|replies)(?: \(\d+\))?",
    r"your email address will not be published.*",
    r"cancel reply",
    r"save my name, email,? and website.*",
    r"you must be logged in to (?:post a )?comment.*",
    r"comments are closed\W*",
)
NETWORK = r"(?:facebook|twitter|x|whatsapp|linkedin|reddit|pinterest|telegram|tumblr|e-?mail|instagram|threads|bluesky)"
SHARED = rf"(?:this|it|article|story|page|post|via|on|to|with|{NETWORK})"
STORIES = r"(?:articles?|stories|posts?|news|topics|coverage|reading|from .*|on this story)"
# From here on to the end nothing is the article's if only headlines follow, in whose marks others speak.
TEASERS = (
    rf"(?:related|more|popular|latest|recommended|trending) {STORIES}:?",
    r"you (?:may|might) also (?:like|be interested in).*",
)
# Lines that are no part of an article where they stand first or last.
FURNITURE = (
    *COMMENTS,
    *TEASERS,
    rf"(?:click to )?(?:share|tweet|e?-?mail|print|pin|post)(?: {SHARED})*(?: \(opens in new window\))?:?",
    r"click to email a link to a friend(?: \(opens in new window\))?",
    rf"(?:share[\s|,/·•]+)?{NETWORK}(?:[\s|,/·•]+{NETWORK})*",
    r"like this:?|(?:like )?loading\W*",
    r"(?:read|see|find out|learn) (?:more|also|next)(?:\s*[:»>→|].*)?",
    r"also read\s*[:»>→|].*",
    r"read (?:more|also) (?:on|at|from|about) .*",
    r"(?:tags?|topics|filed under|categories|category)\s*:.*",
    r"(?:subscribe|sign up)(?: (?:to|for|now|here|today)\b.*)?",
    r"newsletter|follow us(?: on .*)?",
    r"advertisement|sponsored(?: content)?",
    r"(?:copyright\b|©|\(c\) ?\d{4}).*|all rights reserved\W*.*",
    r"skip to (?:main )?content|menu|home|search|back to top",
    r"(?:previous|next) (?:post|article|story).*|continue reading.*",
)
LINE = re.compile(r"[^\r\n]+")
# A comment form stands after the article; one that is met earlier is a link to it. Not half: the comments on a short
# article are often longer than it.
LATE = 0.3
HEADLINE = 120  # characters of the longest headline


_COMMENTS, _FURNITURE, _TEASERS = (re.compile("|".join(lines), re.I) for lines in (COMMENTS, FURNITURE, TEASERS))


def article_bounds(text: str) -> tuple[int, int]:
    """The half-open range of `text` that is the article, without what stands around it."""
    lines = [(m.start(), m.end(), m.group().strip()) for m in LINE.finditer(text) if not m.group().isspace()]
    long = max((index for index, (_, _, line) in enumerate(lines) if len(line) > HEADLINE), default=-1)
    for index, (start, _, line) in enumerate(lines):
        if start >= LATE * len(text) and (_COMMENTS.fullmatch(line) or (index > long and _TEASERS.fullmatch(line))):
            del lines[index:]
            break
    while lines and _FURNITURE.fullmatch(lines[-1][2]):
        lines.pop()
    while lines and _FURNITURE.fullmatch(lines[0][2]):
        del lines[0]
    return (lines[0][0], lines[-1][1]) if lines else (0, 0)


def without_boilerplate(text: str, quotes: Iterable[Quote]) -> tuple[Quote, ...]:
    """The quotations whose content begins in the article itself."""
    start, end = article_bounds(text)
    return tuple(quote for quote in quotes if start <= quote.content[0].start < end)
