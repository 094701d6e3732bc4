"""Fit the ranker of speakers on training articles whose sources were resolved by hand, and on GUM's coreference.

    python rank.py EXPORTED DATA

EXPORTED/fp32 and EXPORTED/int8 both receive ranker.json, fitted on int8's output: for each form of source a weight a
feature, from a softmax over the candidates and the choice of none. Forms share strength: a weight is a common part and
a form's own, both held near zero. Thresholds are settings, see THRESHOLDS.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import srsly
import typer
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from coreference import read_chains
from promote import build_pipeline
from quotex.document import Document, Resolution, Source
from quotex.features import ask
from quotex.gold_spans import gold_quotations
from quotex.named_sources import by_name
from quotex.ranking import FORMS, Question, Ranker, unfitted
from quotex.resolution import read_document
from quotex.scoring import NAMED, Row, name_key, read_attributions
from quotex.speakers import around, by_rule, pose, resolve_sources
from quotex.words import split_words

TRAIN_SETS = (("polnear-train", "polnear/train/text"), ("bbc-train", "gold/bbc-train"))
COMMON, OWN = 1.0, 5.0  # pull to zero on the common and on a form's own part of a weight; 0.3 and 1 answer more, less well
CHAINED = frozenset({"he", "it", "person", "org"})  # forms of source that a treebank's coreference tells of
ROUNDS = 2  # the first sees the true speakers of earlier sources, the next what the ranker before it says
# Least chance of an answer. Swept one by one, in cross-validation over the training articles and on the dev articles, given
# gold spans: "he" at 0.25 changes nothing and at 0.35 loses 0.3 points of the pronouns; "it" at 0.4 names 0.5 points more
# of them, 0.4 less surely. Descriptions of people at 0.25 in place of 0.3 bring BBC dev 0.7 points of its names at no cost;
# those of bodies at 0.25 no right name more, 2.3 points less surely. Without a source 0.45 in place of 0.5 names 6 points
# more on PolNeAR dev, all right; 0.4 is right five times in six.
THRESHOLDS = {"he": 0.3, "it": 0.5, "person": 0.25, "org": 0.3, "none": 0.45}

Example = tuple[Question, list[int]]
Article = tuple[Document, list[Source], list[Row]]


def read_articles(nlp: Any, data: Path) -> Iterator[Article]:
    """The training articles that have speakers, with their gold sources."""
    component = nlp.get_pipe("quotex")
    for name, texts in TRAIN_SETS:
        gold = data / "gold" / f"{name}.jsonl"
        for article, rows in read_attributions(gold).items() if gold.is_file() else ():
            if any("speaker" in row for row in rows):
                text = (data / texts / f"{article}.txt").read_bytes().decode("utf8")
                words = split_words(text)
                scores = component.encoder(words)
                doc = nlp.make_doc(text)
                component.annotate(doc, words, scores)
                golds, quotations = gold_quotations(words, rows)
                yield *read_document(doc, words, scores, quotations, component.knowledge), golds


def true_resolution(document: Document, row: Row) -> Resolution:
    """The document's entity that bears the gold speaker's name, if there is one."""
    key = name_key(row.get("speaker")) if row.get("kind") in NAMED else frozenset()
    fits = [e for e in document.entities if name_key(e.fullest.text) & key]
    return Resolution(tuple(fits[:1]), row.get("kind") or "unknown", 1.0)


def examples(article: Article, ranker: Ranker | None) -> Iterator[Example]:
    """The questions of an article with the indices of their right answers; the last index is that of none."""
    document, sources, golds = article
    truth = [true_resolution(document, row) for row in golds]
    found = resolve_sources(replace(document, ranker=ranker), sources) if ranker else truth
    named = [by_name(document, source) for source in sources]
    for i, (source, row) in enumerate(zip(sources, golds, strict=True)):
        earlier, later = around(sources, found, named, i)
        if named[i] or by_rule(document, source, earlier) or row.get("kind") in (None, "unknown"):
            continue
        if asked := pose(document, source, earlier, later):
            question = ask(asked)
            key = name_key(row.get("speaker")) if row["kind"] in NAMED else frozenset()
            right = [j for j, e in enumerate(question.entities) if key and name_key(e.fullest.text) == key]
            yield question, right or [len(question.entities)]


def fit(found: list[Example]) -> Ranker:
    """Weights that make the right answers likeliest; without an example, a ranker that answers nothing."""
    if not found:
        return unfitted()
    table, columns = tabulate(found)
    starts = np.cumsum([0, *(len(question.rows) for question, _ in found[:-1])])
    sizes = np.array([len(question.rows) for question, _ in found])
    right = np.zeros(table.shape[0])
    for start, (_, answers) in zip(starts, found, strict=True):
        right[start + np.array(answers)] = 1
    pull = np.array([COMMON if form == "" else OWN for form, _ in columns])

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = table @ weights
        odds = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
        chances = odds / np.repeat(np.add.reduceat(odds, starts), sizes)
        hit = np.add.reduceat(chances * right, starts)
        slope = table.T @ (chances - chances * right / np.repeat(hit, sizes))
        return 0.5 * float(pull @ weights**2) - float(np.log(hit).sum()), pull * weights + slope

    fitted = minimize(loss, np.zeros(len(columns)), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    weights: dict[str, dict[str, float]] = {form: {} for form in FORMS}
    for form, name in columns:
        if form:
            weights[form][name] = round(float(fitted[columns["", name]] + fitted[columns[form, name]]), 3)
    return Ranker(weights, THRESHOLDS)


def tabulate(found: list[Example]) -> tuple[csr_matrix, dict[tuple[str, str], int]]:
    """All rows under each other; the column of a feature in common (form "") and of a form's own part."""
    columns: dict[tuple[str, str], int] = {}
    values, at, ends = [], [], [0]
    for question, _ in found:
        for row in question.rows:
            for name, value in row.items():
                for form in ("", question.form):
                    at.append(columns.setdefault((form, name), len(columns)))
                    values.append(float(value))
            ends.append(len(at))
    return csr_matrix((values, at, ends), shape=(len(ends) - 1, len(columns))), columns


