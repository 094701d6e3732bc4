"""Names: what is left of one without titles, and when two of them can be one person's or one body's."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache

# Words before a name that are no part of it. Those of a sex tell it; news style keeps "Mr." for men, "Ms." for women.
MALE_TITLES = frozenset({"mr", "sir", "lord", "king", "prince", "father", "brother", "baron", "count", "duke"})
FEMALE_TITLES = frozenset(
    {"mrs", "ms", "miss", "lady", "dame", "queen", "princess", "sister", "baroness", "duchess", "madam"}
)
SEXED_TITLES = MALE_TITLES | FEMALE_TITLES
TITLES = (
    MALE_TITLES
    | FEMALE_TITLES
    | frozenset(
        """
    dr prof professor sen senator rep representative gov governor president vice secretary gen general col
    colonel lt lieutenant maj major capt captain sgt sergeant admiral adm judge justice chief minister prime
    chancellor mayor congressman congresswoman councillor cllr ambassador rev reverend pope bishop archbishop
    cardinal imam rabbi sheikh attorney director chairman chairwoman deputy former the st mp
    """.split()
    )
)
# Titles that are nobody's surname: all before the last of them is no part of the name.
OFFICES = frozenset(
    """
    minister president secretary sen senator rep representative gov governor justice chancellor congressman
    congresswoman councillor ambassador attorney director chairman chairwoman spokesman spokeswoman chief
    professor prof dr mr mrs ms lt sgt gen col capt speaker nominee candidate coach manager captain
    """.split()
)
# What people are by their place in a team or a trade: "the Rift full-back" is no body.
ROLES = frozenset(
    """
    player striker midfielder defender goalkeeper keeper winger wing back centre prop hooker lock flanker half forward
    skipper boss batsman bowler pacer star ace correspondent reporter editor columnist analyst economist singer actor
    """.split()
)
SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "mp", "phd", "md", "esq"})
# Last words of bodies' names, which short forms leave out: "Pew Research", "State Department".
BODY_NOUNS = frozenset(
    """
    foundation university college institute association committee commission council agency department ministry
    bureau centre center group company corporation party union federation league administration government coalition
    alliance news journal herald tribune times post magazine media hospital network research action
    pac report reports airlines motors motor poll survey brothers international party reserve newspaper board campaign
    project
    """.split()
)
COMPANY = frozenset("inc corp corporation co company plc ltd limited llc group holdings ag sa nv".split())
SAME_NAME = 0.8  # likeness of two spellings of one name: Khwaja/Khawaja 0.92, Mohammed/Muhammad 0.75, John/Joan 0.75
INITIALS = re.compile(r"\b(?:[a-z]\.){2,}")  # U.S., S.E.C.
POSSESSIVE = re.compile(r"'s\b")
REMEMBERED = 10_000  # names: an article is asked for each of its own a dozen times
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]{2,})?")


def plain(text: str) -> str:
    """Lower case, no accents, straight apostrophes."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).lower()


@lru_cache(maxsize=REMEMBERED)
def name_words(name: str) -> tuple[str, ...]:
    """The plain words of a name, without possessive, titles before it and suffixes after it: ("donald", "j", "trump")."""
    words = list(body_words(name))
    while len(words) > 1 and words[0] in TITLES:
        words = words[1:]
    while len(words) > 1 and words[-1] in SUFFIXES:
        words = words[:-1]
    return tuple(words)


@lru_cache(maxsize=REMEMBERED)
def body_words(name: str) -> tuple[str, ...]:
    """The same of a body, for which General is no title: ("general", "motors")."""
    joined = INITIALS.sub(lambda match: match[0].replace(".", ""), plain(name))
    words = WORD.findall(POSSESSIVE.sub("", joined))
    words = words[:-1] if len(words) > 1 and words[-1] == "com" else words
    return tuple(words[1:] if len(words) > 1 and words[0] == "the" else words)


def title_gender(text: str) -> str | None:
    """ "m" or "f" if the last words of `text` (what stands before a name) tell, else None."""
    for word in reversed(WORD.findall(plain(text))[-2:]):
        if word in SEXED_TITLES:
            return "m" if word in MALE_TITLES else "f"
        if word not in TITLES:
            return None
    return None


def similar(a: str, b: str) -> bool:
    """Whether two words can be spellings of one name. Short ones must be equal: Ann and Dan differ by a letter too."""
    if a == b:
        return True
    if min(len(a), len(b)) <= 4:
        return False
    # The letters that are in the other, too, bound the likeness, and are counted in a tenth of the time that it takes.
    common = min(sum(map(b.__contains__, a)), sum(map(a.__contains__, b)))
    return 2 * common >= SAME_NAME * (len(a) + len(b)) and SequenceMatcher(None, a, b).ratio() >= SAME_NAME


