from __future__ import annotations

from dataclasses import replace

import numpy as np

from quotex.labels import ROLES
from quotex.links import (
    REACH,
    TABLES,
    LinkWeights,
    choose,
    follow_commas,
    introducing,
    join_continued,
    join_next_sentence,
    pair_features,
    pair_leftovers,
    recover_cues,
    share_sources,
)
from quotex.words import split_words

NEAREST = LinkWeights(
    {
        "distance": -np.tile(np.arange(12, dtype=np.float32), 2),
        "between": np.zeros(8, np.float32),
        "break": np.zeros(6, np.float32),
    },
    none=-5.0,
)


def choose_nearest(queries: list[tuple[int, int]], keys: list[tuple[int, int]], count: int) -> list[int]:
    flat = np.zeros((count, 4), dtype=np.float32)
    return choose(queries, keys, flat, flat, np.zeros(count, dtype=np.int64), NEAREST)


def test_features_stay_in_their_tables() -> None:
    queries, keys = [(0, 2), (50, 60), (400, 420)], [(3, 4), (45, 46), (61, 62), (300, 301)]
    breaks = np.zeros(500, dtype=np.int64)
    breaks[[0, 48, 250, 350]] = 2
    for name, rows in pair_features(queries, keys, breaks).items():
        assert rows.shape == (3, 4)
        assert rows.min() >= 0 and rows.max() < TABLES[name]


def test_the_nearest_is_chosen_and_none_when_too_far() -> None:
    assert choose_nearest([(0, 5), (40, 45)], [(6, 7), (38, 39)], 500) == [0, 1]
    assert choose_nearest([(0, 5)], [(300, 301)], 500) == [-1]
    assert choose_nearest([(0, 5)], [], 10) == [-1]


def test_blocks_of_a_long_text_choose_as_a_short_one() -> None:
    queries = [(20 * i, 20 * i + 5) for i in range(300)]
    keys = [(20 * i + 6, 20 * i + 7) for i in range(300)]
    assert choose_nearest(queries, keys, 6000) == list(range(300))
    assert REACH < 300


def test_nothing_is_chosen_beyond_the_next_paragraph() -> None:
    flat = np.zeros((30, 4), dtype=np.float32)
    breaks = np.zeros(30, dtype=np.int64)
    breaks[[0, 10, 20]] = 2
    eager = replace(NEAREST, none=-99.0)
    assert choose([(12, 14)], [(3, 4)], flat, flat, breaks, eager) == [0]
    assert choose([(22, 24)], [(3, 4)], flat, flat, breaks, eager) == [-1]


def test_a_cue_that_opens_a_sentence_reports_nothing_that_stands_before_it() -> None:
    words = split_words("“Not before May.” According to the ministry, prices fell. “So it is,” said Ann.")
    contents, cues = [(0, 6), (11, 13), (14, 20)], [(6, 8), (20, 21)]
    onward = introducing(words, contents, cues)
    assert onward.tolist() == [True, False]
    flat = np.zeros((len(words), 4), dtype=np.float32)
    chosen = choose(contents, cues, flat, flat, words.breaks, NEAREST, onward)
    assert chosen == [-1, 0, 1]
    assert choose(contents, cues, flat, flat, words.breaks, NEAREST)[0] == 0


def test_a_colon_introduces_what_follows_it_but_a_headlines_name() -> None:
    words = split_words("Ann: We won.\nBo: We lost.\n\nAll is lost: Bo Chen")
    contents = [(2, 5), (7, 10), (10, 13)]
    assert introducing(words, contents, [(1, 2), (6, 7), (13, 14)]).tolist() == [True, True, False]


def test_an_open_quotation_goes_on_in_the_next_paragraph() -> None:
    words = split_words("Ann said: “One.\n\n“Two.\n\n“Three.”\n\n“Four.”")
    contents = [(3, 6), (6, 9), (9, 13), (13, 17)]
    assert [words.forms[a] for a, _ in contents] == ["“"] * 4
    assert join_continued(words, contents, [0, -1, -1, -1]) == [0, 0, 0, -1]


