"""What trained models think of the training articles, for the next one to learn from beside the labels.

    python teach.py CORPUS OUT.npz FOLDER [FOLDER …]

Annotators of news differ by a fifth, and one label a word says nothing of that; the mean of several models' chances does
(Hinton et al. 2015; Furlanello et al. 2018). It also labels articles that nobody labelled. Each FOLDER holds a component's
files (see export.py).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import srsly
import typer

from quotex.decode import softmax
from quotex.encoder import Encoder
from quotex.weights import Weights
from quotex.words import Floats, split_words

TEMPERATURE = 1.6  # the best of the first model, see models/evaluation/experiments.md: at 1 the models are too sure


def main(corpus: Path, out: Path, folders: list[Path]) -> None:
    """Write each article's chances (words, roles), the mean over FOLDERS, under CORPUS-NAME/ARTICLE-ID."""
    encoders = [Encoder(Weights.read(folder), window=256, overlap=48, threads=1) for folder in folders]
    taught: dict[str, Floats] = {}
    for path in sorted(corpus.glob("*.jsonl")):
        if path.stem.endswith("-dev"):
            continue
        for article in srsly.read_jsonl(path):
            words = split_words(article["text"])
            chances = [softmax(encoder(words)["role"] / TEMPERATURE) for encoder in encoders]
            taught[f"{path.stem}/{article['id']}"] = np.mean(chances, axis=0).astype(np.float16)
        typer.echo(f"{path.stem}: done")
    np.savez_compressed(out, **taught)


if __name__ == "__main__":
    typer.run(main)
