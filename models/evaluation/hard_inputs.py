"""The hard inputs of tests/cases: what a pipeline gets wrong in each, and how many it gets right.

    python hard_inputs.py           # tables by file and by label, in Markdown
    python hard_inputs.py --write   # into robustness.md and tests/cases/README.md
    python hard_inputs.py --faults  # what is wrong in the cases that fail

Run it after each change of the model or of what finds, links and resolves.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import srsly
import typer
from blocks import fill

import quotex
from quotex.evaluation import attribution
from quotex.records import Quote
from quotex.scoring import pair

HERE = Path(__file__).parent
CASES = HERE.parent.parent / "tests" / "cases"
Case = dict[str, Any]


def read_cases() -> Iterator[tuple[str, Case]]:
    """All cases by a name of their own: file, label and number."""
    seen: Counter[str] = Counter()
    for path in sorted(CASES.glob("*.jsonl")):
        for case in srsly.read_jsonl(path):
            name = f"{path.stem}: {case['label']}"
            seen[name] += 1
            yield f"{name} {seen[name]}", case


def faults(case: Case, quotes: Iterable[Quote]) -> list[str]:
    """What is wrong with the quotations found in the case's text; nothing if it passes.

    A quotation is found as `quotex evaluate` counts it, if the contents overlap by half or more; besides, each part of it
    must be there, and the speaker must be the very one. None may be found that the case does not list.
    """
    wanted = [{"content": where} for where in locate(case)]
    found = [attribution("", quote) for quote in quotes]
    partner = dict(pair(wanted, found))
    wrong = [f"not found: {one['content']}" for i, one in enumerate(case["quotes"]) if i not in partner]
    wrong += [f"spurious: {_texts(case, row)}" for j, row in enumerate(found) if j not in partner.values()]
    for i, j in partner.items():
        one, row = case["quotes"][i], found[j]
        lost = [part for part, (start, end) in zip(one["content"], wanted[i]["content"], strict=True)
                if not any(a < end and start < b for a, b in row["content"])]  # fmt: skip
        wrong += [f"part lost: {part}" for part in lost]
        if row["speaker"] != one["speaker"]:
            wrong.append(f"speaker: {row['speaker']} instead of {one['speaker']} for {one['content']}")
    return wrong


def locate(case: Case) -> list[list[list[int]]]:
    """Where each quotation's parts stand. Raises ValueError for one that the text does not hold in the order given."""
    places = []
    begin = 0
    for one in case["quotes"]:
        at = begin
        places.append([])
        for part in one["content"]:
            at = case["text"].index(part, at)
            places[-1].append([at, at + len(part)])
            at += len(part)
        begin = places[-1][0][0]
    return places


def _texts(case: Case, row: dict[str, Any]) -> list[str]:
    return [case["text"][start:end] for start, end in row["content"]]


def table(head: str, passed: Iterable[tuple[str, bool]]) -> str:
    """Markdown rows of cases and passing ones by key, and their sum."""
    counts: dict[str, list[bool]] = defaultdict(list)
    for key, good in passed:
        counts[key].append(good)
    rows = [(key, len(good), sum(good)) for key, good in counts.items()]
    total = ("**all**", sum(row[1] for row in rows), sum(row[2] for row in rows))
    lines = [f"| {head} | cases | passing |", "|---|---|---|"]
    return "\n".join([*lines, *(f"| {key} | {cases} | {good} |" for key, cases, good in [*rows, total])])


def main(write: bool = False, show_faults: bool = typer.Option(False, "--faults")) -> None:
    """Run all cases through the shipped pipeline."""
    nlp = quotex.load()
    judged = [(name, case, faults(case, quotex.extract(nlp(case["text"])))) for name, case in read_cases()]
    labels = table("label", ((case["label"], not wrong) for _, case, wrong in judged))
    files = table("file", ((f"`{name.partition(':')[0]}.jsonl`", not wrong) for name, _, wrong in judged))
    if show_faults:
        typer.echo("\n".join(f"{name}\n    " + "\n    ".join(wrong) for name, _, wrong in judged if wrong))
    elif write:
        fill(HERE / "robustness.md", {"files": files, "labels": labels})
        fill(CASES / "README.md", {"files": files})
    else:
        typer.echo(f"{files}\n\n{labels}")


if __name__ == "__main__":
    typer.run(main)
