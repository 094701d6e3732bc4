"""The server: records for programs, and a page to paste an article into. Needs the extra `serve`."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from importlib.resources import files
from typing import Any

from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import HTMLResponse, JSONResponse
from fastapi_offline import FastAPIOffline
from spacy.language import Language
from starlette.datastructures import MutableHeaders, UploadFile
from starlette.exceptions import HTTPException as AnyHTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from quotex import __version__
from quotex.articles import Article, Document, Failure
from quotex.extraction import Result
from quotex.readers.options import ReadOptions
from quotex.view.marking import mark
from quotex.view.pages import render_page
from quotex.view.requests import UPLOADS, ArticleIn, BodyLimit, Limits, check_articles, parse_articles, to_document
from quotex.view.workers import Overloaded, Workers

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",  # an article that is pasted may be unpublished
}


def create_app(
    pipelines: Sequence[Language],
    *,
    waiting: int = 32,
    limits: Limits = Limits(),  # noqa: B008 - frozen
) -> FastAPI:
    """The application: POST /extract, GET /health, GET / (a page), /docs.

    Each pipeline works on one request at a time, `waiting` more may wait for their turn.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
        app.state.workers.close()

    app: FastAPI = FastAPIOffline(
        title="quotex",
        version=__version__,
        description="Who said what in English news articles.",
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.limits = limits
    app.state.workers = Workers(pipelines, waiting, ReadOptions(max_bytes=limits.body))
    app.add_middleware(BodyLimit, most=limits.body)
    app.add_middleware(WithHeaders)
    app.exception_handler(Overloaded)(_refuse)
    app.get("/health", summary="Whether the server is up")(health)
    app.post("/extract", summary="The quotations of one article or of several", openapi_extra=_documented())(extract)
    app.get("/", include_in_schema=False)(empty_page)
    app.post("/", include_in_schema=False)(marked_page)
    return app


class WithHeaders:
    """Every answer bears HEADERS."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await self.app(scope, receive, with_headers)


async def _refuse(request: Request, error: Exception) -> Response:
    return JSONResponse({"detail": str(error)}, 503, {"Retry-After": "2"})


async def health() -> dict[str, str]:
    return {"status": "ok", "version": __version__}


async def extract(request: Request, id: str = "") -> JSONResponse:
    """Send a text (text/plain; `id` names it), or JSON: an object with `text` and `id`, or a list of such.

    413: too much; 415: another content type; 422: not UTF-8, not such JSON; 500: an article broke the model; 503:
    overloaded, or not done in time.
    """
    state = request.app.state
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    articles = parse_articles(kind, await request.body(), id, state.limits)
    answer = await state.workers.extract(articles, state.limits.seconds)
    done = [_done(found, 500) for found in answer]  # a text that was accepted is readable: what failed is our own doing
    return JSONResponse({"quotes": [quote.to_dict() for result in done for quote in result.quotes]})


def _done(found: Result | Failure, status: int) -> Result:
    """The result; raises HTTPException with that status if there is none."""
    if isinstance(found, Failure):
        raise HTTPException(status, str(found))
    return found


def _documented() -> dict[str, Any]:
    """What OpenAPI cannot see in the signature: two kinds of body, and the record's schema."""
    record = _inlined(json.loads((files("quotex") / "quote.schema.json").read_text(encoding="utf-8")))
    one = ArticleIn.model_json_schema()
    answer = {"type": "object", "properties": {"quotes": {"type": "array", "items": record}}, "required": ["quotes"]}
    bodies = {
        "text/plain": {"schema": {"type": "string"}},
        "application/json": {"schema": {"oneOf": [one, {"type": "array", "items": one}]}},
    }
    refusals = {
        "413": "Too large",
        "415": "Another content type",
        "422": "Not readable",
        "500": "An article broke the model",
        "503": "Overloaded, or too slow",
    }
    return {
        "requestBody": {"required": True, "content": bodies},
        "responses": {
            "200": {"description": "The records, in text order", "content": {"application/json": {"schema": answer}}},
            **{code: {"description": text} for code, text in refusals.items()},
        },
    }


def _inlined(schema: dict[str, Any]) -> Any:
    """A JSON Schema without "$defs": references would be looked for from the top of the OpenAPI document."""

    def inline(node: Any) -> Any:
        if isinstance(node, list):
            return [inline(item) for item in node]
        if not isinstance(node, dict):
            return node
        if "$ref" in node:
            return inline(schema["$defs"][node["$ref"].rpartition("/")[2]])
        return {key: inline(value) for key, value in node.items() if not key.startswith("$")}

    return inline(schema)


async def empty_page() -> HTMLResponse:
    return _page()


async def marked_page(request: Request) -> HTMLResponse:
    """The page with the article that its form sent, marked; what is wrong with the article is said on the page."""
    state = request.app.state
    text = ""
    try:
        async with request.form(max_files=1, max_fields=4, max_part_size=state.limits.body) as form:
            sent = await _sent(form.get("file"), form.get("text"))
        if isinstance(sent, Article):
            text = sent.text
            check_articles([sent], state.limits)
        [found] = await state.workers.extract([sent], state.limits.seconds)
        result = _done(found, 422)
    except AnyHTTPException as error:
        return _page(text, error=str(error.detail), status=error.status_code)
    except Overloaded as error:
        return _page(text, error=str(error), status=503)
    article, records = result.article, [quote.to_dict() for quote in result.quotes]
    return _page(article.text, id=article.id, paragraphs=mark(article.text, result.quotes), records=records)


async def _sent(file: UploadFile | str | None, text: UploadFile | str | None) -> Article | Document:
    """The file where there is one, else the text pasted."""
    if isinstance(file, UploadFile) and file.filename:
        return to_document(file.filename, await file.read())
    if not isinstance(text, str):
        raise HTTPException(422, "neither a file nor a text")
    # Forms send line ends as CR LF; offsets are to count what was pasted.
    return Article("pasted", text.replace("\r\n", "\n"))


def _page(text: str = "", status: int = 200, **shown: Any) -> HTMLResponse:
    values = {"id": "", "paragraphs": None, "records": [], "error": "", "uploads": UPLOADS, **shown}
    page = render_page("server.html", ("server.css",), ("server.js",), forms="'self'", text=text, **values)
    return HTMLResponse(page, status)
