"""A text's mentions made one reading: headline runs cut to known names, joint ones parted, one label for one name."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from quotex.demonyms import DEMONYM
from quotex.entities import Mention
from quotex.headlines import headline_end
from quotex.mentions import has_capitals, make_mention
from quotex.names import BODY_NOUNS, name_words

SINGULAR = frozenset("Project Institute Council Commission Association Committee Foundation Centre Center Trust".split())
LONE = re.compile(rf"{DEMONYM}s?")
JOINED = re.compile(r"[ \u00a0]and[ \u00a0](?:[Tt]he[ \u00a0])?|[/-](?=[A-Z])")


def settle_mentions(text: str, mentions: Iterable[Mention]) -> list[Mention]:
    """The mentions as one reading of the text: run-together ones parted, one label for one name."""
    whole = _split_joint(text, _shrink(text, sorted(set(mentions))))
    return _settle_labels(_without_apostrophe(text, _without_common(text, whole)))


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


def _without_apostrophe(text: str, mentions: list[Mention]) -> list[Mention]:
    """ "Ann Corbys side", where the text names Ann Corby too."""
    full = {m.text for m in mentions if m.label == "PERSON" and " " in m.text}
    slips = {name for name in full if name.endswith("s") and name[:-1] in full}
    return [make_mention(text, m.start, m.end - 1, m.label) if m.text in slips else m for m in mentions]


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
