"""quotex reads English news articles and says who said what."""

from __future__ import annotations

from quotex.component import Quotex
from quotex.errors import ModelNotFound, QuotexError, UnreadableArticle, UnreadableRecords
from quotex.extraction import extract
from quotex.model import load
from quotex.records import Confidence, Cue, Passage, Quote, Speaker
from quotex.view.notebook import render

__version__ = "0.1.0"

__all__ = [
    "Confidence",
    "Cue",
    "ModelNotFound",
    "Passage",
    "Quote",
    "Quotex",
    "QuotexError",
    "Speaker",
    "UnreadableArticle",
    "UnreadableRecords",
    "__version__",
    "extract",
    "load",
    "render",
]
