"""One pass of the transformer over a text: scores for every head, a row a word."""

from __future__ import annotations

import os
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt
import onnxruntime as ort
from tokenizers import Tokenizer

from quotex.labels import COLUMNS, column_slices
from quotex.weights import Weights
from quotex.windows import Wordpieces, cut_windows
from quotex.words import Floats, Ints, Words

SLICES = column_slices()
WIDTH = sum(COLUMNS.values())


@dataclass(frozen=True)
class Scores:
    """Scores of one text: (words, WIDTH); a head by name with `scores["role"]`."""

    rows: Floats

    def __getitem__(self, head: str) -> Floats:
        return self.rows[:, SLICES[head]]

    def open_sentences(self) -> npt.NDArray[np.bool_]:
        """Of each word, whether it is the first of a sentence."""
        return np.asarray(self["sent"][:, 1] > self["sent"][:, 0])


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
        rows = np.empty((len(words), WIDTH), dtype=np.float32)  # each row is kept from one window
        if len(words):
            pieces = self.wordpieces(words)
            lengths = np.array([len(p) for p in pieces], dtype=np.int64)
            ids = np.fromiter(chain.from_iterable(pieces), dtype=np.int64, count=int(lengths.sum()))
            features = np.repeat(words.features, lengths, axis=0)
            first = np.cumsum(lengths) - lengths  # wordpiece of each word
            for window in cut_windows(words, lengths, self.window, self.overlap):
                start, stop = first[window.start], first[window.stop - 1] + lengths[window.stop - 1]
                asked_for = first[window.keep_start : window.keep_stop] - start + 1  # behind the special piece
                rows[window.keep_start : window.keep_stop] = self._run(ids[start:stop], features[start:stop], asked_for)
        return Scores(rows)

    def _run(self, ids: Ints, features: Ints, asked_for: Ints) -> Floats:
        """Scores (asked for, WIDTH) of one window, whose special pieces are added here."""
        framed = np.concatenate([[self.wordpieces.cls], ids, [self.wordpieces.sep]])
        padded = np.zeros((len(framed), features.shape[1]), dtype=np.int64)
        padded[1:-1] = features
        inputs = {"ids": framed[None], "features": padded[None], "asked_for": asked_for}
        return np.asarray(self.session.run(None, inputs)[0][0])
