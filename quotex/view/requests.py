"""What a client may send, and how much of it: requests to articles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import HTTPException
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from starlette.types import ASGIApp, Receive, Scope, Send

from quotex.annotations import prefix_of
from quotex.articles import LONGEST, Article, Document, Place
from quotex.readers.formats import split_name

# One article a file, and none that can take minutes (PDF) or hold far more than was sent.
UPLOADS = (".txt", ".md", ".html", ".htm", ".docx")


@dataclass(frozen=True)
class Limits:
    """`body` in bytes, `characters` of one text, `articles` of one request, `seconds` until it is given up."""

    body: int = 4_000_000
    characters: int = LONGEST
    articles: int = 100
    seconds: float = 60.0


class ArticleIn(BaseModel):
    """An article to read. Its records bear its id."""

    model_config = ConfigDict(extra="forbid")

    text: str
    id: str = Field("", max_length=300, description="A file name or path, say; numbered from 1 if left out")


PARSER: TypeAdapter[ArticleIn | list[ArticleIn]] = TypeAdapter(ArticleIn | list[ArticleIn])


def parse_articles(kind: str, body: bytes, id: str, limits: Limits) -> list[Article]:
    """The articles in a request's body of the content type `kind`.

    Raises HTTPException: 415 for a type other than text and JSON, 422 for a body that is not what it says, 413 for too
    many or too long articles.
    """
    if kind == "application/json":
        sent = _parse_json(body)
    elif kind in ("", "text/plain"):
        sent = [ArticleIn(text=decode(body), id=id)]
    else:
        raise HTTPException(415, f"{kind}: send text/plain or application/json")
    if len(sent) > limits.articles:
        raise HTTPException(413, f"{len(sent):,} articles; {limits.articles:,} are allowed in a request")
    articles = [Article(one.id or str(number), one.text) for number, one in enumerate(sent, start=1)]
    check_articles(articles, limits)
    return articles


def _parse_json(body: bytes) -> list[ArticleIn]:
    try:
        sent = PARSER.validate_json(body)
    except ValidationError as error:
        reasons: Any = error.errors(include_url=False, include_context=False, include_input=False)
        raise HTTPException(422, reasons) from error
    return sent if isinstance(sent, list) else [sent]


def decode(data: bytes) -> str:
    """UTF-8 to text, without a byte order mark; raises HTTPException 422."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise HTTPException(422, f"not UTF-8 (byte {error.start})") from error


def check_articles(articles: list[Article], limits: Limits) -> None:
    """Raises HTTPException: 413 for a text too long, 422 for two articles whose records would have the same ids."""
    seen: set[str] = set()
    for article in articles:
        if len(article.text) > limits.characters:
            raise HTTPException(
                413, f"{article.id}: {len(article.text):,} characters; an article may have {limits.characters:,}"
            )
        if (prefix := prefix_of(article.id)) in seen:
            raise HTTPException(422, f"two articles are called {prefix.removesuffix('#')!r}")
        seen.add(prefix)


def to_document(name: str, data: bytes) -> Document:
    """A file as an article to be read; raises HTTPException 415 for formats other than UPLOADS. Unknown ones are text."""
    _, known, compression = split_name(name)
    if compression or known not in ("", *UPLOADS):
        raise HTTPException(415, f"{name}: send its text, or a file that ends in one of {', '.join(UPLOADS)}")
    return Document(name, Place(name), known or ".txt", data)


class BodyLimit:
    """Refuses bodies of more than `most` bytes with 413, whether their length is said beforehand or not."""

    def __init__(self, app: ASGIApp, most: int) -> None:
        self.app = app
        self.most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        said = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
        read = 0

        async def counted() -> Any:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if max(read, int(said)) > self.most:
                raise HTTPException(413, f"more than {self.most:,} bytes")
            return message

        await self.app(scope, counted, send)
