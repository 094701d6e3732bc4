from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

import quotex

SEEDS = Path(__file__).parent.parent / "seeds"


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The shipped pipeline, loaded once."""
    return quotex.load()


@pytest.fixture(scope="session")
def seeds() -> dict[str, str]:
    """The sample articles by file name."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))}