def same_person(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Whether `short` can name the person that `full` names: "trump", "donald trump", "d trump" for "donald j trump"."""
    if not short or not full:
        return False
    if len(short) == 1:
        return short[0] in (full[-1], full[0])
    if short in (full[-len(short) :], full[: len(short)]):
        return True  # de Blasio; Melba Acosta for Melba Acosta Febo
    if not similar(short[-1], full[-1]) or _initials_differ(short[1:-1], full[1:-1]):
        return False
    return _first_names_agree(short[:-1], full[:-1])


def maybe_person(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Whether `short` names that person if nobody else fits: the first of two surnames, another spelling of the surname."""
    if len(short) > 1 or len(full) < 2 or full[-1] in (f"{short[0]}s", short[0].removesuffix("s")):
        return False  # Prince William is not Rowan Williams
    return short[0] in full[1:-1] or similar(short[0], full[-1])


def _initials_differ(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether both have middle initials, and others: George W. Bush is not George H.W. Bush."""
    return bool(a and b and a != b and all(len(word) < 3 for word in (*a, *b)))


def _first_names_agree(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    if not a or not b:
        return True
    one, other = a[0], b[0]
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0]
    return similar(one, other) or one in NICKNAMES.get(other, ()) or other in NICKNAMES.get(one, ())


NICKNAMES: dict[str, tuple[str, ...]] = {
    "william": ("bill", "billy", "will"), "robert": ("bob", "rob", "bobby"), "richard": ("dick", "rick", "rich"),
    "joseph": ("joe",), "michael": ("mike", "mick"), "james": ("jim", "jimmy"), "thomas": ("tom", "tommy"),
    "timothy": ("tim",), "edward": ("ed", "ted", "eddie"), "donald": ("don",), "christopher": ("chris",),
    "bernard": ("bernie",), "anthony": ("tony",), "elizabeth": ("liz", "beth", "lizzie"), "margaret": ("maggie", "meg"),
    "katherine": ("kate", "kathy"), "catherine": ("kate", "cathy"), "jeffrey": ("jeff",), "stephen": ("steve",),
    "steven": ("steve",), "gregory": ("greg",), "kenneth": ("ken",), "samuel": ("sam",), "daniel": ("dan",),
    "david": ("dave",), "andrew": ("andy",), "charles": ("charlie", "chuck"), "patricia": ("pat",), "susan": ("sue",),
    "alexander": ("alex",), "benjamin": ("ben",), "matthew": ("matt",), "nicholas": ("nick",),
    "ronald": ("ron",), "theodore": ("ted",), "mitchell": ("mitch",), "reinhold": ("reince",), "peter": ("pete",),
}  # fmt: skip


def same_body(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Whether `short` can name the organisation that `full` names: initials, an ending, or all but "Inc." or "Research"."""
    if not short or not full:
        return False
    if short == full or (len(full) > 1 and "".join(short) in initials(full)):
        return True
    if len(full) == len(short) > 1 and all(s != f and _is_cut(s, f) for s, f in zip(short, full, strict=True)):
        return True  # "lib dems" for "liberal democrats"
    if len(full) <= len(short):
        return False
    # "White House" is not "White House Press", but "Acme" is "Acme Inc" and "Pew" is "Pew Research".
    if full[: len(short)] == short:
        return set(full[len(short) :]) <= COMPANY | BODY_NOUNS
    return full[-len(short) :] == short and (len(short) > 1 or short[0] in BODY_NOUNS)


def maybe_body(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Whether `short` names that body if the text makes `full` known: "fed" for "federal reserve", "lib dems" for "liberal
    democrats", "ny daily news" for "new york daily news", "exxon" for "exxon mobil"."""
    if len(short) < len(full) and short in (full[: len(short)], full[-len(short) :]):
        return full[-1] not in EVENTS  # the Bafta Awards are Bafta's
    if short[0] != full[0] and len(full) > len(short) > 1 and full[-len(short) + 1 :] == short[1:]:
        return short[0] in initials(full[: -len(short) + 1])
    cut = [_is_cut(s, f) for s, f in zip(short, full, strict=False)]
    return all(cut) and (len(short) == len(full) > 1 or (len(short) == 1 and len(short[0]) < 5 and len(full) == 2))


def _is_cut(short: str, full: str) -> bool:
    return len(short) > 2 and full.startswith(short.removesuffix("s"))


EVENTS = frozenset("award awards prize prizes festival cup games show tour trophy".split())
MINISTRIES = frozenset({"department", "ministry", "bureau", "office"})
LINKS = frozenset("of the and for in to on".split())


def initials(full: tuple[str, ...]) -> set[str]:
    """The first letters of a name's words, with and without those of its little words: "des", "dfes", "dfeas"; "ukip"."""
    if len(full) < 2:
        return set()
    most = [w for w in full if w != "and"]
    found = {"".join(w[0] for w in words) for words in ([w for w in most if w not in LINKS], most, full)}
    if full[0] in MINISTRIES and full[1] == "of" and len(full) > 3:  # the VA is the Department of Veterans Affairs
        found.add("".join(w[0] for w in full[2:] if w not in LINKS))
    return found | {full[0] + "".join(w[0] for w in most[1:] if w not in LINKS)} if len(full[0]) == 2 else found


@lru_cache(maxsize=REMEMBERED)
def blocks_of(words: tuple[str, ...]) -> tuple[str, ...]:
    """What two names that can be one have in common at least one of: a word, its first letters or ends, initials."""
    ends = (f"{word[0]}…{word[-1]}" for word in words[-1:])  # McClenney, McLenney
    return tuple(sorted({*words, *(f"{word[:3]}…" for word in words), *ends, "".join(words), *initials(words)}))
