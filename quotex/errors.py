"""What quotex raises.

QuotexError
├── ModelNotFound      the shipped model, or the folder named, is not there
├── UnreadableArticle  a file, member or row that is no article: missing, binary, broken, too large
├── MissingExtra       a format needs a package that is not installed
├── UnusableOutput     an output exists, is in use, or is of an unknown format
├── UnfinishedRun      a run cannot go on: the disk is full, the output cannot be written
├── UnreadableRecords  a file that holds no records, or records that do not fit their text
└── UnusableCluster    a cluster cannot be reached, or has not what a run needs
"""

from __future__ import annotations

from types import ModuleType


class QuotexError(Exception):
    """The base of all errors that quotex raises on purpose."""


class ModelNotFound(QuotexError):
    """The model's files are not where they were looked for; the message names the places."""


class UnreadableArticle(QuotexError):
    """Something cannot be read as an article; the message is the reason."""


class MissingExtra(QuotexError):
    """A format needs a package that is not installed; the message says what to install."""


class UnusableOutput(QuotexError):
    """The output is not one to write to; the message names it and the reason."""


class UnfinishedRun(QuotexError):
    """A run stopped on its way; what it has done is kept, and the message says so."""


class UnreadableRecords(QuotexError):
    """Records cannot be read, or do not fit the text of their article; the message names which and the reason."""


class UnusableCluster(QuotexError):
    """A cluster cannot be reached, or has not what a run needs; the message names its address and the reason."""


def needed(package: str, extra: str) -> ModuleType:
    """The module of an optional dependency; raises MissingExtra, which says how to install it."""
    from importlib import import_module

    try:
        return import_module(package)
    except ImportError as error:
        raise MissingExtra(f"{package.split('.')[0]} is not installed: pip install 'quotex[{extra}]' ({error})") from error
