"""What quotex raises.

QuotexError
├── ModelNotFound      the shipped model, or the folder named, is not there
└── UnreadableArticle  a file that is no article: missing, binary, not UTF-8
"""

from __future__ import annotations


class QuotexError(Exception):
    """The base of all errors that quotex raises on purpose."""


class ModelNotFound(QuotexError):
    """The model's files are not where they were looked for; the message names the places."""


class UnreadableArticle(QuotexError):
    """A file cannot be read as an article; the message names the file and the reason."""
