"""The command `quotex`: it parses, makes one library call and says how it went. Exit codes: 0, 1 some failed, 2 usage."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version as installed
from pathlib import Path
from typing import Annotated, Any, Optional, TextIO

import typer
from tqdm import tqdm

from quotex import __version__
from quotex.articles import Article, find_files, read_article
from quotex.errors import ModelNotFound, QuotexError
from quotex.evaluation import evaluate, evaluate_paragraphs
from quotex.extraction import extract_articles
from quotex.gold_spans import evaluate_gold_spans
from quotex.model import model_path, open_pipeline
from quotex.view.commands import report, serve

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Read news articles and say who said what.")
app.command()(report)
app.command()(serve)
Paths = Annotated[list[Path], typer.Argument(help="Text files, or folders of .txt files.", show_default=False)]
ModelOption = Annotated[Optional[Path], typer.Option(help="A pipeline to use instead of the shipped one.")]  # noqa: UP045


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"quotex {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version.")] = False,
) -> None:
    """Read news articles and say who said what."""


@app.command()
def extract(
    paths: Paths,
    output: Annotated[Optional[Path], typer.Option("--output", "-o", help="Write here, not to stdout.")] = None,  # noqa: UP045
    model: ModelOption = None,
) -> None:
    """Write the quotations of articles, one JSON object a line."""
    missing = [path for path in paths if not path.exists()]
    if missing:
        raise typer.BadParameter(f"no such file or folder: {', '.join(map(str, missing))}")
    files = list(find_files(paths))
    failed: list[str] = []
    articles = _read_all(files, failed)
    nlp = _pipeline(model)
    with _opened(output) as out, tqdm(total=len(files), unit="article", delay=2, disable=None) as bar:
        for _, quotes in extract_articles(articles, nlp):
            out.writelines(json.dumps(quote.to_dict(), ensure_ascii=False) + "\n" for quote in quotes)
            bar.update()
    for reason in failed:
        typer.echo(f"quotex: {reason}", err=True)
    if not files:
        typer.echo(f"quotex: no .txt files in {', '.join(map(str, paths))}", err=True)
    if failed:
        typer.echo(f"quotex: {len(failed)} of {len(files)} articles failed", err=True)
    if failed or not files:
        raise typer.Exit(1)


def _read_all(files: list[tuple[str, Path]], failed: list[str]) -> Iterator[Article]:
    """The readable articles; why another is not readable goes to `failed`."""
    for id, path in files:
        try:
            yield read_article(id, path)
        except QuotexError as error:
            failed.append(str(error))


@contextmanager
def _opened(output: Path | None) -> Iterator[TextIO]:
    """Standard output, or a file that gets its name only when it is whole."""
    if output is None:
        yield sys.stdout
        return
    unfinished = output.with_name(output.name + ".part")
    try:
        with unfinished.open("w", encoding="utf-8", newline="\n") as out:
            yield out
    except OSError as error:
        raise typer.BadParameter(f"cannot write {output}: {error.strerror}") from error
    unfinished.replace(output)


def _pipeline(model: Path | None) -> Any:
    try:
        return open_pipeline(model)
    except ModelNotFound as error:
        raise typer.BadParameter(str(error)) from error


@app.command("evaluate")
def evaluate_command(
    gold: Annotated[Path, typer.Argument(help="Gold attributions, one JSON object a line.", show_default=False)],
    texts: Annotated[Optional[Path], typer.Option(help="The folder of the articles, DOC.txt.")] = None,  # noqa: UP045
    paragraphs: Annotated[bool, typer.Option("--paragraphs", help="GOLD holds paragraphs in CofeNet's form.")] = False,
    gold_spans: Annotated[bool, typer.Option("--gold-spans", help="Link and resolve the gold spans.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
    model: ModelOption = None,
) -> None:
    """Print precision, recall and F1 of the model on gold attributions, in percent."""
    if not paragraphs and texts is None:
        raise typer.BadParameter("say where the articles are: --texts DIR (or --paragraphs)")
    nlp = _pipeline(model)
    try:
        if texts is None:
            figures = evaluate_paragraphs(nlp, gold)
        else:
            figures = evaluate_gold_spans(nlp, gold, texts) if gold_spans else evaluate(nlp, gold, texts)
    except QuotexError as error:
        typer.echo(f"quotex: {error}", err=True)
        raise typer.Exit(1) from error
    if as_json:
        typer.echo(json.dumps(figures))
        return
    for name, row in figures.items():
        bins: Any = row.pop("bins", ())
        typer.echo(f"{name:14} " + "  ".join(f"{key} {value}" for key, value in row.items()))
        for one in bins:
            typer.echo(" " * 15 + "  ".join(f"{key} {value}" for key, value in one.items()))


@app.command()
def info() -> None:
    """Say versions, and the model's origin and licences."""
    meta = json.loads((model_path() / "meta.json").read_text(encoding="utf-8"))
    typer.echo(f"quotex {__version__}, model {meta['lang']}_{meta['name']} {meta['version']} in {model_path()}")
    typer.echo(
        "with " + ", ".join(f"{name} {installed(name)}" for name in ("spacy", "textacy", "onnxruntime", "tokenizers"))
    )
    typer.echo(f"licence of the model: {meta['license']}")
    for source in meta["sources"]:
        typer.echo(f"  {source['name']}: {source['license']} ({source['url']})")
