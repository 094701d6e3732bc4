"""The commands `quotex report` and `quotex serve`."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Optional

import typer

from quotex.readers.files import expand
from quotex.usage import ModelOption, exit_codes, pipeline
from quotex.view.inputs import Complain, read_articles, read_records
from quotex.view.readings import Reading
from quotex.view.report import render_report
from quotex.writers.formats import holds_records
from quotex.writers.output import check_folder, write_whole

PATHS = "What quotex has written (.jsonl, .csv, .parquet, .db …), or articles, folders of them and patterns."
TEXTS = "What the records' articles were read from, where they do not carry their texts."


def report(
    paths: Annotated[list[str], typer.Argument(help=PATHS, show_default=False)],
    output: Annotated[Path, typer.Option("--output", "-o", help="The HTML file to write.")],
    texts: Annotated[Optional[Path], typer.Option(exists=True, help=TEXTS)] = None,  # noqa: UP045
    title: Annotated[str, typer.Option(help="The headline; the first path's name if left out.")] = "",
    model: ModelOption = None,
) -> None:
    """Write a page that shows quotations in their articles: one file, to open in a browser."""
    failed: list[str] = []
    with exit_codes():
        check_folder(output)
        found = expand(paths)
        readings = list(_read(found, output, texts, model, failed.append))
        write_whole(output, render_report(readings, title or found[0].resolve().stem))
    for reason in failed:
        typer.echo(f"quotex: {reason}", err=True)
    if not readings:
        typer.echo(f"quotex: no articles in {', '.join(paths)}", err=True)
    if failed or not readings:
        raise typer.Exit(1)


def _read(paths: list[Path], output: Path, texts: Path | None, model: Path | None, complain: Complain) -> Iterator[Reading]:
    """Records first, then all articles at once, so that no two have the same id. The output itself is no input."""
    records = [path for path in paths if holds_records(path)]
    for path in records:
        yield from read_records(path, texts, complain)
    if articles := [path for path in paths if path not in records]:
        yield from read_articles(articles, complain, pipeline(model), {output.absolute()})


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on; 0.0.0.0 lets other machines in.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port; 0 takes a free one.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, help="Requests worked on at once, each on one core.")] = 2,
    waiting: Annotated[int, typer.Option(min=0, help="Requests that may wait; more are answered 503.")] = 32,
    seconds: Annotated[float, typer.Option(min=0.1, help="How long a request may take before it is answered 503.")] = 60.0,
    model: ModelOption = None,
) -> None:
    """Answer POST /extract with records, and show a page to paste an article into."""
    if any(find_spec(name) is None for name in ("fastapi", "fastapi_offline", "uvicorn", "python_multipart")):
        typer.echo("quotex: the server needs more packages: pip install 'quotex[serve]'", err=True)
        raise typer.Exit(1)
    import uvicorn

    from quotex.view.requests import Limits
    from quotex.view.server import create_app

    app = create_app([pipeline(model) for _ in range(workers)], waiting=waiting, limits=Limits(seconds=seconds))
    uvicorn.run(app, host=host, port=port, access_log=False, limit_concurrency=8 * (workers + waiting))
