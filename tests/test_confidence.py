from __future__ import annotations

import pytest

from quotex.confidence import Calibration
from quotex.evaluation import judge, reliability


def test_the_defaults_leave_the_raw_figure() -> None:
    assert Calibration()(0.7, cue=True, source=False, direct=False) == pytest.approx(0.7)


def test_a_cue_raises_the_chance_where_its_weight_says_so() -> None:
    calibration = Calibration(odds=0.5, cue=1.0, source=0.5, bias=-1.0)
    assert calibration(0.9, cue=False, source=False, direct=False) < calibration(0.9, cue=True, source=False, direct=False)
    assert calibration(0.5, cue=True, source=False, direct=False) == pytest.approx(0.5)


@pytest.mark.parametrize("raw", [0.0, 1.0])
def test_certainty_stays_within_chances(raw: float) -> None:
    assert 0 < Calibration()(raw, cue=True, source=True, direct=True) < 1


def test_reliability_weighs_bins_by_what_they_hold() -> None:
    found = reliability([(0.95, True)] * 3 + [(0.15, True)])
    assert found["bins"] == [{"said": 15.0, "right": 100.0, "n": 1}, {"said": 95.0, "right": 100.0, "n": 3}]
    assert found["ece"] == pytest.approx(25.0)
    assert reliability([]) == {"ece": 0.0, "n": 0, "bins": []}


def test_a_quotation_that_pairs_with_gold_is_right() -> None:
    gold = {"a": [{"doc": "a", "content": [[0, 10]]}]}
    found = {"a": [{"content": [[0, 9]], "confidence": 0.9}, {"content": [[20, 30]], "confidence": 0.4}]}
    assert judge(gold, found) == [(0.9, True), (0.4, False)]
