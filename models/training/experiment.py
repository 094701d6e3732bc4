"""One experiment, one row of experiments.md: runs that differ in their seed, exported, quantised and measured.

    python experiment.py "what was changed" CORPUS LEXICONS DATA RUN [RUN …] [--write experiments.md]

Each figure is the mean over the runs, ± the standard deviation between them. Speakers are not in it: they start from what
is found here.
"""

from __future__ import annotations

import json
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import typer

import export
from promote import build_pipeline, dev_sets
from quotex.evaluation import evaluate

FIGURES = ("content", "cue", "source", "quote", "linked", "direct.quote", "direct.linked")
COLUMNS = ("change", "seeds", *FIGURES, "minutes", "words/s")
HEAD, RULE = f"| {' | '.join(COLUMNS)} |", "|---" * len(COLUMNS) + "|"


def measure_run(run: Path, corpus: Path, lexicons: Path, data: Path) -> dict[str, Any]:
    """F1 of the int8 model by dev set and figure, and words a second on one thread, text to records and scoring."""
    with tempfile.TemporaryDirectory() as out:
        export.main(run, corpus, lexicons, Path(out))
        nlp = build_pipeline(Path(out) / "int8")
        words, began = 0, time.process_time()
        found: dict[str, Any] = {}
        for name, gold, texts in dev_sets(data):
            scored = evaluate(nlp, gold, texts)
            found[name] = {key: scored[key]["f"] for key in FIGURES}
            words += sum(len(path.read_text(encoding="utf8").split()) for path in texts.glob("*.txt"))
        return {"figures": found, "words/s": words / (time.process_time() - began)}


def row(change: str, measured: list[dict[str, Any]], minutes: float) -> str:
    """The row in Markdown: change, seeds, figures on PolNeAR dev / BBC dev, minutes of training a run, words/s."""
    cells = []
    for key in FIGURES:
        by_set = [[one["figures"][name][key] for one in measured] for name in measured[0]["figures"]]
        cells.append(" / ".join(spread(values) for values in by_set))
    speed = statistics.mean(one["words/s"] for one in measured)
    return "| " + " | ".join([change, str(len(measured)), *cells, f"{minutes:.0f}", f"{speed:,.0f}"]) + " |"


def spread(values: list[float]) -> str:
    mean = f"{statistics.mean(values):.1f}"
    return f"{mean} ± {statistics.stdev(values):.1f}" if len(values) > 1 else mean


def add(page: Path, line: str) -> None:
    """Add a row to the table at the page's end, which is begun if the page has none."""
    if not page.is_file() or HEAD not in page.read_text(encoding="utf8"):
        line = f"\n{HEAD}\n{RULE}\n{line}"
    with page.open("a", encoding="utf8") as file:
        file.write(line + "\n")


def main(change: str, corpus: Path, lexicons: Path, data: Path, runs: list[Path], write: Path | None = None) -> None:
    """Print the row; with --write, add it to the table at the end of that file, see add."""
    measured = [measure_run(run, corpus, lexicons, data) for run in runs]
    minutes = [json.loads((run / "training.json").read_text(encoding="utf8"))["minutes"] for run in runs]
    line = row(change, measured, statistics.mean(minutes))
    typer.echo(line)
    if write:
        add(write, line)


if __name__ == "__main__":
    typer.run(main)
