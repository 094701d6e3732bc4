"""Templates to pages. Everything is escaped by Jinja; a page's own style and script are the only ones that its policy lets
run, told by their digests."""

from __future__ import annotations

import json
from base64 import b64encode
from functools import cache, lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates' environment: escapes by default, and does not let a missing value pass as nothing."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    env = Environment(
        loader=PackageLoader("quotex.view"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    env.globals.update(percent=percent, counted=counted)
    env.filters["json"] = lambda value: json.dumps(value, ensure_ascii=False)  # to be escaped, unlike `tojson`
    return env


def percent(share: float) -> int:
    """In whole percent: what is shown, and what is filtered by."""
    return round(100 * share)


def counted(count: int, noun: str) -> str:
    """ "1 article", "2,000 articles"."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


@cache
def asset(*names: str) -> str:
    """Files of the folder `templates` as one text."""
    folder = files("quotex.view") / "templates"
    return "".join((folder / name).read_text(encoding="utf-8") for name in names)


def policy(style: str, script: str, forms: str = "'none'") -> str:
    """A content security policy: this style and this script work, nothing is fetched, no text becomes HTML."""
    return (
        f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; base-uri 'none'; "
        f"form-action {forms}; require-trusted-types-for 'script'"
    )


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def render_page(
    template: str, styles: tuple[str, ...], scripts: tuple[str, ...], forms: str = "'none'", **values: Any
) -> str:
    """A whole HTML page with its style and script in it. Half a surrogate pair, which JSON can hold, becomes "?"."""
    from quotex import __version__

    style = asset("colours.css", "marks.css", "page.css", *styles)
    script = asset("reading.js", *scripts)
    page = environment().get_template(template)
    html = page.render(style=style, script=script, policy=policy(style, script, forms), version=__version__, **values)
    return html.encode("utf-8", "replace").decode("utf-8")
