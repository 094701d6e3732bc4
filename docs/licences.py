"""The licences of what quotex ships and of what it depends on at run time, from the installed packages' own metadata.

    python docs/licences.py

Writes licences.md beside this file. Needs Python 3.11 and the extras of RUN_TIME.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

import tomllib
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
RUN_TIME = ("formats", "parquet", "pandas", "ray", "serve")
# Markers are read as on the platform of the table, not as here: its lines do not change with the machine.
PLATFORM = {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": "x86_64",
            "python_version": "3.11", "python_full_version": "3.11.0", "implementation_name": "cpython",
            "platform_python_implementation": "CPython"}  # fmt: skip
INTRO = """# Licences

Made by `scripts/licences` from the metadata of the installed packages (CPython 3.11 on Linux). A test holds
it against what quotex asks for; what that asks for in turn changes with its versions.

## What the wheel holds

The code of quotex, for which no licence has been declared yet, and the model `en_quotex_news`: weights trained from the
first of these and on the others, no text of which is in it.

"""


def render() -> str:
    """The page."""
    meta = json.loads((ROOT / "models" / "en_quotex_news" / "meta.json").read_text(encoding="utf-8"))
    sources = table(("encoder and data", "licence", "home"), ((s["name"], s["license"], s["url"]) for s in meta["sources"]))
    needed = table(("package", "licence", "for"), packages())
    return f"{INTRO}{sources}\n## What it depends on at run time\n\nNone of these is in the wheel.\n\n{needed}"


def table(head: tuple[str, ...], rows: Any) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |\n" for line in lines)


def asked_for() -> dict[str, list[str]]:
    """What quotex itself and each of the extras asks for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {
        "quotex itself": project["dependencies"],
        **{name: project["optional-dependencies"][name] for name in RUN_TIME},
    }


def packages() -> Iterator[tuple[str, str, str]]:
    """(name, licence, the extras that need it) of each package that is installed with quotex, sorted by name."""
    users: dict[str, list[str]] = {}
    for user, requirements in asked_for().items():
        for name in closure(requirements):
            users.setdefault(name, []).append(user)
    for name, by in sorted(users.items()):
        yield name, licence(distribution(name)), "all" if "quotex itself" in by else ", ".join(by)


def closure(requirements: list[str]) -> set[str]:
    """The names of the packages that those need, and those in turn, as far as they are installed."""
    found: set[tuple[str, frozenset[str]]] = set()
    waiting = [(Requirement(line), "") for line in requirements]
    while waiting:
        requirement, extra = waiting.pop()
        name = canonicalize_name(requirement.name)
        if requirement.marker and not requirement.marker.evaluate({**PLATFORM, "extra": extra}):
            continue
        try:
            lines = distribution(name).requires or []
        except PackageNotFoundError as error:
            raise SystemExit(f"{name} is not installed: pip install -e '.[{','.join(RUN_TIME)}]'") from error
        if (name, wanted := frozenset(requirement.extras)) not in found:
            found.add((name, wanted))
            waiting += [(Requirement(line), extra) for line in lines for extra in wanted or {""}]
    return {name for name, _ in found}


def licence(package: Distribution) -> str:
    """As the package states it: an SPDX expression, else its classifiers, else the first line of its licence field."""
    meta = package.metadata
    if expression := meta.get("License-Expression"):
        return expression
    classifiers = [c.rpartition(" :: ")[2] for c in meta.get_all("Classifier") or [] if c.startswith("License ::")]
    stated = (meta.get("License") or "").strip().partition("\n")[0]
    named = [c for c in classifiers if c not in ("OSI Approved", "Other/Proprietary License")]
    return " and ".join(named) or re.sub(r"\s+", " ", stated)[:60] or "not stated"


if __name__ == "__main__":
    (ROOT / "docs" / "licences.md").write_text(render(), encoding="utf-8")
