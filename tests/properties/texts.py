"""Texts as papers print them, as scrapers leave them, and as nobody writes them."""

from __future__ import annotations

from hypothesis import strategies as st

NAMES = (
    "Ann Lee", "Mr. Chen", "Khawaja Asif", "Zoë O’Neill", "the minister", "she", "Rift Institute (RI)", "Lee’s aide Bo Díaz",
    "JEAN-LUC", "van der Berg", "محمد علي", "李娜", "Senator", "The U.S.", "Nobody",
)  # fmt: skip
CUES = ("said", "says", "told reporters", "added", "believes", "warned", "asked", "according to", "tweeted", ":")
CLAUSES = (
    "it was over", "the bridge’s tolls would follow", "We don't know", "no", "that the workers' rights were at risk",
    "6\" pipes", "“Stop,” he cried", "I’m", "what he called a ‘fair’ deal", "(laughs) maybe", "…", "x" * 90,
)  # fmt: skip
MARKS = (
    ("“", "”"), ('"', '"'), ("‘", "’"), ("'", "'"), ("«", "»"), ("„", "“"), ("“", '"'), ("“", ""), ("", "”"), ("â€œ", "â€"),
)  # fmt: skip
BREAKS = ("\n\n", "\n", "\r\n\r\n", " ", "", "\n \n", "\u2028", "\n\n\n\n")
ODD = (
    "\u0301", "e\u0301", "\u200b", "\u200d", "\ufeff", "\u202e", "👩‍👩‍👧", "𝔄𝔫𝔫", "\x00", "\x1f", "\x85", "\u00a0", "İ",
    "ǅ", "ß", "\U0010ffff", "“", "”", '"', "'", "`", "»", "Leave a Reply", "Share on Facebook", "Read more: a", "(TTP)",
    "—", "\t", "- ", "\r",
)  # fmt: skip

names, cues, clauses = (st.sampled_from(pieces) for pieces in (NAMES, CUES, CLAUSES))
words = clauses | st.text(max_size=20)


@st.composite
def sentences(draw: st.DrawFn) -> str:
    """One sentence, most with a quotation of a kind."""
    (before, after), name, cue, clause = draw(st.sampled_from(MARKS)), draw(names), draw(cues), draw(words)
    forms = (
        f"{before}{clause},{after} {name} {cue}.",
        f"{before}{clause},{after} {cue} {name}, {before}{draw(words)}.{after}",
        f"{name} {cue} that {clause}.",
        f"According to {name}, {clause}.",
        f'{name} {cue}:"{clause}".',
        f"{before}{clause}.",
        f"{clause}, {name} {cue}, {draw(words)}.",
        f"{clause}.",
    )
    return draw(st.sampled_from(forms))


paragraphs = st.lists(sentences(), min_size=1, max_size=4).map(" ".join)


@st.composite
def news(draw: st.DrawFn) -> str:
    """A few paragraphs, with what does not belong there between them."""
    pieces = draw(st.lists(paragraphs | st.sampled_from(ODD), max_size=5))
    return draw(st.sampled_from(BREAKS)).join(pieces)


texts = news() | news() | st.lists(st.sampled_from(ODD + CLAUSES + NAMES), max_size=30).map("".join) | st.text(max_size=200)
# As long as a chapter, of few different pieces: what takes time with the square of the length would not end.
long_texts = st.lists(st.sampled_from(ODD + CLAUSES + NAMES + BREAKS), min_size=1, max_size=4).map(
    lambda pieces: ("".join(pieces) * 200_000)[:200_000]
)
HARD = ("", " ", "\n", *ODD, *(f"{a}{clause},{b} Ann Lee said." for a, b in MARKS for clause in CLAUSES[:4]))
