"""What the commands have in common: the option --model, and errors to exit codes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Optional

import typer
from spacy.language import Language

from quotex.errors import MissingExtra, ModelNotFound, UnfinishedRun, UnusableCluster, UnusableOutput
from quotex.model import open_pipeline

ModelOption = Annotated[Optional[Path], typer.Option(help="A pipeline to use instead of the shipped one.")]  # noqa: UP045


def pipeline(model: Path | None) -> Language:
    """The pipeline that --model names; that it is none is a wrong command."""
    try:
        return open_pipeline(model)
    except ModelNotFound as error:
        raise typer.BadParameter(str(error)) from error


@contextmanager
def exit_codes(*, resumable: bool = False) -> Iterator[None]:
    """2 for a command that must be put right, 1 for a run that could not go on, 130 for Ctrl-C."""
    try:
        yield
    except (FileNotFoundError, UnusableOutput, UnusableCluster, MissingExtra) as error:
        raise typer.BadParameter(str(error)) from error
    except BrokenPipeError:
        raise  # whoever reads has had enough; typer ends quietly
    except (UnfinishedRun, OSError) as error:
        typer.echo(f"quotex: {error}", err=True)
        raise typer.Exit(1) from error
    except KeyboardInterrupt as error:
        typer.echo("quotex: stopped" + ("; what is done is kept, --resume goes on" if resumable else ""), err=True)
        raise typer.Exit(130) from error