def test_a_quotation_left_open_ends_where_its_paragraph_goes_on() -> None:
    words = split_words("“One, Ann said.\n\n“Two, Bo said. “Three.")
    contents = [(0, 3), (6, 9), (12, 15)]
    assert [words.forms[a] for a, _ in contents] == ["“"] * 3
    assert join_continued(words, contents, [0, -1, -1]) == [0, -1, -1]


def test_a_content_without_cue_takes_a_likely_word_beside_it() -> None:
    words = split_words("It rained, sources say now.")
    chances = np.zeros((len(words), len(ROLES)), dtype=np.float32)
    chances[4, ROLES.index("B-cue")] = 0.4
    assert recover_cues(words, chances, [(0, 2)], [-1], []) == [(4, 5)]
    assert recover_cues(words, chances, [(0, 2)], [0], []) == []
    assert recover_cues(words, chances, [(0, 2)], [-1], [(4, 5)]) == []


def test_an_idle_cue_goes_to_the_content_beside_it() -> None:
    words = split_words("It rains, Ann said. It pours.\n\nBo agreed.")
    contents = [(0, 3), (6, 8)]
    assert pair_leftovers(words, contents, [-1, -1], [(4, 5)]) == [0, -1]
    assert pair_leftovers(words, contents, [0, -1], [(4, 5)]) == [0, -1]
    assert pair_leftovers(words, contents, [-1, -1], [(10, 11)]) == [-1, -1]


def test_a_comma_before_the_mark_points_to_the_cue_behind() -> None:
    words = split_words('"We won," Ann said. "It was close," Bo added. "Too close." Ann left.')
    cues = [i for i, form in enumerate(words.forms) if form in ("said", "added", "left")]
    marks = [i for i, form in enumerate(words.forms) if form == '"']
    contents = [(marks[0], marks[1] + 1), (marks[2], marks[3] + 1), (marks[4], marks[5] + 1)]
    spans = [(i, i + 1) for i in cues]
    assert follow_commas(words, contents, [0, 0, 1], spans) == [0, 1, 1]


def test_a_quotation_goes_on_from_the_paragraph_before_its_cue() -> None:
    words = split_words("“One.\n\n“Two,” she said.\n\n“Three.”")
    assert join_continued(words, [(0, 3), (3, 7), (10, 14)], [-1, 0, -1]) == [0, 0, -1]


def test_single_marks_left_open_go_on_too() -> None:
    words = split_words("He said:\n\n'One.\n\n'Two.\n\n'Three's enough.'")
    contents = [(3, 6), (6, 9), (9, 16)]
    assert [words.forms[start] for start, _ in contents] == ["'"] * 3
    assert join_continued(words, contents, [0, -1, -1]) == [0, 0, 0]


def test_a_mark_that_was_forgotten_joins_nothing() -> None:
    words = split_words("“One, she said.\n\n“Two.”")
    assert join_continued(words, [(0, 3), (6, 10)], [0, -1]) == [0, -1]


def test_marked_speech_behind_a_report_goes_with_it() -> None:
    words = split_words("She said it was over. “We lost.” He left.\n\n“We won.”")
    assert join_next_sentence(words, [(2, 5), (6, 11), (14, 19)], [0, -1, -1]) == [0, 0, -1]
    assert join_next_sentence(words, [(2, 5), (6, 11)], [0, 1]) == [0, 1]


def test_a_cue_that_goes_on_has_the_source_of_the_one_before() -> None:
    words = split_words("Ann said no, adding that it rained and refused to go amid growing calls. Bo left saying no.")
    firsts = [words.forms.index(form) for form in ("said", "adding", "refused", "growing", "saying")]
    cues = [(first, first + 1) for first in firsts]
    sentences = np.cumsum([form in ("Ann", "Bo") for form in words.forms])
    assert share_sources(words, cues, [0, -1, -1, -1, -1], sentences) == [0, 0, 0, -1, -1]
    assert share_sources(words, cues, [-1, -1, -1, -1, -1], sentences) == [-1] * 5
