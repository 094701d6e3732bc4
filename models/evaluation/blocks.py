"""Blocks of Markdown pages that commands write: what stands between the comments <!-- name --> and <!-- /name -->."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path


def check_blocks(page: Path, names: Iterable[str]) -> None:
    """Raises ValueError if the page lacks one of these blocks. For commands that compute long before they write."""
    text = page.read_text(encoding="utf-8")
    if lacking := [name for name in names if not _block(name).search(text)]:
        raise ValueError(f"{page} has no {', '.join(f'<!-- {name} --> … <!-- /{name} -->' for name in lacking)}")


def fill(page: Path, bodies: Mapping[str, str]) -> None:
    """Write these blocks of the page anew, by name. Raises ValueError, and writes nothing, if it lacks one."""
    check_blocks(page, bodies)
    text = page.read_text(encoding="utf-8")
    for name, body in bodies.items():
        text = _block(name).sub(lambda match, body=body: f"{match[1]}{body}\n{match[2]}", text)  # type: ignore[misc]
    page.write_text(text, encoding="utf-8")


def _block(name: str) -> re.Pattern[str]:
    return re.compile(rf"(<!-- {re.escape(name)} -->\n).*?(<!-- /{re.escape(name)} -->)", re.S)
