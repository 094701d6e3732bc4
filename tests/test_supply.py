"""What ships and what is written: no pickle in the model, nothing written beside the output, licences known."""

from __future__ import annotations

import ast
import io
import json
import pickletools
import re
import subprocess
import sys
import tarfile
import zipfile
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from typer.testing import CliRunner

from quotex import Article, Result, UnusableOutput, write
from quotex.articles import Failure, Place
from quotex.cli import app
from quotex.model import model_path

ROOT = Path(__file__).parent.parent
TEXT = '"It took us ten years," Mayor Ann Lee said on Monday.\n'
UNPICKLES = {"pickle", "_pickle", "cPickle", "cloudpickle", "dill", "joblib", "shelve", "marshal", "torch"}
MODEL_FILES = sorted(path for path in model_path().rglob("*") if path.is_file())


@pytest.mark.parametrize("path", MODEL_FILES, ids=lambda path: path.name)
def test_no_file_of_the_model_is_a_pickle(path: Path) -> None:
    data = path.read_bytes()
    members = [data]
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            members = [archive.read(name) for name in archive.namelist()]
            assert all(name.endswith(".npy") for name in archive.namelist())
    for member in members:
        with pytest.raises(Exception):  # noqa: B017 - each byte that is no pickle's has an error of its own
            list(pickletools.genops(member))
    if path.suffix == ".npz":
        with np.load(path, allow_pickle=False) as arrays:
            assert all(arrays[name].dtype != object for name in arrays.files)


# What the tasks of a cluster hand to each other, as Ray itself does.
BETWEEN_PROCESSES = ROOT / "quotex" / "ray" / "cluster.py"


def test_no_module_unpickles() -> None:
    for path in set((ROOT / "quotex").rglob("*.py")) - {BETWEEN_PROCESSES}:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not {name.partition(".")[0] for name in names} & UNPICKLES, path
            if isinstance(node, ast.keyword) and node.arg == "allow_pickle":
                assert isinstance(node.value, ast.Constant) and node.value.value is False, path


@pytest.mark.model
def test_loading_and_reading_unpickle_nothing() -> None:
    """Python itself says when something is unpickled that names a class or function."""
    script = (
        "import sys, quotex\n"
        "found = []\n"
        "sys.addaudithook(lambda event, args: found.append(args) if event == 'pickle.find_class' else None)\n"
        "import pickle; pickle.loads(pickle.dumps(quotex.Failure)); assert found.pop()[1] == 'Failure' and not found\n"
        f"assert quotex.load()({TEXT!r})._.quotes\n"
        "sys.exit(str(found) if found else 0)\n"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=False)
    assert run.returncode == 0, run.stderr


def tree(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def evil_zip(outside: Path) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("../evil.txt", "a/../../evil.txt", f"{outside}/evil.txt", "..\\evil.txt", "C:\\evil.txt", "good.txt"):
            archive.writestr(name, TEXT)
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, f"{outside}/secret.txt")
    return out.getvalue()


def evil_tar(outside: Path) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name in ("../evil.txt", f"{outside}/evil.txt", "good.txt"):
            info = tarfile.TarInfo(name)
            info.size = len(TEXT)
            archive.addfile(info, io.BytesIO(TEXT.encode()))
        for type in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE):
            info = tarfile.TarInfo("link.txt")
            info.type, info.linkname = type, f"{outside}/secret.txt"
            archive.addfile(info)
    return out.getvalue()


@pytest.mark.model
@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".parquet", ".db", ".html"])
def test_nothing_is_written_beside_the_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str) -> None:
    """Whatever archives, links and ids say; nor is anything read through a link of an archive or to a folder."""
    here, outside = tmp_path / "a" / "b" / "in", tmp_path / "outside"
    here.mkdir(parents=True)
    outside.mkdir()
    secret = "“Nobody may read this,” Bo Secret said."
    (outside / "secret.txt").write_text(secret, encoding="utf-8")
    (here / "evil.zip").write_bytes(evil_zip(outside))
    (here / "evil.tar").write_bytes(evil_tar(outside))
    (here / "folder").symlink_to(outside, target_is_directory=True)
    rows = [{"id": id, "text": TEXT} for id in ("../../evil", f"{outside}/evil.txt", "a\\..\\..\\evil")]
    (here / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    monkeypatch.chdir(here)
    before = tree(tmp_path)
    out = tmp_path / "a" / f"out{suffix}"
    result = CliRunner().invoke(app, ["extract", "--workers", "1", "--with-text", str(here), "-o", str(out)])
    assert result.exit_code == 1  # the names that lead out are failures
    assert tree(tmp_path) - before == {f"a/out{suffix}", f"a/out{suffix}.errors.jsonl", f"a/out{suffix}.summary.json"}
    assert secret not in out.read_bytes().decode("utf-8", "replace")
    assert (outside / "secret.txt").read_text(encoding="utf-8") == secret
    errors = [json.loads(line) for line in (tmp_path / "a" / f"out{suffix}.errors.jsonl").read_text("utf-8").splitlines()]
    assert sum("leads out" in error["reason"] for error in errors) == 7
    assert sum("not a file" in error["reason"] for error in errors) == 4


@pytest.mark.parametrize(
    "beside", ["", ".half", ".errors.jsonl", ".errors.jsonl.half", ".summary.json", ".summary.json.half"]
)
def test_a_link_laid_where_the_output_goes_is_replaced_not_followed(tmp_path: Path, beside: str) -> None:
    victim = tmp_path / "victim"
    victim.write_text("mine", encoding="utf-8")
    (tmp_path / f"out.jsonl{beside}").symlink_to(victim)
    results = [Result(Article("a", TEXT), (), 9), Failure(Place("b"), "empty")]
    write(results, tmp_path / "out.jsonl", overwrite=True)
    assert victim.read_text(encoding="utf-8") == "mine"
    assert not any(path.is_symlink() for path in tmp_path.iterdir())


def test_a_link_in_the_journals_place_is_refused(tmp_path: Path) -> None:
    from quotex.runs.journal import Journal

    (tmp_path / "out.jsonl.part").symlink_to(tmp_path / "victim")
    with pytest.raises(UnusableOutput, match="a link"):
        Journal(tmp_path / "out.jsonl.part", with_text=False)
    assert not (tmp_path / "victim").exists()


def licences() -> ModuleType:
    spec = spec_from_file_location("licences", ROOT / "docs" / "licences.py")
    assert spec and spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(sys.version_info < (3, 11), reason="the command reads pyproject.toml with tomllib")
def test_the_table_of_licences_names_all_that_is_asked_for() -> None:
    """Run `scripts/licences` where a dependency has come or gone."""
    committed = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| ([\w.-]+) \| ([^|]+?) \| [^|]+ \|$", committed.partition("run time")[2], re.M))
    asked = {canonicalize_name(Requirement(line).name) for lines in licences().asked_for().values() for line in lines}
    assert asked <= rows.keys()
    assert "not stated" not in rows.values()
    sources = json.loads((ROOT / "models" / "en_quotex_news" / "meta.json").read_text(encoding="utf-8"))["sources"]
    assert all(f"| {source['name']} | {source['license']} |" in committed for source in sources)
