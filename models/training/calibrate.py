"""Fit the confidence of quotations on one half of the dev articles, and say how reliable it is on the other.

    python calibrate.py EXPORTED DATA [--write calibration.json]

EXPORTED/fp32 and EXPORTED/int8 both receive the weights, fitted on int8's output: every second article of both dev sets.
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


def observe(nlp: Any, gold: Path, texts: Path) -> list[tuple[list[tuple[float, bool, bool]], list[bool]]]:
    """For each article, of each quotation found: (raw confidence, has a cue, has a source), and whether it is right."""
    observed = []
    for doc, wanted in sorted(read_attributions(gold).items()):
        found = [attribution(doc, quote) for quote in read_quotes(nlp((texts / f"{doc}.txt").read_bytes().decode("utf8")))]
        paired = {j for _, j in pair(wanted, found)}
        seen = [(row["confidence"], row["cue"] is not None, row["source"] is not None) for row in found]
        observed.append((seen, [j in paired for j in range(len(found))]))
    return observed


def fit(seen: list[tuple[float, bool, bool]], right: list[bool]) -> Calibration:
    features = np.array([[log_odds(raw), cue, source] for raw, cue, source in seen], dtype=float)
    model = LogisticRegression().fit(features, right)
    odds, cue, source = (round(float(weight), 4) for weight in model.coef_[0])
    return Calibration(odds, cue, source, round(float(model.intercept_[0]), 4))


def main(exported: Path, data: Path, write: Path | None = None) -> None:
    """Calibrate EXPORTED on the dev sets under DATA."""
    nlp = build_pipeline(exported / "int8")
    component: Any = nlp.get_pipe("quotex")
    component.knowledge = replace(component.knowledge, calibration=Calibration())  # what is fitted is the raw chance
    halves: tuple[list[Any], list[Any]] = ([], [])
    for name, texts in DEV_SETS:
        if (data / texts).is_dir():
            for i, article in enumerate(observe(nlp, data / "gold" / f"{name}.jsonl", data / texts)):
                halves[i % 2].append(article)
    fitted, held_out = (
        ([one for seen, _ in half for one in seen], [one for _, right in half for one in right]) for half in halves
    )
    if len(set(fitted[1])) < 2:
        typer.echo("too little found to calibrate")
        return
    calibration = fit(*fitted)
    for kind in ("fp32", "int8"):
        srsly.write_json(exported / kind / "calibration.json", calibration.to_dict())
    judged = [(calibration(*one), right) for one, right in zip(*held_out, strict=True)]
    found = {"weights": calibration.to_dict(), "held out": reliability(judged)}
    typer.echo(json.dumps(found, indent=1))
    if write:
        write.write_text(json.dumps(found, indent=1) + "\n", encoding="utf8")


if __name__ == "__main__":
    typer.run(main)
