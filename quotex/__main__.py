"""`python -m quotex`."""

from quotex.cli import app

app()
