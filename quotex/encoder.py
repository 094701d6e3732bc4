"""One pass of the transformer over a text: scores for every head, a row a word."""

from __future__ import annotations

import os
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


class Encoder:
    """The ONNX session, started at first use in each process: a session does not survive a fork."""

    def __init__(self, weights: Weights, *, window: int, overlap: int, threads: int) -> None:
        self.window, self.overlap, self.threads = window, overlap, threads
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

    def __call__(self, words: Words) -> Scores:
        """Scores of a text's words.

        Each window is run by itself. Dynamic int8 scales its activations over all that is run together, so in a batch
        an article's records would depend on its neighbours; and one row of 256 pieces is 14 % faster than eight.
        """
        rows = np.zeros((len(words), WIDTH), dtype=np.float32)
        if len(words):
            pieces = self.wordpieces(words)
            lengths = np.array([len(p) for p in pieces], dtype=np.int64)
            for window in cut_windows(words, lengths, self.window, self.overlap):
                self._run(window, words, pieces, lengths, rows)
        return Scores(rows)

    def _run(self, window: Window, words: Words, pieces: list[list[int]], lengths: Ints, rows: Floats) -> None:
        inside = slice(window.start, window.stop)
        ids = [self.wordpieces.cls, *(i for p in pieces[inside] for i in p), self.wordpieces.sep]
        features = np.zeros((1, len(ids), len(FEATURES)), dtype=np.int64)
        features[0, 1:-1] = np.repeat(words.features[inside], lengths[inside], axis=0)
        first = np.cumsum(lengths[inside]) - lengths[inside] + 1  # of each word, behind the special piece
        keep = first[window.keep_start - window.start : window.keep_stop - window.start]
        (scores,) = self.session.run(None, {"ids": np.array([ids], dtype=np.int64), "features": features, "asked_for": keep})
        rows[window.keep_start : window.keep_stop] = scores[0]
