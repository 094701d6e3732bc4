"""The README's picture, made from the sample articles.

    python docs/screenshots.py [FOLDER]

Writes report.png into FOLDER, else beside this file. Needs Chromium and Playwright (the extra `test`).
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from quotex.view.inputs import read_articles
from quotex.view.report import render_report

HERE = Path(__file__).parent
SEEDS = HERE.parent / "seeds"
SIZE = {"width": 1180, "height": 760}


def main(folder: Path) -> None:
    readings = list(read_articles([SEEDS], sys.exit))
    browser_path = shutil.which("chromium") or shutil.which("google-chrome") or sys.exit("no Chromium on the path")
    with TemporaryDirectory() as made, sync_playwright() as playwright:
        file = Path(made) / "report.html"
        file.write_text(render_report(readings, "Sample articles"), encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        page = browser.new_page(viewport=SIZE, color_scheme="light")
        page.goto(file.as_uri())
        page.hover("#articles .part.content.direct")
        page.screenshot(path=folder / "report.png")
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
