"""What int8 costs: the figures of the fp32 and the int8 encoder on the dev sets, and their differences.

python compare.py EXPORTED DATA [--write int8.json]
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typer

from promote import build_pipeline, measure


def main(exported: Path, data: Path, write: Path | None = None) -> None:
    """Measure EXPORTED/fp32 and EXPORTED/int8."""
    found: dict[str, Any] = {}
    figures = {kind: measure(build_pipeline(exported / kind), data) for kind in ("fp32", "int8")}
    for dataset, rows in figures["fp32"].items():
        found[dataset] = {}
        for name, row in rows.items():
            key = next(key for key in ("f", "accuracy", "ece", "right") if key in row)
            if row[key] is not None:
                fp32, int8 = row[key], figures["int8"][dataset][name][key]
                found[dataset][name] = {"fp32": fp32, "int8": int8, "difference": round(int8 - fp32, 1)}
    typer.echo(json.dumps(found, indent=1))
    if write:
        write.write_text(json.dumps(found, indent=1) + "\n", encoding="utf8")


if __name__ == "__main__":
    typer.run(main)
