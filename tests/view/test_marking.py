from __future__ import annotations

from dataclasses import replace

import pytest
from sample import BRIDGE, READINGS, quote

from quotex import Passage, UnreadableRecords
from quotex.view.marking import Piece, mark


def test_paragraphs_are_the_text_without_the_space_between() -> None:
    paragraphs = mark(BRIDGE, READINGS[0].quotes)
    assert ["".join(piece.text for piece in p.pieces) for p in paragraphs] == BRIDGE.split("\n\n")
    assert [p.headline for p in paragraphs] == [True, False, False]


def test_pieces_bear_role_type_and_number() -> None:
    pieces = [piece for p in mark(BRIDGE, READINGS[0].quotes, first=7) for piece in p.pieces if piece.numbers]
    assert pieces[:5] == [
        Piece("“It took us ten years,”", ("content", "direct"), (7,)),
        Piece("she", ("source",), (7,)),
        Piece("said", ("cue",), (7,)),
        Piece("“and it was worth it.”", ("content", "direct"), (7,)),
        Piece("She", ("source",), (8,)),
    ]


def test_a_note_stands_by_the_paragraph_where_its_content_begins() -> None:
    notes = [[number for number, _ in p.notes] for p in mark(BRIDGE, READINGS[0].quotes)]
    assert notes == [[], [0], [1, 2]]


def test_overlapping_spans_are_cut_flat() -> None:
    text = "abcdef"
    one = quote(text, 1, "abcd", "e", "f", "f")
    two = quote(text, 2, "cdef", "b", "d", "d", type="mixed")
    [paragraph] = mark(text, [one, two])
    assert [(piece.text, piece.roles, piece.numbers) for piece in paragraph.pieces] == [
        ("a", ("content", "direct"), (0,)),
        ("b", ("content", "cue", "direct"), (0, 1)),
        ("c", ("content", "direct", "mixed"), (0, 1)),
        ("d", ("content", "direct", "mixed", "source"), (0, 1)),
        ("e", ("content", "cue", "mixed"), (0, 1)),
        ("f", ("content", "mixed", "source"), (0, 1)),
    ]


def test_parts_that_touch_or_cross_paragraphs_stay_marked() -> None:
    text = "one two\n\nthree"
    said = replace(
        quote(text, 1, "one", "two", "two", "two"), content=(Passage("one two\n\nthr", 0, 12), Passage("ee", 12, 14))
    )
    marked = [[(p.text, p.numbers) for p in paragraph.pieces] for paragraph in mark(text, [said])]
    assert marked == [[("one ", (0,)), ("two", (0,))], [("thr", (0,)), ("ee", (0,))]]


@pytest.mark.parametrize("text", ["", " \n\n ", "a", "\n\na\n\n\n\nb\n\n"])
def test_texts_without_quotations(text: str) -> None:
    assert [piece.text for p in mark(text, []) for piece in p.pieces if not piece.text.isspace()] == text.split()


def test_much_white_space_takes_no_time() -> None:
    assert len(mark(" " * 300_000 + "a" + " \t" * 300_000 + "b", [])) == 1


def test_a_quotation_that_does_not_stand_in_the_text_is_said() -> None:
    with pytest.raises(UnreadableRecords, match="the content of 2024-03-05/bridge#q1 is not at"):
        mark(BRIDGE[1:], READINGS[0].quotes)
