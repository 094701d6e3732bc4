from __future__ import annotations

import json
import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path

import pytest
from sample import BRIDGE, HOSTILE, HOSTILE_READING, READINGS, stand_in
from typer.testing import CliRunner

from quotex import Article, Result, UnreadableRecords, usage, write
from quotex.cli import app
from quotex.view.readings import Reading
from quotex.view.report import render_report

run = CliRunner().invoke


class Outline(HTMLParser):
    """The tags of a page with their attributes, and the text that is neither style nor script."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.raw: dict[str, list[str]] = {"style": [], "script": []}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.cdata_elem:
            self.raw[self.cdata_elem].append(data)
        else:
            self.text += data


def test_a_report_shows_texts_notes_and_counts() -> None:
    page = Outline(render_report(READINGS, "Two articles"))
    for wanted in ("Two articles", "5 quotations", "3 speakers", "2 articles", "2024-03-05 to 2024-05-20"):
        assert wanted in page.text
    assert "“It took us ten years,” she said, “and it was worth it.”" in page.text
    ids = [attrs["id"] for tag, attrs in page.tags if tag == "li" and "note" in str(attrs.get("class"))]
    assert ids == [f"quote:{quote.id}" for reading in READINGS for quote in reading.quotes]


def test_every_link_leads_to_a_note() -> None:
    page = Outline(render_report(READINGS))
    ids = {attrs["id"] for _, attrs in page.tags if "id" in attrs}
    links = [attrs["href"] for tag, attrs in page.tags if tag == "a"]
    assert len(links) == 5
    for link in links:
        assert link is not None and link.startswith("#")
        assert link[1:].replace("%23", "#") in ids


def test_numbers_run_through_all_articles() -> None:
    page = Outline(render_report(READINGS))
    numbers = " ".join(str(attrs["data-q"]) for _, attrs in page.tags if "data-q" in attrs)
    assert set(numbers.split()) == {"0", "1", "2", "3", "4"}


def test_quotations_are_shown_where_the_text_is_not_at_hand() -> None:
    bare = [Reading(reading.id, None, reading.quotes) for reading in READINGS]
    text = Outline(render_report(bare)).text
    assert "that tolls will end soon" in text
    assert "opened the bridge" not in text


def test_the_page_fetches_nothing_and_runs_only_its_own_script() -> None:
    page = Outline(render_report(READINGS))
    [policy] = [attrs["content"] for _, attrs in page.tags if attrs.get("http-equiv") == "Content-Security-Policy"]
    assert policy is not None
    for kind in ("style", "script"):
        digest = b64encode(sha256(page.raw[kind][-1].encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none';")
    assert not [attrs for _, attrs in page.tags if "src" in attrs or "style" in attrs]
    assert not re.search(r"https?://|url\(|@import", "".join(page.raw["style"] + page.raw["script"]))


def test_scripts_cannot_end_early() -> None:
    for path in (files("quotex.view") / "templates").iterdir():
        if path.name.endswith((".js", ".css")):
            assert not re.search(r"</|<!--|innerHTML", path.read_text(encoding="utf-8").replace("no innerHTML", ""))


def test_markup_in_articles_stays_text() -> None:
    harmless = Outline(render_report(READINGS, "x"))
    page = Outline(render_report([HOSTILE_READING], "<img src=x onerror=alert(1)>"))
    assert {tag for tag, _ in page.tags} <= {tag for tag, _ in harmless.tags} | {"h2"}
    assert not [name for _, attrs in page.tags for name in attrs if name.startswith("on")]
    assert "".join(HOSTILE.split()) in "".join(page.text.split())
    data = json.loads(page.raw["script"][0])
    assert data["quotes"][0][0] == HOSTILE_READING.quotes[0].id


def test_records_of_another_text_are_no_report() -> None:
    with pytest.raises(UnreadableRecords, match="bridge#q1"):
        render_report([Reading(READINGS[0].id, BRIDGE[3:], READINGS[0].quotes)])


def test_an_empty_report_is_a_page() -> None:
    assert "0 quotations" in Outline(render_report([])).text


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(usage, "open_pipeline", lambda model: stand_in())
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("“No,” said Bo Chen.", encoding="utf-8")
    return tmp_path


def test_the_command_reads_articles(folder: Path) -> None:
    result = run(app, ["report", str(folder / "in"), "-o", str(folder / "x.html")])
    assert result.exit_code == 0, result.output
    assert "<h1>in</h1>" in (folder / "x.html").read_text(encoding="utf-8")
    assert sorted(path.name for path in folder.iterdir()) == ["in", "x.html"]
    (folder / "page.htm").write_text("<p>“No,” said Bo Chen.</p>" * 9, encoding="utf-8")
    result = run(app, ["report", str(folder / "*.htm"), "-o", str(folder / "x.html")])
    assert result.exit_code == 0, result.output
    assert "<h1>page</h1>" in (folder / "x.html").read_text(encoding="utf-8")


def test_the_command_reads_records_with_their_texts(folder: Path) -> None:
    rows = [quote.to_dict() for quote in READINGS[1].quotes]
    rows[0]["cue"]["lemma"] = "\ud800"
    (folder / "x.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (folder / "in" / READINGS[1].id).parent.mkdir()
    (folder / "in" / READINGS[1].id).write_text(READINGS[1].text or "", encoding="utf-8")
    result = run(
        app, ["report", str(folder / "x.jsonl"), "--texts", str(folder / "in"), "-o", str(folder / "x.html"), "--title", "T"]
    )
    assert result.exit_code == 0, result.output
    assert "Ferry stays, says owner" in (folder / "x.html").read_text(encoding="utf-8")


def test_the_command_reads_records_that_carry_their_texts(folder: Path) -> None:
    found = [Result(Article(one.id, one.text or ""), one.quotes, 0) for one in READINGS]
    write(found, folder / "x.db", with_text=True)
    result = run(app, ["report", str(folder / "x.db"), "-o", str(folder / "x.html")])
    assert result.exit_code == 0, result.output
    page = (folder / "x.html").read_text(encoding="utf-8")
    assert "opened the bridge on Monday" in page and "Ferry stays, says owner" in page


def test_what_cannot_be_read_is_named_and_the_rest_is_written(folder: Path) -> None:
    (folder / "in" / "b.txt").write_bytes(bytes(range(256)))
    rows = [READINGS[0].quotes[0].to_dict(), READINGS[1].quotes[0].to_dict()]
    (folder / "x.jsonl").write_text("{{\n{}\n{}\n".format(*map(json.dumps, rows)), encoding="utf-8")
    result = run(app, ["report", str(folder / "in"), str(folder / "x.jsonl"), "-o", str(folder / "x.html")])
    assert result.exit_code == 1
    assert "b.txt: not a text" in result.stderr
    assert "x.jsonl: line 1 is no record" in result.stderr
    page = (folder / "x.html").read_text(encoding="utf-8")
    assert "Bo Chen" in page and "It took us ten years" in page and "as long as I live" in page


def test_usage_errors_exit_2(folder: Path) -> None:
    assert run(app, ["report", str(folder / "gone"), "-o", str(folder / "x.html")]).exit_code == 2
    assert run(app, ["report", str(folder / "in")]).exit_code == 2
    gone = str(folder / "gone")
    assert run(app, ["report", str(folder / "in"), "--texts", gone, "-o", str(folder / "x.html")]).exit_code == 2
    assert run(app, ["report", str(folder / "in"), "-o", str(folder / "none" / "x.html")]).exit_code == 2
