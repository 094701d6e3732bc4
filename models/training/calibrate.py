"""Fit the confidence of quotations on the dev articles, and say how reliable it is: fitted on one half, judged on the other.

    python calibrate.py EXPORTED DATA [--write calibration.json]

EXPORTED/fp32 and EXPORTED/int8 both receive the weights, fitted on int8's output on all of them.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import srsly
import typer
from sklearn.linear_model import LogisticRegression

from promote import DEV_SETS, build_pipeline
from quotex.annotations import read_quotes
from quotex.confidence import Calibration, log_odds
from quotex.evaluation import attribution, reliability
from quotex.scoring import pair, read_attributions

Seen = tuple[float, bool, bool, bool]  # raw confidence; whether it has a cue, a source, marks all around

Fold = tuple[list[Seen], list[bool]]


def observe(nlp: Any, gold: Path, texts: Path) -> list[Fold]:
    """For each article, of each quotation found what Calibration asks of it, and whether it is right."""
    observed = []
    for doc, wanted in sorted(read_attributions(gold).items()):
        found = [attribution(doc, quote) for quote in read_quotes(nlp((texts / f"{doc}.txt").read_bytes().decode("utf8")))]
        paired = {j for _, j in pair(wanted, found)}
        seen = [(row["confidence"], bool(row["cue"]), bool(row["source"]), row["type"] == "direct") for row in found]
        observed.append((seen, [j in paired for j in range(len(found))]))
    return observed


def fit(seen: list[Seen], right: list[bool]) -> Calibration:
    features = np.array([[log_odds(raw), *has] for raw, *has in seen], dtype=float)
    model = LogisticRegression().fit(features, right)
    odds, cue, source, direct = (round(float(weight), 4) for weight in model.coef_[0])
    return Calibration(odds, cue, source, direct, round(float(model.intercept_[0]), 4))


def main(exported: Path, data: Path, write: Path | None = None) -> None:
    """Calibrate EXPORTED on the dev sets under DATA."""
    nlp = build_pipeline(exported / "int8")
    component: Any = nlp.get_pipe("quotex")
    component.knowledge = replace(component.knowledge, calibration=Calibration())  # what is fitted is the raw chance
    folds: list[Fold] = [([], []), ([], [])]
    for name, texts in DEV_SETS:
        if (data / texts).is_dir():
            for i, (seen, right) in enumerate(observe(nlp, data / "gold" / f"{name}.jsonl", data / texts)):
                folds[i % 2][0].extend(seen)
                folds[i % 2][1].extend(right)
    if any(len(set(right)) < 2 for _, right in folds):
        typer.echo("too little found to calibrate")
        return
    judged = [*judge(fit(*folds[0]), folds[1]), *judge(fit(*folds[1]), folds[0])]
    calibration = fit(folds[0][0] + folds[1][0], folds[0][1] + folds[1][1])
    for kind in ("fp32", "int8"):
        srsly.write_json(exported / kind / "calibration.json", calibration.to_dict())
    found = {"weights": calibration.to_dict(), "held out": reliability(judged)}
    typer.echo(json.dumps(found, indent=1))
    if write:
        write.write_text(json.dumps(found, indent=1) + "\n", encoding="utf8")


def judge(calibration: Calibration, fold: Fold) -> list[tuple[float, bool]]:
    """The calibrated confidence of each quotation of a fold, and whether it is right."""
    return [
        (calibration(raw, cue=cue, source=source, direct=direct), right)
        for (raw, cue, source, direct), right in zip(*fold, strict=True)
    ]


if __name__ == "__main__":
    typer.run(main)
