"""What the look of an article costs: dev articles rewritten, their gold carried along, and evaluated.

    python surface.py GOLD TEXTS [--limit N] [--write robustness.md]

The table goes to standard output, and with --write between the markers `surface NAME` of a Markdown file, where NAME is
the gold file's.
"""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Any

import typer
from blocks import check_blocks, fill

import quotex
from quotex.evaluation import evaluate_articles, read_texts
from quotex.scoring import Rows, read_attributions
from quotex.typesetting import (
    Style,
    capitals,
    carry,
    curly_marks,
    hard_spaces,
    hard_wrapped,
    lower_case,
    no_closing_marks,
    one_line,
    single_marks,
    straight_marks,
    typeset,
)

SURFACES: dict[str, Style] = {
    "straight marks for curly ones": straight_marks,
    "curly marks for straight ones": curly_marks,
    "all quotations in single marks": single_marks,
    "no closing quotation marks": no_closing_marks,
    "every fifth space non-breaking": hard_spaces,
    "hard-wrapped at 72 columns": hard_wrapped,
    "one line without paragraphs": one_line,
    "lower case": lower_case,
    "capitals": capitals,
}
FIGURES = ("quote", "linked", "direct.quote", "who")


def rewrite(wanted: Rows, articles: dict[str, str], style: Style) -> tuple[Rows, dict[str, str]]:
    """The articles in another style, and their attributions at the new offsets."""
    settings = {doc: typeset(text, style) for doc, text in articles.items()}
    rows: Rows = {doc: [carry(row, settings[doc]) for row in rows] for doc, rows in wanted.items()}
    return rows, {doc: setting.text for doc, setting in settings.items()}


def table(clean: dict[str, Any], rows: dict[str, dict[str, Any]]) -> str:
    """F1 of each surface, and its difference from the clean text's."""
    lines = ["| F1 | " + " | ".join(FIGURES) + " |", "|---" * (len(FIGURES) + 1) + "|"]
    lines.append("| clean | " + " | ".join(str(clean[name]["f"]) for name in FIGURES) + " |")
    for surface, row in rows.items():
        cells = [f"{row[name]['f']} ({row[name]['f'] - clean[name]['f']:+.1f})" for name in FIGURES]
        lines.append(f"| {surface} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main(gold: Path, texts: Path, limit: int | None = None, write: Path | None = None) -> None:
    """Evaluate on the articles of GOLD (at most LIMIT) as they are, and with each surface."""
    block = f"surface {gold.stem}"
    if write:
        check_blocks(write, [block])
    nlp = quotex.load()
    wanted: Rows = dict(islice(read_attributions(gold).items(), limit))
    articles = read_texts(texts, wanted)
    clean = evaluate_articles(nlp, wanted, articles)
    found = table(clean, {name: evaluate_articles(nlp, *rewrite(wanted, articles, s)) for name, s in SURFACES.items()})
    typer.echo(found)
    if write:
        fill(write, {block: found})


if __name__ == "__main__":
    typer.run(main)