def chained_examples(nlp: Any, data: Path) -> list[Example]:
    """What GUM's coreference adds: 372 examples, that bring 4 points of the descriptions and 1 of the pronouns."""
    found = [example for article in read_chains(nlp, data / "gum") for example in examples(article, None)]
    return [(question, right) for question, right in found if question.form in CHAINED]


def fit_rounds(articles: list[Article], more: Sequence[Example] = ()) -> Ranker:
    ranker = None
    for _ in range(ROUNDS):
        ranker = fit([*(example for article in articles for example in examples(article, ranker)), *more])
    assert ranker is not None
    return ranker


def right_share(articles: list[Article], ranker: Ranker) -> dict[str, Any]:
    """By form: share of the questions with a speaker answered right, and of the answers that are right."""
    tallies: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for article in articles:
        for question, right in examples(article, ranker):
            chosen, _ = ranker.choose(question)
            tally = tallies[question.form]
            tally[0] += chosen in right
            tally[1] += chosen is not None
            tally[2] += right != [len(question.entities)]
    return {form: {"right": round(100 * a / (c or 1), 1), "answered": round(100 * a / (b or 1), 1), "n": c}
            for form, (a, b, c) in sorted(tallies.items())}  # fmt: skip


def main(exported: Path, data: Path) -> None:
    """Fit EXPORTED's ranker on the training articles under DATA; print its figures on every fifth, left out of the fit."""
    nlp = build_pipeline(exported / "int8")
    articles = list(read_articles(nlp, data))
    chained = chained_examples(nlp, data)
    kept = [article for i, article in enumerate(articles) if i % 5]
    typer.echo(json.dumps({"held out": right_share(articles[::5], fit_rounds(kept, chained))}, indent=1))
    ranker = fit_rounds(articles, chained)
    for kind in ("fp32", "int8"):
        srsly.write_json(exported / kind / "ranker.json", ranker.to_dict())


if __name__ == "__main__":
    typer.run(main)
