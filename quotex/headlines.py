"""Where the headline of an article ends."""

from __future__ import annotations

import re

HEADLINE = 160  # characters of the longest headline
# `“Yes,” said Ann Lee.` has a full stop, which headlines of some papers have, too, and a verb that no headline would leave
# without a capital where it capitalises all words.
SMALL = "with|from|into|over|after|before|about|than|that|against|during|under|amid|among|through|between|without|like|upon"
SENTENCE = re.compile(rf".* (?!(?:{SMALL})\b)[a-z]{{4,}}\b.*[.?!][”\"’']?\s*")


def headline_end(text: str) -> int:
    """Where the headline ends, which is the first line if it is short and no sentence of the article; 0 if there is none."""
    end = text.find("\n")
    return end if 0 < end <= HEADLINE and not SENTENCE.fullmatch(text[:end]) else 0
