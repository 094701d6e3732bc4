from __future__ import annotations

import sys
from types import ModuleType

import pytest
import spacy
from sample import HOSTILE, stand_in

import quotex

TEXT = "“No,” said Bo Chen."


def test_the_html_comes_back_outside_of_notebooks() -> None:
    html = quotex.render(stand_in()(TEXT))
    assert html is not None
    assert '<span class="part content direct" data-q="1">“No,”</span>' in html
    assert '<b class="who">Bo Chen</b>' in html
    assert "<script" not in html


def test_several_docs_have_numbers_and_ids_of_their_own() -> None:
    nlp = stand_in()
    html = quotex.render([nlp(TEXT), nlp(TEXT)], jupyter=False)
    assert html is not None
    assert 'data-q="1">“No,”' in html and 'data-q="2">“No,”' in html
    other = quotex.render(nlp("“Yes,” said Bo Chen."), jupyter=False)
    assert other is not None
    assert html.split("quotex-")[1][:12] != other.split("quotex-")[1][:12]


def test_a_notebook_gets_it_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    module = ModuleType("IPython.display")
    module.HTML = str  # type: ignore[attr-defined]
    module.display = shown.append  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "IPython", ModuleType("IPython"))
    monkeypatch.setitem(sys.modules, "IPython.display", module)
    assert quotex.render(stand_in()(TEXT), jupyter=True) is None
    assert "“No,”" in shown[0]


def test_markup_stays_text() -> None:
    html = quotex.render(stand_in()(HOSTILE), jupyter=False)
    assert html is not None
    for tag in ("<script", "<img", "<svg", "<iframe", "</textarea"):
        assert tag not in html


@pytest.mark.model
def test_a_text_is_read_by_the_shipped_pipeline() -> None:
    html = quotex.render('"It took us ten years," Mayor Ann Lee said.', jupyter=False)
    assert html is not None and '<b class="who">Ann Lee</b>' in html
    assert quotex.render(spacy.blank("en")('"It took us ten years," Mayor Ann Lee said.'), jupyter=False) == html
