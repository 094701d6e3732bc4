"""What is counted from the corpora and ships with the model: lemmas of verb forms, sexes of first names, transitions.

The first names of the US census of 1990 are added to those of the corpora.

python lexicons.py CORPUS OUT
"""

from __future__ import annotations

from collections import Counter, defaultdict
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import srsly
import typer

from corpus import label_roles
from quotex.decode import paragraph_bounds
from quotex.document import FEMALE, MALE
from quotex.labels import ROLES
from quotex.names import name_words, title_gender
from quotex.words import split_words

SURE = 0.85  # share of a form's most common reading


def majority(counts: dict[str, Counter[str]], least: int) -> dict[str, str]:
    """The reading of each form that is seen `least` times and agreed on."""
    found = {}
    for form, readings in sorted(counts.items()):
        best, n = readings.most_common(1)[0]
        if n >= least and n >= SURE * sum(readings.values()):
            found[form] = best
    return found


def count_article(article: dict[str, Any], lemmas: dict[str, Counter[str]], sexes: dict[str, Counter[str]]) -> None:
    text = article["text"]
    for start, end, lemma in article.get("lemmas", ()):
        lemmas[text[start:end].lower()][lemma.lower()] += 1
    people = {(s, e) for s, e, label in article.get("ents", ()) if label == "PERSON"}
    for chain in article.get("coref", ()):
        forms = [text[s:e].lower() for s, e in chain]
        votes = Counter("m" if f in MALE else "f" for f in forms if f in MALE | FEMALE)
        names = {name_words(text[s:e]) for s, e in chain if (s, e) in people}
        if len(votes) == 1:
            for name in names:
                if len(name) > 1:
                    sexes[name[0]][next(iter(votes))] += 1
    for start, end in people:
        name, told = name_words(text[start:end]), title_gender(text[max(0, start - 12) : start])
        if told and len(name) > 1:
            sexes[name[0]][told] += 1


def census_names() -> dict[str, str]:
    """Sexes of the first names of the US census of 1990 (public domain; the package `names` carries its lists)."""
    shares: dict[str, Counter[str]] = defaultdict(Counter)
    for sex, file in (("m", "dist.male.first"), ("f", "dist.female.first")):
        for line in (files("names") / file).read_text(encoding="ascii").splitlines():
            name, share, *_ = line.split()
            shares[name.lower()][sex] += round(1000 * float(share))
    return majority(shares, 1)


# Men's names elsewhere, or both: Lord (Robin) Butler, Andrea Camilleri, Jean Chrétien, Kim Dae-jung, Sasha Cohen.
ABROAD = frozenset(
    """
    andrea ashley beverley evelyn gabriele jan jean jo kim kit laurie leigh lindsay michele nicola nikita robin sasha
    vivian
    """.split()
)


def merge_names(census: dict[str, str], counted: dict[str, str]) -> dict[str, str]:
    """Both lists without what they disagree on (Kelly), what tells nothing outside the US, and initials."""
    both = {**counted, **census}
    sure = {name: sex for name, sex in sorted(both.items()) if counted.get(name, sex) == sex}
    return {name: sex for name, sex in sure.items() if len(name) > 1 and name not in ABROAD}


def count_transitions(article: dict[str, Any], counts: np.ndarray) -> None:
    """Add to `counts` (start and labels, labels) how often one role label follows another, within paragraphs."""
    words = split_words(article["text"])
    labels = label_roles(article, words)
    for start, end in paragraph_bounds(words.breaks):
        counts[0, labels[start]] += 1
        np.add.at(counts, (labels[start : end - 1] + 1, labels[start + 1 : end]), 1)


def main(corpus: Path, out: Path) -> None:
    """Read CORPUS/*-train.jsonl and gum.jsonl; write OUT/{lemmas,first_names,transitions}.json."""
    lemmas: dict[str, Counter[str]] = defaultdict(Counter)
    sexes: dict[str, Counter[str]] = defaultdict(Counter)
    counts = np.ones((len(ROLES) + 1, len(ROLES)))
    for path in sorted(corpus.glob("*.jsonl")):
        if not path.stem.endswith("-dev"):
            for article in srsly.read_jsonl(path):
                count_article(article, lemmas, sexes)
                if "attributions" in article:
                    count_transitions(article, counts)
    out.mkdir(parents=True, exist_ok=True)
    first_names = merge_names(census_names(), majority(sexes, 2))
    for name, found in (("lemmas", majority(lemmas, 1)), ("first_names", first_names)):
        srsly.write_json(out / f"{name}.json", found)
        typer.echo(f"{name}: {len(found)}")
    chances = np.log(counts / counts.sum(axis=1, keepdims=True))
    srsly.write_json(out / "transitions.json", chances.round(3).tolist())


if __name__ == "__main__":
    typer.run(main)
