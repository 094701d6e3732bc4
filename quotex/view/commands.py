"""The commands `quotex report` and `quotex serve`."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Optional

import typer
from spacy.language import Language

from quotex.errors import ModelNotFound, UnreadableRecords
from quotex.model import open_pipeline
from quotex.view.readings import Reading, read_articles, read_records
from quotex.view.report import render_report

Model = Annotated[Optional[Path], typer.Option(help="A pipeline to use instead of the shipped one.")]  # noqa: UP045


def report(
    paths: Annotated[list[Path], typer.Argument(help="Records (.jsonl), or articles and folders of them.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The HTML file to write.")],
    texts: Annotated[Optional[Path], typer.Option(help="The folder that the records' articles were read from.")] = None,  # noqa: UP045
    title: Annotated[str, typer.Option(help="The headline; the first path's name if left out.")] = "",
    model: Model = None,
) -> None:
    """Write a page that shows quotations in their articles: one file, to open in a browser."""
    missing = [path for path in paths if not path.exists()]
    if missing:
        raise typer.BadParameter(f"no such file or folder: {', '.join(map(str, missing))}")
    failed: list[str] = []
    readings = list(_read(paths, texts, model, failed))
    _write(output, render_report(readings, title or paths[0].resolve().stem))
    for reason in failed:
        typer.echo(f"quotex: {reason}", err=True)
    if not readings:
        typer.echo(f"quotex: no articles in {', '.join(map(str, paths))}", err=True)
    if failed or not readings:
        raise typer.Exit(1)


def _read(paths: list[Path], texts: Path | None, model: Path | None, failed: list[str]) -> Iterator[Reading]:
    for path in paths:
        if path.suffix != ".jsonl":
            yield from read_articles([path], failed.append, _pipeline(model))
            continue
        try:
            yield from read_records(path, texts, failed.append)
        except UnreadableRecords as error:
            failed.append(str(error))


def _pipeline(model: Path | None) -> Language:
    try:
        return open_pipeline(model)
    except ModelNotFound as error:
        raise typer.BadParameter(str(error)) from error


def _write(output: Path, page: str) -> None:
    """A file gets its name only when it is whole. Half a surrogate pair, which JSON can hold, becomes "?"."""
    unfinished = output.with_name(output.name + ".part")
    try:
        unfinished.write_text(page, encoding="utf-8", errors="replace", newline="\n")
        unfinished.replace(output)
    except OSError as error:
        raise typer.BadParameter(f"cannot write {output}: {error.strerror}") from error


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on; 0.0.0.0 lets other machines in.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port; 0 takes a free one.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, help="Requests worked on at once, each on one core.")] = 2,
    waiting: Annotated[int, typer.Option(min=0, help="Requests that may wait; more are answered 503.")] = 32,
    seconds: Annotated[float, typer.Option(min=0.1, help="How long a request may take before it is answered 503.")] = 60.0,
    model: Model = None,
) -> None:
    """Answer POST /extract with records, and show a page to paste an article into."""
    if any(find_spec(name) is None for name in ("fastapi", "fastapi_offline", "uvicorn", "python_multipart")):
        typer.echo("quotex: the server needs more packages: pip install 'quotex[serve]'", err=True)
        raise typer.Exit(1)
    import uvicorn

    from quotex.view.requests import Limits
    from quotex.view.server import create_app

    app = create_app([_pipeline(model) for _ in range(workers)], waiting=waiting, limits=Limits(seconds=seconds))
    uvicorn.run(app, host=host, port=port, access_log=False, limit_concurrency=8 * (workers + waiting))
