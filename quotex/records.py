"""The record: one quotation as frozen, plain data. `text[start:end]` of the article gives each field letter for letter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SCHEMA = "quotex/1"
KINDS = ("person", "org", "group", "unnamed", "document", "author")


@dataclass(frozen=True)
class Passage:
    """A piece of the article: half-open character offsets into its untouched text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Cue(Passage):
    """The words that report: "said", "according to", ":". `lemma` is the reporting verb's, "say", or the words'."""

    lemma: str


@dataclass(frozen=True)
class Speaker(Passage):
    """Who the source is. `text` (also `name`) is the fullest name in the article, which stands at `start`.

    For kinds other than person and org it is the phrase that stands for them. `id` is stable within the article.
    """

    id: str
    kind: str

    @property
    def name(self) -> str:
        return self.text


@dataclass(frozen=True)
class Confidence:
    """Probabilities that the quotation is one and stands where it says, and that the speaker is right (None: no speaker)."""

    quote: float
    speaker: float | None


@dataclass(frozen=True)
class Quote:
    """One quotation. `type` is direct, indirect or mixed; `mode` speech or thought; `paragraph` counts from 1.

    `content` has one or more contiguous parts, in text order. `speakers` lists all of joint speakers, `speaker` is the
    first or None.
    """

    id: str
    article: str
    type: str
    mode: str
    content: tuple[Passage, ...]
    cue: Cue | None
    source: Passage | None
    speakers: tuple[Speaker, ...]
    confidence: Confidence
    paragraph: int

    @property
    def speaker(self) -> Speaker | None:
        return self.speakers[0] if self.speakers else None

    @property
    def text(self) -> str:
        """The content's parts, joined by " … "."""
        return " … ".join(part.text for part in self.content)

    def to_dict(self) -> dict[str, Any]:
        """The record as `quotex extract` writes it, a JSON object of the published schema."""
        return {
            "schema": SCHEMA,
            "id": self.id,
            "article": self.article,
            "type": self.type,
            "mode": self.mode,
            "content": [_passage(part) for part in self.content],
            "cue": self.cue
            and {"text": self.cue.text, "lemma": self.cue.lemma, "start": self.cue.start, "end": self.cue.end},
            "source": self.source and _passage(self.source),
            "speaker": self.speaker and _speaker(self.speaker),
            "speakers": [_speaker(speaker) for speaker in self.speakers],
            "confidence": {"quote": self.confidence.quote, "speaker": self.confidence.speaker},
            "paragraph": self.paragraph,
        }

    @classmethod
    def from_dict(cls, row: Mapping[str, Any]) -> Quote:
        """The quotation that `to_dict` wrote."""
        return cls(
            id=row["id"],
            article=row["article"],
            type=row["type"],
            mode=row["mode"],
            content=tuple(Passage(**part) for part in row["content"]),
            cue=Cue(**row["cue"]) if row["cue"] else None,
            source=Passage(**row["source"]) if row["source"] else None,
            speakers=tuple(Speaker(s["name"], s["start"], s["end"], id=s["id"], kind=s["kind"]) for s in row["speakers"]),
            confidence=Confidence(**row["confidence"]),
            paragraph=row["paragraph"],
        )


def _passage(passage: Passage) -> dict[str, Any]:
    return {"text": passage.text, "start": passage.start, "end": passage.end}


def _speaker(speaker: Speaker) -> dict[str, Any]:
    return {"id": speaker.id, "name": speaker.name, "kind": speaker.kind, "start": speaker.start, "end": speaker.end}
