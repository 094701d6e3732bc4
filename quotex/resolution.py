"""Quotations to records: mentions from the Doc's entities, speakers for the sources, offsets, lemmas, ids."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

import numpy as np
from spacy.tokens import Doc

from quotex.acronyms import find_acronyms
from quotex.decode import Span
from quotex.descriptions import head_of
from quotex.document import Document, Resolution, Source
from quotex.encoder import Scores
from quotex.entities import Entity, group_mentions
from quotex.headlines import headline_end
from quotex.joint_sources import companion_kind
from quotex.labels import KINDS
from quotex.mentions import find_mentions
from quotex.names import OFFICES, ROLES
from quotex.quotations import Quotation
from quotex.records import Confidence, Cue, Passage, Quote, Speaker
from quotex.source_names import add_source_names
from quotex.speakers import resolve_sources
from quotex.weights import Knowledge
from quotex.words import Words

AUXILIARIES = frozenset("be have do will would can could may might shall should must not to is was has had".split())

THE = re.compile(r"the\s|police\b", re.I)
AUTHORITIES = frozenset("court police government committee commission council agency department ministry".split())
GOVERNMENT = re.compile(r"the (?:\w+ )?government", re.I)  # a body by this name, where no country owns it


def resolve_quotes(
    doc: Doc, words: Words, scores: Scores, quotations: Sequence[Quotation], knowledge: Knowledge
) -> tuple[Quote, ...]:
    """The records of a text's quotations, in text order; ids are "q1", "s1" …"""
    if not quotations:
        return ()
    document, sources = read_document(doc, words, scores, quotations, knowledge)
    resolutions = resolve_sources(document, sources)
    ids: dict[object, str] = {}
    quotes = []
    for number, (quotation, resolution) in enumerate(zip(quotations, resolutions, strict=True), start=1):
        content = tuple(_passage(words, part) for part in quotation.content)
        source = _passage(words, quotation.source) if quotation.source else None
        speakers = _speakers(words, resolution, source, ids)
        sure = knowledge.calibration(
            quotation.confidence,
            cue=quotation.cue is not None,
            source=source is not None,
            direct=quotation.type == "direct",
        )
        quotes.append(
            Quote(
                id=f"q{number}", article="", type=quotation.type, mode=quotation.mode, content=content,
                cue=_cue(words, quotation.cue, knowledge.lemmas) if quotation.cue else None, source=source,
                speakers=speakers,
                confidence=Confidence(round(sure, 3), round(resolution.certainty, 3) if speakers else None),
                paragraph=document.paragraph(content[0].start),
            )
        )  # fmt: skip
    return tuple(quotes)


def read_document(
    doc: Doc, words: Words, scores: Scores, quotations: Sequence[Quotation], knowledge: Knowledge
) -> tuple[Document, list[Source]]:
    """The people and bodies of the text, and the sources of its quotations."""
    text = words.flowing
    starts = [int(words.starts[i]) for i in np.flatnonzero(words.breaks >= 2)]
    sources = [_source(words, scores, quotation, starts) for quotation in quotations]
    spoken = [(s.start, s.end, s.kind) for s in sources if s.text]
    mentions = add_source_names(text, find_mentions(doc, text, knowledge.first_names), spoken)
    entities = group_mentions(mentions, find_acronyms(doc, text), knowledge.first_names, headline_end(text))
    return Document(text, entities, starts, [sentence.start_char for sentence in doc.sents], knowledge.ranker), sources


def _source(words: Words, scores: Scores, quotation: Quotation, paragraphs: list[int]) -> Source:
    content = tuple(_offsets(words, part) for part in quotation.content)
    cue = _offsets(words, quotation.cue) if quotation.cue else None
    text, kind = None, "person"
    start, end = content[0][0], content[0][0]
    if quotation.source is not None:
        start, end = _offsets(words, quotation.source)
        text = words.flowing[start:end]
        kind = told_kind(text) or KINDS[int(scores["kind"][slice(*quotation.source)].sum(axis=0).argmax())]
    return Source(start, end, text, kind, quotation.type, content, bisect_right(paragraphs, start), cue)


def told_kind(source: str) -> str | None:
    """The kind that a description's head leaves no doubt of: "the president's" is a person's, "the appeals court" a body."""
    if not THE.match(source):
        return None
    head = head_of(source)
    return "person" if head in OFFICES | ROLES else "org" if head in AUTHORITIES else None


def _offsets(words: Words, span: Span) -> tuple[int, int]:
    return int(words.starts[span[0]]), int(words.ends[span[1] - 1])


def _passage(words: Words, span: Span) -> Passage:
    start, end = _offsets(words, span)
    return Passage(words.text[start:end], start, end)


def _cue(words: Words, span: Span, lemmas: dict[str, str]) -> Cue:
    """With the lemma of its first full verb ("has been saying": say); without a verb, of its words."""
    forms = [form.lower() for form in words.forms[slice(*span)]]
    verbs = [lemmas[form] for form in forms if form in lemmas]
    full = [verb for verb in verbs if verb not in AUXILIARIES]
    passage = _passage(words, span)
    return Cue(passage.text, passage.start, passage.end, (full or verbs or [passage.text.lower()])[0])


def _speakers(words: Words, resolution: Resolution, source: Passage | None, ids: dict[object, str]) -> tuple[Speaker, ...]:
    """Entities by their fullest names, then their companions; for other kinds the source's own phrase."""
    if resolution.entities:
        named = tuple(_entity_speaker(words, entity, ids) for entity in resolution.entities)
        if resolution.companion is None:
            return named
        start, end = resolution.companion
        return (*named, _phrase_speaker(words, start, end, companion_kind(words.text[start:end]), ids))
    if source is None or not (
        resolution.kind in ("group", "unnamed", "document", "author")
        or (resolution.kind == "org" and GOVERNMENT.fullmatch(source.text))
    ):
        return ()
    article = re.match(r"(?:the|an?)\s+", source.text, re.I)
    start = source.start + (article.end() if article else 0)
    return (_phrase_speaker(words, start, source.end, resolution.kind, ids),)


def _phrase_speaker(words: Words, start: int, end: int, kind: str, ids: dict[object, str]) -> Speaker:
    text = words.text[start:end]
    key = text.lower()
    ids.setdefault(key, f"s{len(ids) + 1}")
    return Speaker(text, start, end, id=ids[key], kind=kind)


def _entity_speaker(words: Words, entity: Entity, ids: dict[object, str]) -> Speaker:
    mention = entity.fullest
    ids.setdefault(id(entity), f"s{len(ids) + 1}")
    return Speaker(words.text[mention.start : mention.end], mention.start, mention.end, id=ids[id(entity)], kind=entity.kind)
