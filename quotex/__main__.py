"""`python -m quotex`."""

from quotex.cli import app

if __name__ == "__main__":  # worker processes import this module under another name
    app()
