from __future__ import annotations

import json
import subprocess
import sys

import pytest
from conftest import SEEDS

import quotex
from quotex.model import model_path

ROOT = SEEDS.parent
HEAVY = ("torch", "transformers", "pandas", "pyarrow", "ray", "fastapi", "textacy", "sklearn")


def test_all_is_what_is_public() -> None:
    assert quotex.__all__ == sorted(quotex.__all__)
    assert all(hasattr(quotex, name) for name in quotex.__all__)


def test_import_stays_light() -> None:
    # thinc, under spaCy, imports torch where it is installed: that is not our doing.
    code = "import sys, spacy; had = set(sys.modules); import quotex; "
    code += f"print([m for m in {HEAVY!r} if m in set(sys.modules) - had])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


@pytest.mark.model
def test_the_model_asks_for_the_spacy_that_the_package_asks_for() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    meta = json.loads((model_path() / "meta.json").read_text(encoding="utf-8"))
    assert f'"spacy{meta["spacy_version"]}"' in project


@pytest.mark.model
def test_the_model_is_small_and_holds_no_pickle() -> None:
    files = [path for path in model_path().rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 30_000_000
    assert not [path for path in files if path.suffix in (".pkl", ".pickle", ".pt")]


def test_the_changelog_begins_with_this_version() -> None:
    lines = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").splitlines()
    versions = [line for line in lines if line.startswith("## ") and line != "## Unreleased"]
    assert versions[0].startswith(f"## {quotex.__version__}")
