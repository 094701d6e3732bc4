"""quotex reads English news articles and says who said what."""

from __future__ import annotations

from quotex.articles import Article, Failure
from quotex.component import Quotex
from quotex.errors import (
    MissingExtra,
    ModelNotFound,
    QuotexError,
    UnfinishedRun,
    UnreadableArticle,
    UnreadableRecords,
    UnusableCluster,
    UnusableOutput,
)
from quotex.extraction import Result, extract, extract_articles
from quotex.model import load
from quotex.readers.reading import read_articles
from quotex.records import Confidence, Cue, Passage, Quote, Speaker
from quotex.view.notebook import render
from quotex.writers.dataframe import to_dataframe
from quotex.writers.formats import read_records
from quotex.writers.output import write

__version__ = "0.1.0"

__all__ = [
    "Article",
    "Confidence",
    "Cue",
    "Failure",
    "MissingExtra",
    "ModelNotFound",
    "Passage",
    "Quote",
    "Quotex",
    "QuotexError",
    "Result",
    "Speaker",
    "UnfinishedRun",
    "UnreadableArticle",
    "UnreadableRecords",
    "UnusableCluster",
    "UnusableOutput",
    "__version__",
    "extract",
    "extract_articles",
    "load",
    "read_articles",
    "read_records",
    "render",
    "to_dataframe",
    "write",
]
