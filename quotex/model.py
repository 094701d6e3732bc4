"""Where the shipped model is, and loading it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language

from quotex.errors import ModelNotFound

MODEL_NAME = "en_quotex_news"


def model_path() -> Path:
    """The folder of the shipped pipeline: in the installed package, else in the checkout."""
    here = Path(__file__).parent
    places = [root / "models" / MODEL_NAME for root in (here, here.parent)]
    for place in places:
        if (place / "meta.json").is_file():
            return place
    raise ModelNotFound(f"the model {MODEL_NAME} is in neither {places[0]} nor {places[1]}")


def component_path() -> Path:
    """The folder of the shipped component's weights."""
    return model_path() / "quotex"


def load(
    *,
    vocab: Any = True,
    disable: Iterable[str] = (),
    enable: Iterable[str] = (),
    exclude: Iterable[str] = (),
    config: dict[str, Any] | None = None,
) -> Language:
    """The shipped pipeline: spaCy's English tokenizer and the component `quotex`.

    `spacy.load("quotex")` gives the same. `config={"components": {"quotex": {"threads": 2}}}` overrides a setting.
    """  # fmt: skip
    return spacy.load(
        model_path(),
        vocab=vocab,
        disable=list(disable),
        enable=list(enable),
        exclude=list(exclude),
        config=config or {},
    )


def open_pipeline(path: Path | None) -> Language:
    """The pipeline in a folder, the shipped one for None; raises ModelNotFound."""
    try:
        return spacy.load(path) if path else load()
    except OSError as error:
        raise ModelNotFound(f"no pipeline in {path}: {error}") from error


@lru_cache(maxsize=1)
def shared_pipeline() -> Language:
    """The pipeline that `quotex.extract` uses, loaded once a process."""
    return load()
