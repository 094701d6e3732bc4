"""One pass of the transformer over a batch of texts: scores for every head, a row a word."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import onnxruntime as ort
from tokenizers import Tokenizer

from quotex.labels import COLUMNS, column_slices
from quotex.weights import Weights
from quotex.windows import Window, Wordpieces, cut_windows
from quotex.words import FEATURES, Ints, Words

Floats = npt.NDArray[np.float32]
SLICES = column_slices()
WIDTH = sum(COLUMNS.values())


@dataclass(frozen=True)
class Scores:
    """Scores of one text: (words, WIDTH); a head by name with `scores["role"]`."""

    rows: Floats

    def __getitem__(self, head: str) -> Floats:
        return self.rows[:, SLICES[head]]


@dataclass(frozen=True)
class _Row:
    """One window of one text, ready for the encoder."""

    text: int
    window: Window
    ids: list[int]
    lengths: Ints


class Encoder:
    """The ONNX session, started at first use in each process: a session does not survive a fork."""

    def __init__(self, weights: Weights, *, size: int, overlap: int, rows: int, threads: int) -> None:
        self.size, self.overlap, self.rows, self.threads = size, overlap, rows, threads
        self._model = weights.files["encoder.onnx"]
        self.wordpieces = Wordpieces(Tokenizer.from_buffer(weights.files["tokenizer.json"]))
        self._session: ort.InferenceSession | None = None
        self._process = -1

    @property
    def session(self) -> ort.InferenceSession:
        if self._session is None or self._process != os.getpid():
            options = ort.SessionOptions()
            options.intra_op_num_threads = self.threads
            options.inter_op_num_threads = 1
            options.log_severity_level = 3
            self._session = ort.InferenceSession(self._model, options, providers=["CPUExecutionProvider"])
            self._process = os.getpid()
        return self._session

    def __call__(self, texts: Sequence[Words]) -> list[Scores]:
        """Scores of each text. Rows of all texts are batched together, longest first, so little is padding."""
        out = [np.zeros((len(words), WIDTH), dtype=np.float32) for words in texts]
        rows = [row for i, words in enumerate(texts) for row in self._cut(i, words)]
        rows.sort(key=lambda row: -len(row.ids))
        for begin in range(0, len(rows), self.rows):
            self._run(rows[begin : begin + self.rows], texts, out)
        return [Scores(rows) for rows in out]

    def _cut(self, index: int, words: Words) -> Iterator[_Row]:
        if not len(words):
            return
        pieces = self.wordpieces(words)
        lengths = np.array([len(p) for p in pieces], dtype=np.int64)
        for window in cut_windows(lengths, self.size, self.overlap):
            inside = pieces[window.start : window.stop]
            ids = [self.wordpieces.cls, *(i for p in inside for i in p), self.wordpieces.sep]
            yield _Row(index, window, ids, lengths[window.start : window.stop])

    def _run(self, rows: list[_Row], texts: Sequence[Words], out: list[Floats]) -> None:
        width = max(len(row.ids) for row in rows)
        ids = np.full((len(rows), width), self.wordpieces.pad, dtype=np.int64)
        mask = np.zeros((len(rows), width), dtype=np.int64)
        features = np.zeros((len(rows), width, len(FEATURES)), dtype=np.int64)
        for r, row in enumerate(rows):
            size = len(row.ids)
            ids[r, :size] = row.ids
            mask[r, :size] = 1
            own = texts[row.text].features[row.window.start : row.window.stop]
            features[r, 1 : size - 1] = np.repeat(own, row.lengths, axis=0)
        (scores,) = self.session.run(None, {"ids": ids, "mask": mask, "features": features})
        for r, row in enumerate(rows):
            window = row.window
            first = np.cumsum(row.lengths) - row.lengths + 1
            keep = first[window.keep_start - window.start : window.keep_stop - window.start]
            out[row.text][window.keep_start : window.keep_stop] = scores[r, keep]
