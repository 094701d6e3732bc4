"""Raw corpora to one JSON line an article: text, attributions, sentences, entities and syntax, all by character offset.

    python convert.py DATA OUT

DATA holds the folders that README.md lists; a corpus that is not there is skipped and said. Parts held back for testing
are never read.
"""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import srsly
import typer

from quotex.paragraphs import ESCAPED, join_tokens, read_paragraphs
from treebank import read_treebank

Article = dict[str, Any]
ENTITY = {"PERSON": "PERSON", "ORGANIZATION": "ORG", "LOCATION": "GPE", "MISC": "MISC"}


def read_gold(path: Path, texts: Path) -> Iterator[Article]:
    """Articles with the attributions of a gold file (score.py's lines) and the text that their offsets refer to."""
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in srsly.read_jsonl(path):
        rows[row["doc"]].append(row)
    for doc, group in rows.items():
        text = (texts / f"{doc}.txt").read_bytes().decode("utf8")
        yield {"id": doc, "text": text, "attributions": [row for row in group if row.get("content")]}


def read_silver(path: Path) -> dict[str, Article]:
    """Automatic annotation by article id: tokens [start, end, tag, dependency], sentences, entities, coreference."""
    found = {}
    with gzip.open(path, "rt", encoding="utf8") as lines:
        for line in lines:
            row = json.loads(line)
            sentences = [s for s in row["sents"] if s]
            tokens = [t for s in sentences for t in s]
            found[row["doc"]] = {
                "tokens": [[t[0], t[1], t[2], t[6]] for t in tokens],
                "lemmas": [[t[0], t[1], t[3]] for t in tokens if t[2].startswith("VB")],
                "sents": [[s[0][0], s[-1][1]] for s in sentences],
                "ents": [e for s in sentences for e in entity_runs(s)],
                "coref": row["coref"],
            }
    return found


def entity_runs(sentence: list[list[Any]]) -> Iterator[list[Any]]:
    """Neighbouring tokens of one label are one entity."""
    run: list[Any] = []
    for start, end, _, _, label, _, _ in [*sentence, [0, 0, "", "", "O", 0, ""]]:
        name = ENTITY.get(label)
        if run and run[2] == name:
            run[1] = end
            continue
        if run:
            yield run
        run = [start, end, name] if name else []


def read_conllu(path: Path) -> Article:
    """One document of a treebank. The parts of contractions are left out."""
    read = read_treebank(path)
    words = [token for token in read.tokens if not token.part]
    return {
        "id": path.stem,
        "tokens": [[token.start, token.end, token.fine, ""] for token in words],
        "lemmas": [[token.start, token.end, token.lemma] for token in words if token.fine.startswith("VB")],
        "sents": [list(sentence) for sentence in read.sentences],
        "text": read.text,
    }


def read_labelled(path: Path, size: int = 8) -> Iterator[Article]:
    """CofeNet's form: roles without links. Neighbouring paragraphs, `size` at a time, are one article."""
    paragraphs = read_paragraphs(path)
    for begin in range(0, len(paragraphs), size):
        article: Article = {"id": f"{path.parent.name}-{begin}", "text": "", "roles": []}
        for tokens, spans in paragraphs[begin : begin + size]:
            text, starts = join_tokens(tokens)
            at = len(article["text"])
            ends = [start + len(ESCAPED.get(token, token)) for start, token in zip(starts, tokens, strict=True)]
            article["roles"] += [[role, at + starts[a], at + ends[b - 1]] for role, a, b in sorted(spans)]
            article["text"] += text + "\n\n"
        yield article


def read_raw(folder: Path, labelled: Path) -> Iterator[Article]:
    """The articles FOLDER/SECTION/NAME.txt that nobody labelled; a labelled one is LABELLED/*/bbc-SECTION-NAME.txt."""
    seen = {path.stem for path in labelled.glob("bbc-*/*.txt")}
    for path in sorted(folder.glob("*/*.txt")):
        if (id := f"bbc-{path.parent.name}-{path.stem}") not in seen:
            yield {"id": id, "text": path.read_bytes().decode("utf8", "replace")}


def write(articles: Iterable[Article], path: Path) -> None:
    count = 0

    def counted() -> Iterator[Article]:
        nonlocal count
        for article in articles:
            count += 1
            yield article

    srsly.write_jsonl(path, counted())
    typer.echo(f"{path.name}: {count} articles")


def main(data: Path, out: Path) -> None:
    """Convert what is found under DATA into OUT/*.jsonl."""
    out.mkdir(parents=True, exist_ok=True)
    for part in ("train", "dev"):
        if (data / "polnear" / part).is_dir():
            silver = read_silver(data / "polnear" / "silver" / f"corenlp-{part}.jsonl.gz")
            gold = read_gold(data / "gold" / f"polnear-{part}.jsonl", data / "polnear" / part / "text")
            write(({**article, **silver.get(article["id"], {})} for article in gold), out / f"polnear-{part}.jsonl")
        if (data / "gold" / f"bbc-{part}").is_dir():
            write(read_gold(data / "gold" / f"bbc-{part}.jsonl", data / "gold" / f"bbc-{part}"), out / f"bbc-{part}.jsonl")
    if (data / "gum").is_dir():
        write((read_conllu(path) for path in sorted((data / "gum").glob("*.conllu"))), out / "gum.jsonl")
    if (data / "riqua").is_dir():
        write(read_labelled(data / "riqua" / "train.txt"), out / "riqua-train.jsonl")
    if (data / "bbc").is_dir():
        write(read_raw(data / "bbc", data / "gold"), out / "bbc-raw.jsonl")
    if not any(out.glob("*-train.jsonl")):
        raise typer.BadParameter(f"no corpus found under {data}")


if __name__ == "__main__":
    typer.run(main)
