"""Headlines that report, made from an article's own attributions: "Claim: Name", "Name: 'claim'", "Claim, says Name".

Papers of some countries print them daily; the corpora hold hardly any.
"""

from __future__ import annotations

import random
from typing import Any

# Form (with the claim and the name), cue, type.
FORMS = [
    ("{c} : {n}", ":", "indirect"),
    ("{c}: {n}", ":", "indirect"),
    ("{n}: {c}", ":", "indirect"),
    ("{n}: ‘{c}’", ":", "direct"),
    ("‘{c}’: {n}", ":", "direct"),
    ("‘{c}’, says {n}", "says", "direct"),
    ("{c}, says {n}", "says", "indirect"),
    ("{n} says {c}", "says", "indirect"),
    ('"{c}" - {n}', "-", "direct"),
]
SHARE = 0.3  # of the articles that allow one get such a headline


def add_headline(article: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    """The article with a made headline before it, or as it is where no attribution suits or the dice say no."""
    text = article["text"]
    fit = [row for row in article.get("attributions", ()) if _suits(row, text)]
    if not fit or rng.random() > SHARE:
        return article
    row = rng.choice(fit)
    (start, end), (name_start, name_end) = row["content"][0], row["source"]
    claim, name = text[start:end].removeprefix("that ").rstrip(",. "), text[name_start:name_end]
    claim = claim.title() if rng.random() < 0.3 else claim[0].upper() + claim[1:]
    form, cue, kind = rng.choice(FORMS)
    headline = form.format(c=claim, n=name)
    content_at, name_at = headline.index(claim), form.replace("{c}", claim).index("{n}")
    cue_at = headline.index(
        f" {cue} " if cue == "says" else cue, name_at if form.startswith("{n}") else content_at + len(claim)
    )
    cue_at += cue == "says"
    if kind == "direct":
        content_at, claim = content_at - 1, headline[content_at - 1 : content_at + len(claim) + 1]
    made = {
        "content": [[content_at, content_at + len(claim)]], "cue": [cue_at, cue_at + len(cue)],
        "source": [name_at, name_at + len(name)], "type": kind, "mode": "speech",
    }  # fmt: skip
    return _shifted(article, headline + "\n\n", made)


def _suits(row: dict[str, Any], text: str) -> bool:
    """An indirect claim of 4 to 14 words on one line, by a source that is a name of up to three words."""
    if row["type"] != "indirect" or len(row["content"]) != 1 or not row["source"]:
        return False
    claim, name = text[slice(*row["content"][0])], text[slice(*row["source"])].split()
    if claim.startswith("to ") or name[:1] in (["He"], ["She"], ["It"], ["They"], ["I"], ["We"]) or name[-1:] == ["’s"]:
        return False
    return 4 <= len(claim.split()) <= 14 and "\n" not in claim and 0 < len(name) <= 3 and all(w[0].isupper() for w in name)


def _shifted(article: dict[str, Any], headline: str, made: dict[str, Any]) -> dict[str, Any]:
    by = len(headline)

    def move(row: list[Any]) -> list[Any]:
        return [row[0] + by, row[1] + by, *row[2:]]

    moved = {**article, "text": headline + article["text"]}
    for key in ("tokens", "sents", "ents", "lemmas"):
        if article.get(key):
            moved[key] = [move(row) for row in article[key]]
    if article.get("sents"):
        moved["sents"] = [[0, by - 2], *moved["sents"]]
    moved["attributions"] = [
        {**row, "content": [move(p) for p in row["content"]], **{k: row[k] and move(row[k]) for k in ("cue", "source")}}
        for row in article["attributions"]
    ]
    moved["attributions"].append(made)
    return moved
