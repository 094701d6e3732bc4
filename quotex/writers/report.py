"""The page of `quotex report`: to be looked at, not read back."""

from __future__ import annotations

from pathlib import Path

from quotex.extraction import Result
from quotex.view.readings import Reading
from quotex.view.report import render_report
from quotex.writers.rows import Record


class Report:
    """It always shows the articles' texts, and is held in memory until it is whole, as a browser will hold it."""

    def __init__(self, path: Path, *, with_text: bool) -> None:
        self.path = path
        self.readings: list[Reading] = []

    def add(self, result: Result) -> None:
        self.readings.append(Reading.of(result))

    def close(self, run: Record) -> None:
        self.path.write_text(render_report(self.readings), encoding="utf-8", newline="\n")

    def stop(self) -> None:
        pass
