"""Quotations marked in a notebook, as displaCy shows entities."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from spacy.tokens import Doc
from spacy.util import is_in_jupyter

from quotex.extraction import extract
from quotex.view.marking import mark
from quotex.view.pages import asset, environment


def render(docs: str | Doc | Iterable[Doc], *, jupyter: bool | None = None) -> str | None:
    """Show Docs, or a text, with their quotations marked; hovering over one lights up its parts.

    In a notebook the marking is displayed and None comes back, elsewhere the HTML does; `jupyter` says which rather than
    let it be found out. The HTML needs no script and is a `<div>` with its own style.
    """
    html = _to_html([docs] if isinstance(docs, str | Doc) else docs)
    if not (is_in_jupyter() if jupyter is None else jupyter):
        return html
    from IPython.display import HTML, display

    display(HTML(html))
    return None


def _to_html(docs: Iterable[str | Doc]) -> str:
    articles, first = [], 1
    for doc in docs:
        quotes = extract(doc)
        articles.append(mark(doc if isinstance(doc, str) else doc.text, quotes, first))
        first += len(quotes)
    # The page may hold other Docs whose quotations have the same numbers and ids.
    scope = "quotex-" + sha256(repr(articles).encode("utf-8", "replace")).hexdigest()[:12]
    template = environment().get_template("notebook.html")
    return template.render(articles=articles, scope=scope, style=asset("colours.css", "marks.css"), numbers=range(1, first))
