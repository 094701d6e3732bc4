"""What holds of any text: assertions shared by the properties (hypothesis) and the fuzzer (atheris)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np

from quotex.boilerplate import article_bounds
from quotex.decode import LONGEST_RANGE, bio_constraints, cut_long, paragraph_bounds
from quotex.entities import Mention, group_mentions
from quotex.labels import LINK_WIDTH, ROLES
from quotex.marks import INSIDE, MARKS, PARAGRAPH, SINGLE, UNCLOSED, pair_marks
from quotex.mojibake import FILLER, readable
from quotex.names import body_words, maybe_body, name_words, plain, same_body, same_person
from quotex.records import Passage, Quote
from quotex.source_names import add_source_names
from quotex.spans import Edges, choose_spans
from quotex.windows import MAX_PIECES, cut_windows
from quotex.words import FEATURES, Words, split_words, unwrap


def passages_of(quote: Quote) -> list[Passage]:
    """All that a record says stands in the text."""
    return [*quote.content, *(p for p in (quote.cue, quote.source) if p), *quote.speakers]


def holds_of_quotes(text: str, quotes: Sequence[Quote]) -> None:
    """Offsets are in range, every field is the text at its offsets, and no quotation's own parts overlap."""
    for quote in quotes:
        for passage in passages_of(quote):
            assert 0 <= passage.start < passage.end <= len(text)
            assert text[passage.start : passage.end] == passage.text
        own = sorted((p.start, p.end) for p in (*quote.content, *(p for p in (quote.cue, quote.source) if p)))
        assert all(before[1] <= after[0] for before, after in pairwise(own))
        assert [p.start for p in quote.content] == sorted(p.start for p in quote.content)
        assert quote.paragraph >= 1 and 0 <= quote.confidence.quote <= 1
    assert [quote.id for quote in quotes] == [f"q{number}" for number in range(1, len(quotes) + 1)]


def holds_of_marks(text: str) -> None:
    """A pair opens at a mark; it ends at one too, unless it was left open; and none runs over a paragraph's end."""
    pairs = pair_marks(text)
    assert pairs == sorted(pairs)
    ends = [match.start() for match in PARAGRAPH.finditer(text)]
    double = [(a, b) for a, b, state in pairs if state != SINGLE]
    assert all(before[1] <= after[0] for before, after in pairwise(double))
    for start, end, state in pairs:
        assert 0 <= start < end <= len(text) and text[start] in MARKS
        assert state in (INSIDE, UNCLOSED, SINGLE)
        assert state == UNCLOSED or text[end] in MARKS
        assert not any(start < at < end for at in ends)
        if state == SINGLE:
            assert not any(a < start < b < end or start < a < end < b for a, b in double)


def holds_of_words(words: Words) -> None:
    """Words are the text at their offsets, in order and apart, and all that is no white space is in one."""
    text = words.text
    meant = readable(text)  # but for mojibake the text itself
    pieces = [meant[a:b] for a, b in zip(words.starts, words.ends, strict=True)]
    assert [piece.replace(FILLER, "") or FILLER for piece in pieces] == words.forms
    assert (words.starts[1:] >= words.ends[:-1]).all()
    assert sum(map(len, pieces)) == sum(len(piece) for piece in re.findall(r"\S+", meant))
    assert words.features.shape == (len(words), len(FEATURES))
    assert ((words.features >= 0) & (words.features < [6, 6, 4])).all()
    assert len(unwrap(text)) == len(text) and unwrap(text).replace("\n", " ") == text.replace("\n", " ")
    bounds = paragraph_bounds(words.breaks)
    assert [i for bound in bounds for i in range(*bound)] == list(range(len(words)))
    cut = cut_long(bounds, np.arange(0, len(words), 7))
    assert [i for bound in cut for i in range(*bound)] == list(range(len(words)))
    assert all(0 < end - start <= LONGEST_RANGE for start, end in cut)


def holds_of_bounds(text: str) -> None:
    """What is left without boilerplate is a stretch of the text that begins and ends in the article's own lines."""
    start, end = article_bounds(text)
    assert 0 <= start <= end <= len(text)
    assert (start, end) == (0, 0) or text[start:end].strip()


def holds_of_windows(lengths: Iterable[int], size: int, overlap: int) -> None:
    """Each word is kept from one window, and no window is longer than the encoder reads. The component refuses windows too
    small for their overlap and the longest word."""
    pieces = np.array([*lengths], dtype=np.int64)
    words = split_words("".join("w\n\n" if length == MAX_PIECES else "w " for length in lengths))
    kept: list[int] = []
    for window in cut_windows(words, pieces, size, overlap):
        assert pieces[window.start : window.stop].sum() <= size - 2
        assert window.start <= window.keep_start <= window.keep_stop <= window.stop
        kept += range(window.keep_start, window.keep_stop)
    assert kept == list(range(len(pieces)))


def holds_of_spans(words: Words, seed: int) -> None:
    """Whatever the scores, the spans chosen lie apart, each within a paragraph, with chances that are chances."""
    rng = np.random.default_rng(seed)
    scores = rng.normal(scale=1 + seed % 9, size=(len(words), len(ROLES))).astype(np.float32)
    edges = Edges(*(rng.normal(size=(len(words), LINK_WIDTH)).astype(np.float32) for _ in range(2)))
    bounds = cut_long(paragraph_bounds(words.breaks), np.arange(0))
    chosen = choose_spans(scores, edges, bio_constraints(ROLES), bounds)
    assert all(before.end <= after.start for before, after in pairwise(chosen))
    for one in chosen:
        assert any(start <= one.start < one.end <= end for start, end in bounds)
        assert 0 < one.chance < 2  # moved to where two ends fit it may pass 1 a little
        assert 0 <= one.found <= 1


def holds_of_names(text: str) -> None:
    """Any pieces of a text can be taken for names: each mention stands where it says and belongs to one entity at most."""
    pieces = [m.span() for m in re.finditer(r"\S+(?: \S+)?", text)][:40]
    labels = ("PERSON", "ORG", "GPE")
    mentions = [Mention(a, b, text[a:b], labels[i % 3], text[max(0, a - 40) : a]) for i, (a, b) in enumerate(pieces)]
    for one, other in pairwise([name_words(text[a:b]) for a, b in pieces]):
        if one and other:
            assert same_person(one, one) and same_body(one, one)
            same_person(one, other), same_body(one, other), maybe_body(one, other)
    assert plain(plain(text)) == plain(text) and all(body_words(text))
    found = add_source_names(text, mentions, [(a, b, ("person", "org")[i % 2]) for i, (a, b) in enumerate(pieces)])
    assert all(text[m.start : m.end] == m.text for m in found)
    entities = group_mentions(found)
    owned = [id(mention) for entity in entities for mention in entity.mentions]
    assert len(owned) == len(set(owned)) <= len(found)
    assert all(entity.fullest in entity.mentions for entity in entities)
