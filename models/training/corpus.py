"""Converted articles to training examples: windows of wordpieces with a label for every head."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import srsly

from headlines import add_headline
from quotex.labels import ENTITIES, KINDS, MODES, ROLES, TYPES
from quotex.windows import Wordpieces, find_seam, last_within
from quotex.words import Floats, Ints, Words, span_of, split_words

IGNORE = -100
HEADS = ("role", "type", "mode", "kind", "sent", "ent", "pos", "dep")


@dataclass
class Example:
    """One article, ready to be cut: words, their wordpieces, a label per word and head, and the gold spans."""

    id: str
    words: Words
    pieces: list[list[int]]
    labels: dict[str, Ints]
    attributions: list[dict[str, Any]]  # spans in words: content [[s, e], …], cue, source
    taught: Floats  # (words, roles): a teacher's chances (see teach.py); NaN where there is none


def read_examples(
    path: Path, wordpieces: Wordpieces, tags: dict[str, dict[str, int]], rng: random.Random, taught: Mapping[str, Floats]
) -> list[Example]:
    examples = []
    for article in srsly.read_jsonl(path):
        headed = add_headline(article, rng)
        example = make_example(headed, wordpieces, tags)
        chances = taught.get(f"{path.stem}/{article['id']}")
        if chances is not None:  # a made headline stands before the words that the teacher saw
            example.taught[len(example.words) - len(chances) :] = chances
        examples.append(example)
    return examples


def make_example(article: dict[str, Any], wordpieces: Wordpieces, tags: dict[str, dict[str, int]]) -> Example:
    words = split_words(article["text"])
    labels = {head: np.full(len(words), IGNORE, dtype=np.int64) for head in HEADS}
    attributions = []
    if "attributions" in article:
        labels["role"][:] = 0
        for row in article["attributions"]:
            attributions.append(_label_attribution(row, words, labels))
    if "roles" in article:
        labels["role"][:] = 0
        for role, start, end in article["roles"]:
            if span := span_of(words, start, end):
                _label_span(labels["role"], span, ROLES.index(f"B-{role}"))
    if article.get("sents"):
        labels["sent"][:] = 0
        for start, end in article["sents"]:
            if span := span_of(words, start, end):
                labels["sent"][span[0]] = 1
    if article.get("ents"):
        labels["ent"][:] = 0
        for start, end, name in article["ents"]:
            if span := span_of(words, start, end):
                _label_span(labels["ent"], span, ENTITIES.index(f"B-{name}"))
    for start, end, pos, dep in article.get("tokens", ()):
        if span := span_of(words, start, end):
            labels["pos"][span[0]] = tags["pos"].get(pos, IGNORE)
            labels["dep"][span[0]] = tags["dep"].get(dep, IGNORE)
    _label_speakers(article, words, labels)
    taught = np.full((len(words), len(ROLES)), np.nan, dtype=np.float32)
    return Example(article["id"], words, wordpieces(words), labels, attributions, taught)


def label_roles(article: dict[str, Any], words: Words) -> Ints:
    """The role label of each word."""
    labels = {head: np.zeros(len(words), dtype=np.int64) for head in HEADS}
    for row in article["attributions"]:
        _label_attribution(row, words, labels)
    return labels["role"]


def _label_span(labels: Ints, span: tuple[int, int], begin: int) -> None:
    labels[span[0]] = begin
    labels[span[0] + 1 : span[1]] = begin + 1


def _label_attribution(row: dict[str, Any], words: Words, labels: dict[str, Ints]) -> dict[str, Any]:
    found: dict[str, Any] = {"content": [], "cue": None, "source": None}
    for start, end in row["content"]:
        if span := span_of(words, start, end):
            found["content"].append(span)
            _label_span(labels["role"], span, ROLES.index("B-content"))
            labels["type"][slice(*span)] = TYPES.index(row["type"])
    for role in ("cue", "source"):
        if row.get(role) and (span := span_of(words, *row[role])):
            found[role] = span
            _label_span(labels["role"], span, ROLES.index(f"B-{role}"))
    if row.get("mode"):
        for span in [found["cue"]] if found["cue"] else found["content"]:
            labels["mode"][slice(*span)] = MODES.index(row["mode"])
    if row.get("kind") in KINDS and found["source"]:
        labels["kind"][slice(*found["source"])] = KINDS.index(row["kind"])
    return found


def _label_speakers(article: dict[str, Any], words: Words, labels: dict[str, Ints]) -> None:
    """Where a corpus has no entities, the names of its speakers are: each place where one stands is a positive."""
    if article.get("ents"):
        return
    text = article["text"]
    for row in article.get("attributions", ()):
        label = {"person": "PERSON", "org": "ORG"}.get(row.get("kind"))
        for name in (row.get("speaker") or "").split(" ; ") if label else ():
            at = text.find(name) if name else -1
            while at >= 0:
                if span := span_of(words, at, at + len(name)):
                    _label_span(labels["ent"], span, ENTITIES.index(f"B-{label}"))
                at = text.find(name, at + len(name))


def collect_tags(paths: list[Path]) -> dict[str, dict[str, int]]:
    """The part-of-speech and dependency labels of the auxiliary heads, by falling count."""
    counts: dict[str, dict[str, int]] = {"pos": {}, "dep": {}}
    for path in paths:
        for article in srsly.read_jsonl(path):
            for _, _, pos, dep in article.get("tokens", ()):
                for head, tag in (("pos", pos), ("dep", dep)):
                    if tag:
                        counts[head][tag] = counts[head].get(tag, 0) + 1
    return {
        head: {tag: i for i, (tag, n) in enumerate(sorted(c.items(), key=lambda item: -item[1])) if n >= 50}
        for head, c in counts.items()
    }


@dataclass
class Batch:
    """Arrays of one step. Piece level: ids, mask, features (b, n, 3). Word level, flat: first (row, column), labels."""

    ids: Ints
    mask: Ints
    features: Ints
    first: tuple[Ints, Ints]
    labels: dict[str, Ints]
    taught: Floats
    links: list[tuple[int, dict[str, Any]]]  # (offset of the window's words in the flat order, attributions inside)
    breaks: Ints


def cut_rows(examples: list[Example], size: int, rng: random.Random) -> list[tuple[Example, int, int]]:
    """Cut every article into rows of at most `size` wordpieces, at paragraphs where windows.py would.

    The first row's length is random, so that no epoch sees the same edges.
    """
    rows = []
    for example in examples:
        total = np.concatenate([[0], np.cumsum([len(p) for p in example.pieces])])
        start, room = 0, rng.randint(size // 2, size) - 2
        while start < len(example.pieces):
            stop = max(last_within(total, total[start] + room), start + 1)
            if stop < len(example.pieces):
                stop = find_seam(example.words, total, start, stop) or stop
            rows.append((example, start, stop))
            start, room = stop, size - 2
    return rows


def collate(rows: list[tuple[Example, int, int]], wordpieces: Wordpieces, rng: np.random.Generator | None) -> Batch:
    """Pad rows into arrays. With `rng`, one piece in 30 is masked and the mark features of one row in 20 hidden."""
    width = 2 + max(sum(len(p) for p in e.pieces[a:b]) for e, a, b in rows)
    ids = np.full((len(rows), width), wordpieces.pad, dtype=np.int64)
    features = np.zeros((len(rows), width, 3), dtype=np.int64)
    first_row, first_col, links = [], [], []
    offset = 0
    for r, (example, start, stop) in enumerate(rows):
        pieces = example.pieces[start:stop]
        lengths = np.array([len(p) for p in pieces])
        flat = [i for p in pieces for i in p]
        ids[r, : len(flat) + 2] = [wordpieces.cls, *flat, wordpieces.sep]
        features[r, 1 : len(flat) + 1] = np.repeat(example.words.features[start:stop], lengths, axis=0)
        columns = 1 + np.concatenate([[0], np.cumsum(lengths)[:-1]])
        first_row.append(np.full(len(pieces), r))
        first_col.append(columns)
        if rng is not None and rng.random() < 0.05:
            features[r, :, 1] = 0
        links.append((offset, _inside(example.attributions, start, stop, rng)))
        offset += len(pieces)
    mask = (ids != wordpieces.pad).astype(np.int64)
    if rng is not None:
        hide = (rng.random(ids.shape) < 0.03) & (ids != wordpieces.cls) & (ids != wordpieces.sep) & (mask == 1)
        ids[hide] = wordpieces.mask
    labels = {h: np.concatenate([e.labels[h][a:b] for e, a, b in rows]) for h in HEADS}
    taught = np.concatenate([e.taught[a:b] for e, a, b in rows])
    breaks = np.concatenate([e.words.breaks[a:b] for e, a, b in rows])
    return Batch(ids, mask, features, (np.concatenate(first_row), np.concatenate(first_col)), labels, taught, links, breaks)


def _inside(
    attributions: list[dict[str, Any]], start: int, stop: int, rng: np.random.Generator | None = None
) -> dict[str, Any]:
    """Gold spans that lie whole in [start, stop), shifted: cues, and for each content part and cue what it points to.

    With `rng`, one cue in seven is hidden, so that a content part learns to point to none where its cue was not found.
    """
    hidden = {a["cue"] for a in attributions if a["cue"] and rng is not None and rng.random() < 0.15}

    def whole(span: tuple[int, int] | None) -> bool:
        return span is not None and start <= span[0] and span[1] <= stop

    cues = sorted({a["cue"] for a in attributions if whole(a["cue"])} - hidden)
    sources = sorted({a["source"] for a in attributions if whole(a["source"])})
    contents, targets, owners = [], [], {}
    for a in attributions:
        cue = None if a["cue"] in hidden else a["cue"]
        for part in a["content"]:
            if whole(part) and (cue is None or whole(cue)):
                contents.append(part)
                targets.append(cues.index(cue) if cue else -1)
        if whole(cue) and (a["source"] is None or whole(a["source"])):
            owners[cues.index(cue)] = sources.index(a["source"]) if a["source"] else -1
    shift = lambda spans: [(s - start, e - start) for s, e in spans]  # noqa: E731
    return {
        "cue": shift(cues),
        "source": shift(sources),
        "content": shift(contents),
        "to_cue": targets,
        "to_source": owners,
    }
