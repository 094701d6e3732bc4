from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import report
from blocks import check_blocks, fill
from conftest import SEEDS

TEXT = '"It took us ten years," Mayor Ann Lee said on Monday.\n\nShe said that tolls would follow.'
GOLD = [
    {"content": [[0, 23]], "cue": [38, 42], "source": [24, 37], "type": "direct"},
    {"content": [[64, 86]], "cue": [59, 63], "source": [55, 58], "type": "indirect"},
]


@pytest.mark.model
def test_what_each_surface_costs_is_written_between_markers(tmp_path: Path) -> None:
    assert [TEXT[slice(*row["source"])] for row in GOLD] == ["Mayor Ann Lee", "She"]
    gold, page = tmp_path / "small.jsonl", tmp_path / "page.md"
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    rows = [{"doc": "a", "kind": "person", "speaker": "Ann Lee", **row} for row in GOLD]
    gold.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    page.write_text("before\n<!-- surface small -->\nold\n<!-- /surface small -->\nafter\n", encoding="utf-8")
    command = [sys.executable, str(SEEDS.parent / "models" / "evaluation" / "surface.py"), gold, tmp_path, "--write", page]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    lines = page.read_text(encoding="utf-8").splitlines()
    assert (lines[0], lines[-1]) == ("before", "after")
    assert lines[4].startswith("| clean | 100.0 | 100.0 | 100.0 |")
    assert [line.split(" | ")[1] for line in lines[5:-2]] == ["100.0 (+0.0)"] * 9


def test_blocks_are_written_between_their_markers_and_nothing_else_changes(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# A\n<!-- one -->\n<!-- /one -->\nb\n<!-- two -->\nold\n<!-- /two -->\n", encoding="utf-8")
    fill(page, {"one": r"| \1 |", "two": "new\nlines"})
    written = "# A\n<!-- one -->\n| \\1 |\n<!-- /one -->\nb\n<!-- two -->\nnew\nlines\n<!-- /two -->\n"
    assert page.read_text(encoding="utf-8") == written
    with pytest.raises(ValueError, match=r"page\.md has no <!-- three -->"):
        fill(page, {"one": "lost", "three": "too"})
    assert page.read_text(encoding="utf-8") == written


@pytest.mark.parametrize("page", report.PAGES, ids=lambda page: f"{page.parent.name}/{page.name}")
def test_each_page_has_the_blocks_that_the_report_fills(page: Path) -> None:
    check_blocks(page, report.PAGES[page])
