"""Acronyms that a text defines: "Tehreek-e-Taliban Pakistan (TTP)", by textacy; "the Swiss People's Party, or SVP,"."""

from __future__ import annotations

import re
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import numpy as np
from spacy.tokens import Doc

# A name's words are bounded: a text in capitals is one long run of them.
ALSO = re.compile(r"([A-Z][\w’'-]*(?: (?:of |for |and |the )*[A-Z][\w’'-]*){1,12}), or (?:the )?([A-Z]{2,6}),")
# "Association for Payment Services (Apas)": not the initials alone, which textacy finds.
IN_BRACKETS = re.compile(r"([A-Z][\w’'-]*(?: (?:of |for |and |the )*[A-Z][\w’'-]*){1,12}) \(([A-Z][A-Za-z]{2,9})\)")
DEFINED = re.compile(r"\(\s*[A-Z][A-Za-z&.-]{1,9}\s*\)")


def find_acronyms(doc: Doc, text: str) -> dict[str, str]:
    """Acronyms with their definitions, from the sentences that define one in brackets.

    `doc`, whose text is `text`, needs sentences.
    """
    found: dict[str, str] = {}
    defined = list(DEFINED.finditer(text))
    for match in defined:
        span = doc.char_span(match.start(), match.end(), alignment_mode="expand")
        if span is not None:
            pairs = _textacy().acronyms_and_definitions(span.sent)
            found.update((short, full) for short, full in pairs.items() if full and short not in found)
    for match in IN_BRACKETS.finditer(text) if defined else ():
        if match[2] not in found and _abbreviates(match[2].lower(), match[1].lower()):
            found[match[2]] = match[1]
    for match in ALSO.finditer(text) if ", or " in text else ():
        found.setdefault(match[2], match[1])
    return found


def _abbreviates(short: str, full: str) -> bool:
    """Whether the letters of `short` stand in `full` in order, the first ones first: "apacs"."""
    letters = iter(full)
    return short[0] == full[0] and all(letter in letters for letter in short)


def _textacy() -> Any:
    """textacy's module, imported here: its import takes longer than most articles. It says np.NaN, gone from NumPy 2."""
    acros: Any = import_module("textacy.extract.acros")
    if not hasattr(acros.np, "NaN"):
        acros.np = SimpleNamespace(**vars(np), NaN=np.nan)
    return acros
