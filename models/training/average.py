"""Several runs that started from the same weights to one: the mean of their weights.

    python average.py OUT RUN [RUN …]

Runs that differ in their seed end in one basin, and the mean of their weights does what their ensemble does at the price
of one (model soups, Wortsman et al. 2022).
"""

from __future__ import annotations

import json
from pathlib import Path

import torch
import typer


def main(out: Path, runs: list[Path]) -> None:
    """Write OUT/weights.pt and OUT/training.json, which names the RUNS."""
    weights = [torch.load(run / "weights.pt", weights_only=True) for run in runs]
    mean = {
        name: torch.stack([one[name] for one in weights]).mean(0) if first.is_floating_point() else first
        for name, first in weights[0].items()
    }
    told = [json.loads((run / "training.json").read_text(encoding="utf8")) for run in runs]
    minutes = sum(one["minutes"] for one in told)
    settings = {**told[0], "seed": None, "mean of": [str(run) for run in runs], "minutes": minutes}
    out.mkdir(parents=True, exist_ok=True)
    torch.save(mean, out / "weights.pt")
    (out / "training.json").write_text(json.dumps(settings, indent=2) + "\n", encoding="utf8")


if __name__ == "__main__":
    typer.run(main)
