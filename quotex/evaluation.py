"""A pipeline's figures on gold files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from spacy.language import Language

from quotex.annotations import read_quotes
from quotex.errors import QuotexError
from quotex.paragraphs import found_spans, join_tokens, read_paragraphs, score_paragraphs
from quotex.records import Quote
from quotex.scoring import Row, Rows, pair, read_attributions, score


def evaluate(nlp: Language, gold: Path, texts: Path) -> dict[str, dict[str, Any]]:
    """Figures of quotex.scoring for the articles of `gold`, and `reliability` as "confidence".

    `texts` holds each article as DOC.txt. Raises QuotexError.
    """
    wanted = read_attributions(gold)
    return evaluate_articles(nlp, wanted, read_texts(texts, wanted))


def evaluate_articles(nlp: Language, wanted: Rows, articles: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """The same for gold attributions by article, and the texts of these articles."""
    predicted: Rows = {}
    for spacy_doc, doc in nlp.pipe(((text, doc) for doc, text in articles.items()), as_tuples=True):
        predicted[doc] = [attribution(doc, quote) for quote in read_quotes(spacy_doc)]
    return {**score(wanted, predicted, articles), "confidence": reliability(judge(wanted, predicted))}


def judge(gold: Rows, predicted: Rows) -> list[tuple[float, bool]]:
    """The confidence of each predicted quotation, and whether it pairs with a gold one."""
    judged = []
    for doc, rows in predicted.items():
        paired = {j for _, j in pair(gold[doc], rows)}
        judged += [(row["confidence"], j in paired) for j, row in enumerate(rows)]
    return judged


def reliability(judged: list[tuple[float, bool]], bins: int = 10) -> dict[str, Any]:
    """Expected calibration error "ece" (Guo et al. 2017) over bins of equal width, and the bins, all in percent.

    A bin: mean confidence "said", share "right", number "n"; empty ones are left out.
    """
    groups: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for said, right in judged:
        groups[min(int(said * bins), bins - 1)].append((said, right))
    rows, error = [], 0.0
    for _, group in sorted(groups.items()):
        mean, share = (sum(one[side] for one in group) / len(group) for side in (0, 1))
        error += abs(mean - share) * len(group) / len(judged)
        rows.append({"said": round(100 * mean, 1), "right": round(100 * share, 1), "n": len(group)})
    return {"ece": round(100 * error, 1), "n": len(judged), "bins": rows}


def evaluate_paragraphs(nlp: Language, gold: Path) -> dict[str, dict[str, float]]:
    """CofeNet's figures for a file of labelled paragraphs. Raises QuotexError."""
    paragraphs = read_paragraphs(gold)
    joined = [join_tokens(tokens) for tokens, _ in paragraphs]
    docs = nlp.pipe(text for text, _ in joined)
    found = [found_spans(read_quotes(doc), starts) for doc, (_, starts) in zip(docs, joined, strict=True)]
    return score_paragraphs((wanted, got) for (_, wanted), got in zip(paragraphs, found, strict=True))


def attribution(doc: str, quote: Quote) -> Row:
    """A record in the form that is scored."""
    return {
        "doc": doc,
        "content": [[part.start, part.end] for part in quote.content],
        "cue": [quote.cue.start, quote.cue.end] if quote.cue else None,
        "source": [quote.source.start, quote.source.end] if quote.source else None,
        "speaker": " ; ".join(speaker.name for speaker in quote.speakers) or None,
        "kind": quote.speaker.kind if quote.speaker else None,
        "mode": quote.mode,
        "type": quote.type,
        "confidence": quote.confidence.quote,
    }


def read_texts(folder: Path, docs: Iterable[str]) -> dict[str, str]:
    """The articles DOC.txt of a folder. Raises QuotexError."""
    return {doc: _read_text(folder / f"{doc}.txt") for doc in docs}


def _read_text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QuotexError(f"{path}: {error}") from error
