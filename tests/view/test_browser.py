"""The real pages in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from sample import BRIDGE, FERRY, HOSTILE, HOSTILE_READING, READINGS, serving, stand_in

from quotex.annotations import named
from quotex.view.report import render_report
from quotex.view.server import create_app

pytestmark = pytest.mark.browser


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    """A page; what it asks of the network is in `page.asked`. Errors and refusals by the policy fail the test."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.asked, page.wrong = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("pageerror", lambda error: page.wrong.append(str(error)))
    page.on("console", lambda message: page.wrong.append(message.text) if message.type == "error" else None)
    yield page
    context.close()
    assert [text for text in page.wrong if "favicon" not in text and "status of 4" not in text] == []


@pytest.fixture
def report(page: Any, tmp_path: Path) -> Any:
    """The report of two articles, loaded."""
    (tmp_path / "report.html").write_text(render_report(READINGS, "Two articles"), encoding="utf-8")
    page.goto((tmp_path / "report.html").as_uri())
    return page


def found(page: Any) -> str:
    return str(page.inner_text("#found"))


def articles(page: Any) -> list[str]:
    return [str(slug).split("\n")[0] for slug in page.locator("#articles .slug:visible").all_inner_texts()]


def test_a_report_opens_without_the_network(report: Any) -> None:
    assert found(report) == "5 quotations"
    assert len(articles(report)) == 2
    assert report.asked == [report.url]


def test_search_hides_what_does_not_fit(report: Any) -> None:
    report.fill("#search", "TOLLS")
    assert found(report) == "1 of 5 quotations"
    assert articles(report) == ["2024-03-05/bridge.txt"]
    assert report.locator(".note:visible").count() == 1
    report.fill("#search", "nowhere said")
    assert report.is_visible("#nothing")
    report.click("text=Clear filters")
    assert found(report) == "5 quotations"
    assert report.locator(".part.off").count() == 0


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ("#types input[value=indirect]", "3 of 5 quotations"),
        ("#modes input[value=thought]", "1 of 5 quotations"),
        ("#speakers button:has-text('Bo Chen')", "2 of 5 quotations"),
        ("#columns button[data-period='2024-05']", "2 of 5 quotations"),
    ],
)
def test_filters_narrow_and_their_address_brings_them_back(report: Any, chosen: str, expected: str) -> None:
    report.click(chosen)
    assert found(report) == expected
    assert "#" in report.url
    report.reload()
    assert found(report) == expected
    report.keyboard.press("Escape")
    assert found(report) == "5 quotations"


def test_confidence_has_a_floor(report: Any) -> None:
    report.focus("#sure")
    for _ in range(9):
        report.keyboard.press("ArrowRight")
    assert report.inner_text("#sure-at") == "45%"
    assert found(report) == "4 of 5 quotations"


def test_speakers_are_counted_under_the_other_filters(report: Any) -> None:
    def counts() -> dict[str, str]:
        rows = report.locator("#speakers button").all_inner_texts()
        return {row.split("\n")[0]: row.split("\n")[1] for row in rows}

    assert counts() == {"Ann Lee": "2", "Bo Chen": "2", "Carla Diaz": "1"}
    report.uncheck("#types input[value=mixed]")
    assert counts() == {"Ann Lee": "2", "Bo Chen": "1", "Carla Diaz": "1"}
    report.fill("#who", "car")
    assert list(counts()) == ["Carla Diaz"]


def test_hovering_lights_up_the_parts_and_shows_the_speaker(report: Any) -> None:
    report.hover("#articles .part.content.direct")
    lit = report.locator(".lit").all_inner_texts()
    assert lit[:4] == ["“It took us ten years,”", "she", "said", "“and it was worth it.”"]
    assert report.is_visible("#tip")
    assert "Ann Lee" in report.inner_text("#tip") and "speaker 90%" in report.inner_text("#tip")
    report.hover("h1")
    assert report.locator(".lit").count() == 0 and not report.is_visible("#tip")


