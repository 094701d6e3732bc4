"""The spaCy component `quotex`: one encoder pass over the Doc, then sentences, entities, quotations and speakers."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import srsly
from spacy.attrs import IDX, SENT_START
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import ensure_path

from quotex.annotations import register_extension, write_quotes
from quotex.decode import best_labels, label_spans, paragraph_bounds
from quotex.encoder import Encoder, Scores
from quotex.labels import ENTITIES
from quotex.model import component_path
from quotex.quotations import find_quotations
from quotex.records import Quote
from quotex.resolution import resolve_quotes
from quotex.weights import Weights
from quotex.windows import MAX_PIECES
from quotex.words import Words, split_words

# Quote F1 on PolNeAR dev / BBC dev with a window of 192 and an overlap of 24, 12, with 224 and 16: 80.4 / 89.6, 80.3 / 89.8,
# 80.4 / 89.2, all within the noise of training. More overlap, and seams (see windows.SLACK) no farther back, help articles
# whose closing marks are lost: 77.5 on PolNeAR dev, against 77.0 with 12 and seams as far back as 96.
DEFAULTS: dict[str, Any] = {"window": 192, "overlap": 24, "threads": 1}


@Language.factory(
    "quotex", assigns=["doc.spans", "doc._.quotes", "doc.ents", "token.is_sent_start"], default_config=DEFAULTS
)
def make_quotex(nlp: Language, name: str, window: int, overlap: int, threads: int) -> Quotex:
    """The component with the shipped weights, or empty where `from_disk` or `from_bytes` is about to fill it.

    window (int): Wordpieces that the encoder reads at once.
    overlap (int): Wordpieces that neighbouring windows share.
    threads (int): Threads of the encoder in each process; 0 takes all cores.

    Raises ValueError for a window too small for its overlap and a word: some words would be in none.
    """
    if window - 2 < overlap + MAX_PIECES:
        raise ValueError(f"a window of {window} wordpieces is too small for an overlap of {overlap}")
    return Quotex(name, window=window, overlap=overlap, threads=threads)


class Quotex:
    """Finds quotations, links them, resolves their speakers.

    Where the pipeline before it has set sentences or entities, those are used and left alone; else the component sets
    its own. After it, `doc._.quotes` holds the records and `doc.spans` the groups of `quotex.annotations`.
    """

    def __init__(self, name: str = "quotex", *, window: int, overlap: int, threads: int) -> None:
        register_extension()
        self.name = name
        self.cfg = {"window": window, "overlap": overlap, "threads": threads}
        self._weights: Weights | None = None
        self._encoder: Encoder | None = None

    @property
    def weights(self) -> Weights:
        """The weights loaded; the shipped ones if none were."""
        if self._weights is None:
            self.use(Weights.read(component_path()))
        assert self._weights is not None
        return self._weights

    def use(self, weights: Weights) -> None:
        """Take other weights."""
        self._weights = weights
        self.links = weights.links()
        self._transitions = weights.transitions()
        self.knowledge = weights.knowledge()
        self._encoder = None

    @property
    def encoder(self) -> Encoder:
        if self._encoder is None:
            self._encoder = Encoder(self.weights, **self.cfg)
        return self._encoder

    def __call__(self, doc: Doc) -> Doc:
        """Annotate a Doc. There is no `pipe`: Docs gain nothing from being read together, see Encoder."""
        words = split_words(doc.text)
        self.annotate(doc, words, self.encoder(words))
        return doc

    def annotate(self, doc: Doc, words: Words, scores: Scores) -> None:
        """Write to `doc` what the scores say: sentences and entities where it has none, then the quotations."""
        if not doc.has_annotation("SENT_START"):
            set_sentences(doc, words, scores)
        if not doc.has_annotation("ENT_IOB"):
            set_entities(doc, words, scores)
        write_quotes(doc, self.predict(doc, words, scores))

    def predict(self, doc: Doc, words: Words, scores: Scores) -> tuple[Quote, ...]:
        """The quotations of `doc`; needs its sentences and entities, changes nothing."""
        quotations = find_quotations(words, scores, self.links, self._transitions)
        return resolve_quotes(doc, words, scores, quotations, self.knowledge)

    # The settings are in the pipeline's config; only the weights are the component's to save.

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        self.weights.write(ensure_path(path))

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Quotex:
        self.use(Weights.read(ensure_path(path)))
        return self

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        return bytes(srsly.msgpack_dumps(self.weights.files))

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> Quotex:
        self.use(Weights(srsly.msgpack_loads(data)))
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return _unpickle, (self.name, self.cfg, self.to_bytes())


def _unpickle(name: str, cfg: dict[str, Any], data: bytes) -> Quotex:
    return Quotex(name, **cfg).from_bytes(data)


def set_sentences(doc: Doc, words: Words, scores: Scores) -> None:
    """Mark each token as a sentence's first or not. A paragraph's first word starts a sentence in any case."""
    first = words.starts[scores.open_sentences() | (words.breaks >= 2)]
    token_starts = doc.to_array(IDX).astype(np.int64)
    marks = np.full(len(doc), -1, dtype=np.int64)
    marks[np.searchsorted(token_starts, first, side="right") - 1] = 1
    marks[:1] = 1
    doc.from_array([SENT_START], marks.astype(np.uint64)[:, None])  # type: ignore[arg-type]


def set_entities(doc: Doc, words: Words, scores: Scores) -> None:
    """Set doc.ents from the entity head; labels PERSON, ORG, GPE, MISC."""
    path = best_labels(scores["ent"], ENTITIES, paragraph_bounds(words.breaks))
    found = label_spans(path, ENTITIES)
    token_starts = doc.to_array(IDX).astype(np.int64)
    firsts = (
        np.searchsorted(token_starts, words.starts[np.array([start for _, start, _ in found], dtype=np.int64)], side="right")
        - 1
    )
    stops = np.searchsorted(token_starts, words.ends[np.array([end - 1 for *_, end in found], dtype=np.int64)])
    spans: list[Span] = []
    for (label, *_), first, stop in zip(found, firsts.tolist(), stops.tolist(), strict=True):
        if not spans or spans[-1].end <= first:
            spans.append(Span(doc, first, stop, label=label))
    doc.set_ents(spans, default="outside")
