"""The command `quotex`: it parses, makes one library call and says how it went. Exit codes: 0, 1 some failed, 2 usage."""

from __future__ import annotations

import json
import logging
import sys
from enum import Enum
from importlib.metadata import version as installed
from pathlib import Path
from typing import Annotated, Any, Optional

import typer

from quotex import __version__
from quotex.errors import QuotexError
from quotex.evaluation import evaluate, evaluate_paragraphs
from quotex.explanation import explain
from quotex.gold_spans import evaluate_gold_spans
from quotex.model import model_path
from quotex.ray.files import expand_names
from quotex.ray.run import ClusterRun, run_on_cluster
from quotex.readers.files import expand
from quotex.readers.options import MEGABYTE, ReadOptions
from quotex.readers.reading import read_article
from quotex.runs.batch import Batch, run_batch, usual_workers
from quotex.usage import ModelOption, exit_codes, pipeline
from quotex.view.commands import report, serve

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Read news articles and say who said what.")
PATHS = "Files, folders (at any depth), patterns; - is standard input."
OUTPUT = "Write here, not to stdout: .jsonl, .jsonl.gz, .jsonl.zst, .csv, .parquet, .db, .html."


class Engine(str, Enum):
    """Where `extract` works."""

    processes = "processes"
    ray = "ray"


app.command()(report)
app.command()(serve)


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
    paths: Annotated[Optional[list[str]], typer.Argument(help=PATHS, show_default=False)] = None,  # noqa: UP045
    output: Annotated[Optional[str], typer.Option("--output", "-o", help=OUTPUT)] = None,  # noqa: UP045
    from_file: Annotated[Optional[Path], typer.Option(help="A list of paths, one a line; - is stdin.")] = None,  # noqa: UP045
    text_field: Annotated[Optional[str], typer.Option(help="The column or key of the text.")] = None,  # noqa: UP045
    id_field: Annotated[Optional[str], typer.Option(help="The column or key of the article's id.")] = None,  # noqa: UP045
    stdin_format: Annotated[str, typer.Option(help="The format of standard input, as a suffix.")] = ".txt",
    with_text: Annotated[bool, typer.Option("--with-text", help="Carry the text along that offsets refer to.")] = False,
    fix_encoding: Annotated[bool, typer.Option("--fix-encoding", help="Repair mojibake before reading.")] = False,
    max_size: Annotated[float, typer.Option(help="The largest document or row that is read, in MB.")] = 50,
    workers: Annotated[int, typer.Option(min=0, help="Processes; 0: one a core, or one if there is little.")] = 0,
    engine: Annotated[Engine, typer.Option(help="This machine's processes, or a Ray cluster.")] = Engine.processes,
    address: Annotated[Optional[str], typer.Option(help="The Ray cluster's, HOST:PORT.")] = None,  # noqa: UP045
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a run that was not finished.")] = False,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace an output that exists.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Say how each file was read.")] = False,
    model: ModelOption = None,
) -> None:
    """Write the quotations of articles: one JSON object a line, or what the output's suffix says."""
    on_cluster = engine is Engine.ray
    if resume and output is None:
        raise typer.BadParameter("--resume needs an output: -o FILE")
    if on_cluster and (output is None or resume):
        raise typer.BadParameter("--engine ray needs an output, -o FOLDER, and has no --resume")
    if address and not on_cluster:
        raise typer.BadParameter("--address goes with --engine ray")
    if model and not (model / "config.cfg").is_file():
        raise typer.BadParameter(f"no pipeline in {model}")
    _log_to_stderr(logging.ERROR if quiet else logging.INFO if verbose else logging.WARNING)
    options = ReadOptions(text_field, id_field, fix_encoding, int(max_size * MEGABYTE), f".{stdin_format.lstrip('.')}")
    progress = not quiet and sys.stderr.isatty()
    with exit_codes(resumable=output is not None and not on_cluster):
        named, listed = paths or [], _listed(from_file)
        if not named and not listed:
            raise typer.BadParameter("say what to read: PATH… or --from-file")
        if on_cluster:
            names, folder = [*expand_names(named), *listed], str(output)
            run = ClusterRun(names, folder, options, model, workers, with_text, overwrite, address)
            summary = run_on_cluster(run, progress=progress)
        else:
            found, file = [*expand(named), *map(Path, listed)], Path(output) if output else None
            batch = Batch(found, file, options, model, workers or usual_workers(found), with_text, resume, overwrite)
            summary = run_batch(batch, progress=progress)
    if not quiet:
        nothing = f"quotex: no articles in {', '.join([*named, *listed])}"
        typer.echo(summary if summary.articles or summary.errors else nothing, err=True)
    if summary.errors or not summary.articles:
        raise typer.Exit(1)


def _listed(file: Path | None) -> list[str]:
    """A path that the list names but is not there is one failure of the run, not the end of it."""
    if file is None:
        return []
    text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip()]


def _log_to_stderr(level: int) -> None:
    logging.basicConfig(format="quotex: %(message)s", level=logging.ERROR, force=True)
    logging.getLogger("quotex").setLevel(level)


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
    nlp = pipeline(model)
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


@app.command("explain")
def explain_command(
    article: Annotated[Path, typer.Argument(help="A text file.", show_default=False)], model: ModelOption = None
) -> None:
    """Say for each quotation of an article who may have said it, with chances, and what decided."""
    try:
        found = explain(pipeline(model), read_article(article).text)
    except QuotexError as error:
        typer.echo(f"quotex: {error}", err=True)
        raise typer.Exit(1) from error
    for explanation in found:
        typer.echo("\n".join(explanation.lines()))


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