def test_focus_lights_up_the_parts(report: Any) -> None:
    report.focus(".note a")
    assert "“It took us ten years,”" in report.locator(".part.lit").all_inner_texts()


def test_the_list_leads_to_the_place(report: Any) -> None:
    report.click("#as-list")
    assert report.locator(".card").count() == 5
    report.select_option("#order", "unsure")
    assert report.locator(".card").first.inner_text().startswith("that he would ride it every day")
    report.click(".card >> nth=0 >> a")
    assert "that he would ride it every day" in report.locator(".part.lit").all_inner_texts()
    assert report.url.endswith("#quote:2024-05-20%2Fferry%23q2")
    report.reload()
    assert "that he would ride it every day" in report.locator(".part.lit").all_inner_texts()


def test_a_link_to_a_quotation_shows_it_whatever_the_filters(report: Any) -> None:
    report.fill("#search", "tolls")
    report.evaluate("location.hash = '#quote:2024-05-20%2Fferry%23q1'")
    report.wait_for_selector(".part.lit")
    assert found(report) == "5 quotations"
    assert report.evaluate("document.activeElement.closest('.note').id") == "quote:2024-05-20/ferry#q1"


def test_keys(report: Any) -> None:
    report.keyboard.press("/")
    report.keyboard.type("price")
    assert found(report) == "1 of 5 quotations"
    report.keyboard.press("Escape")
    assert found(report) == "5 quotations"
    for key in "jjk":
        report.keyboard.press(key)
    assert report.evaluate("document.activeElement.closest('.note').id") == "quote:2024-03-05/bridge#q1"
    report.keyboard.press("v")
    report.keyboard.press("j")
    assert report.is_visible("#list")
    assert report.evaluate("document.activeElement.className") == "said"


def test_a_phone_has_the_filters_folded_and_nothing_too_wide(report: Any) -> None:
    report.set_viewport_size({"width": 360, "height": 740})
    report.reload()
    assert not report.is_visible("#search")
    report.click("summary")
    assert report.is_visible("#search")
    assert report.evaluate("document.documentElement.scrollWidth") <= 360


def test_print_and_dark(report: Any) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    light = report.evaluate(ground)
    report.emulate_media(color_scheme="dark")
    assert report.evaluate(ground) != light
    report.emulate_media(media="print")
    assert report.evaluate(ground) == "rgb(255, 255, 255)"
    assert not report.is_visible("#search")
    assert report.is_visible(".note") and report.is_visible("#speakers button")


def test_ten_thousand_quotations_can_be_searched(page: Any, tmp_path: Path) -> None:
    many = [
        replace(one, id=f"{i}/{one.id}", quotes=tuple(named(quote, f"{i}/{one.id}") for quote in bare(one.quotes)))
        for i in range(2_000)
        for one in READINGS
    ]
    (tmp_path / "report.html").write_text(render_report(many), encoding="utf-8")
    page.goto((tmp_path / "report.html").as_uri())
    assert found(page) == "10,000 quotations"
    page.fill("#search", "ride it")
    assert found(page) == "2,000 of 10,000 quotations"
    page.click("#as-list")
    page.keyboard.press("End")
    assert page.locator(".card").count() >= 60
    page.evaluate("location.hash = '#quote:1999%2F2024-05-20%2Fferry%23q2'")
    page.wait_for_selector(".part.lit")
    # It is lit before the page has scrolled to it. (`wait_for_function` would evaluate a string in the page, which the
    # report's policy refuses.)
    expect(page.locator(".part.content.lit")).to_be_in_viewport()


def bare(quotes: Any) -> Any:
    """Without the article's name in the ids."""
    return [replace(quote, id=quote.id.partition("#")[2]) for quote in quotes]


def assert_harmless(page: Any) -> None:
    page.wait_for_timeout(200)
    assert page.evaluate("window.hacked") is None
    assert page.locator("img, svg, iframe").count() == 0
    handlers = "[...document.querySelectorAll('*')].flatMap(e => e.getAttributeNames()).filter(n => n.startsWith('on'))"
    assert page.evaluate(handlers) == []


