"""What quotex raises.

QuotexError
├── ModelNotFound      the shipped model, or the folder named, is not there
├── UnreadableArticle  a file that is no article: missing, binary, not UTF-8
└── UnreadableRecords  a file that holds no records, or records that do not fit their text
"""

from __future__ import annotations


class QuotexError(Exception):
    """The base of all errors that quotex raises on purpose."""


class ModelNotFound(QuotexError):
    """The model's files are not where they were looked for; the message names the places."""


class UnreadableArticle(QuotexError):
    """A file cannot be read as an article; the message names the file and the reason."""


class UnreadableRecords(QuotexError):
    """Records cannot be read, or do not fit the text of their article; the message names which and the reason."""
