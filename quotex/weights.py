"""The component's data: the ONNX encoder, its wordpieces, the pair scorer and the word lists. No pickle in it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import srsly

from quotex.confidence import Calibration
from quotex.errors import ModelNotFound
from quotex.links import TABLES, LinkWeights
from quotex.ranking import Ranker
from quotex.words import Floats

FILES = (
    "encoder.onnx", "tokenizer.json", "links.npz", "lemmas.json", "first_names.json", "transitions.json", "ranker.json",
    "calibration.json",
)  # fmt: skip


@dataclass(frozen=True)
class Knowledge:
    """What the model brings besides the network: word lists, the ranker of speakers, the calibration of confidence."""

    lemmas: dict[str, str]
    first_names: dict[str, str]
    ranker: Ranker
    calibration: Calibration


@dataclass(frozen=True)
class Weights:
    """The files as bytes, as they are on disk: what `to_disk`, `to_bytes` and pickle carry."""

    files: dict[str, bytes]

    @classmethod
    def read(cls, folder: Path) -> Weights:
        """The files in `folder`; raises ModelNotFound if one is missing."""
        missing = [name for name in FILES if not (folder / name).is_file()]
        if missing:
            raise ModelNotFound(f"no {', '.join(missing)} in {folder}")
        return cls({name: (folder / name).read_bytes() for name in FILES})

    def write(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in self.files.items():
            (folder / name).write_bytes(data)

    def links(self) -> dict[str, LinkWeights]:
        """The pair scorers: "content" (to its cue) and "source" (of a cue)."""
        arrays = np.load(io.BytesIO(self.files["links.npz"]), allow_pickle=False)
        return {
            kind: LinkWeights({name: arrays[f"{kind}.{name}"] for name in TABLES}, float(arrays[f"{kind}.none"]))
            for kind in ("content", "source")
        }

    def transitions(self) -> Floats:
        """Log probabilities of one role label after another: (1 + labels, labels), row 0 for the start of a paragraph."""
        return np.array(srsly.json_loads(self.files["transitions.json"]), dtype=np.float32)

    def knowledge(self) -> Knowledge:
        """Lemmas of verb forms, sexes of first names ("m", "f"), the ranker, the calibration."""
        lemmas, first_names, ranker, calibration = (
            srsly.json_loads(self.files[name])
            for name in ("lemmas.json", "first_names.json", "ranker.json", "calibration.json")
        )
        return Knowledge(lemmas, first_names, Ranker(**ranker), Calibration(**calibration))