def test_markup_in_articles_does_nothing(page: Any, tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text(render_report([HOSTILE_READING, *READINGS], HOSTILE), encoding="utf-8")
    page.goto((tmp_path / "report.html").as_uri())
    assert_harmless(page)
    page.hover("#articles .part.content")
    page.click("#as-list")
    page.click("#speakers button:has-text('script')")
    assert_harmless(page)
    page.reload()
    assert found(page) == "1 of 6 quotations"
    page.click(".card a")
    assert page.locator(".part.content.lit").inner_text() == HOSTILE_READING.quotes[0].text
    assert_harmless(page)
    assert {url.partition("#")[0] for url in page.asked} == {page.url.partition("#")[0]}


def test_the_policy_stops_scripts_that_came_in_anyway(report: Any) -> None:
    blocked = """() => new Promise((done) => {
        document.addEventListener('securitypolicyviolation', (event) => done(event.effectiveDirective));
        const script = document.createElement('script');
        try { script.textContent = 'window.hacked = 1'; document.body.append(script); } catch { done('trusted types'); }
    })"""
    assert report.evaluate(blocked)
    assert len(report.wrong) == 1
    report.wrong.clear()
    assert report.evaluate("window.hacked") is None


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving(create_app([stand_in()])) as url:
        yield url


def test_an_article_is_pasted_and_marked(page: Any, address: str) -> None:
    page.goto(address)
    page.fill("#text", "“No,” said Bo Chen.\n\n“Yes,” said Ann Lee.")
    page.click("text=Mark the quotations")
    assert found(page) == "2 quotations"
    page.hover(".reading .part.content >> nth=1")
    assert page.locator(".part.lit").all_inner_texts() == ["“Yes,”", "said", "Ann Lee"]
    assert "Ann Lee" in page.inner_text("#tip")
    page.click("summary")
    assert '"quotex/1"' in page.inner_text("#records")
    assert {url.removeprefix(address) for url in page.asked} == {"/"}


def test_a_file_is_chosen_and_marked(page: Any, address: str) -> None:
    page.goto(address)
    page.set_input_files("#file", {"name": "bridge.txt", "mimeType": "text/plain", "buffer": "“No,” said Bo.".encode()})
    page.wait_for_selector(".reading")
    assert page.inner_text(".slug") == "bridge.txt"


def test_a_file_is_dropped_and_marked(page: Any, address: str) -> None:
    page.goto(address)
    page.evaluate("""() => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File(['“No,” said Bo.'], 'ferry.txt', { type: 'text/plain' }));
        document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    }""")
    page.wait_for_selector(".reading")
    assert page.inner_text(".slug") == "ferry.txt"


def test_markup_that_is_pasted_does_nothing(page: Any, address: str) -> None:
    page.goto(address)
    page.fill("#text", HOSTILE)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".reading")
    assert_harmless(page)
    assert page.input_value("#text") == HOSTILE
    assert found(page) == "1 quotation"


def test_what_is_wrong_with_a_file_is_said(page: Any, address: str) -> None:
    page.goto(address)
    page.set_input_files("#file", {"name": "a.txt", "mimeType": "text/plain", "buffer": bytes(range(256))})
    assert "not a text" in page.inner_text(".error")


def test_the_documentation_opens_without_the_network(page: Any, address: str) -> None:
    page.goto(f"{address}/docs")
    page.click("text=/extract")
    page.wait_for_selector(".responses-table")
    assert page.locator(".errors").count() == 0
    assert all(url.startswith((address, "data:")) for url in page.asked)


def test_texts_are_shown_letter_for_letter(report: Any) -> None:
    for index, text in enumerate((BRIDGE, FERRY)):
        shown = report.evaluate(f"[...document.querySelectorAll('.reading')][{index}].querySelectorAll('.text').length")
        paragraphs = [report.locator(".reading").nth(index).locator(".text").nth(i).text_content() for i in range(shown)]
        assert paragraphs == text.split("\n\n")
