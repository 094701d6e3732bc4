"""What holds of records and rows on their way to files and back, whatever their texts."""

from __future__ import annotations

import csv
import io
import json
import string
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from texts import ODD, texts

from quotex import Article, Confidence, Cue, Failure, Passage, Quote, Result, Speaker, read_records, write
from quotex.articles import Place
from quotex.readers.options import ReadOptions
from quotex.readers.rows import read_csv, read_jsonl, row_article
from quotex.writers.formats import FORMATS
from quotex.writers.rows import flatten, records_of, to_json, unflatten

QUICK = settings.default.max_examples
READABLE = [suffix for suffix, format in FORMATS.items() if format.read]

some = (
    st.text(min_size=1, max_size=12) | st.sampled_from(ODD) | st.sampled_from(["=1+1", '"', " … ", "a\r\nb", "NaN", "null"])
)
starts = st.integers(0, 1_000_000)
chances = st.integers(0, 1000).map(lambda thousandths: thousandths / 1000)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False) | some,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(some, inner, max_size=3),
    max_leaves=8,
)
metas = st.dictionaries(some, values, max_size=3)


@st.composite
def passages(draw: st.DrawFn) -> Passage:
    text, start = draw(some), draw(starts)
    return Passage(text, start, start + len(text))


@st.composite
def speakers(draw: st.DrawFn) -> Speaker:
    name = draw(passages())
    kind = draw(st.sampled_from(("person", "org", "unnamed")))
    return Speaker(name.text, name.start, name.end, id=f"a#s{draw(st.integers(1, 3))}", kind=kind)


@st.composite
def quotes(draw: st.DrawFn) -> Quote:
    cue = draw(st.none() | passages())
    spoken = tuple(draw(st.lists(speakers(), max_size=3)))
    return Quote(
        id="a#q1", article="a", type=draw(st.sampled_from(("direct", "mixed"))), mode="speech",
        content=tuple(draw(st.lists(passages(), min_size=1, max_size=3))),
        cue=cue and Cue(cue.text, cue.start, cue.end, draw(some)), source=draw(st.none() | passages()), speakers=spoken,
        confidence=Confidence(draw(chances), draw(chances) if spoken else None), paragraph=draw(st.integers(1, 999)),
    )  # fmt: skip


@given(quotes())
def test_records_come_back_from_json(quote: Quote) -> None:
    assert Quote.from_dict(json.loads(to_json(quote.to_dict()))) == quote


@given(quotes(), metas)
def test_flat_rows_are_the_same_fields(quote: Quote, meta: dict[str, Any]) -> None:
    [record] = records_of(Result(Article("a", "text", meta), (quote,), 1), with_text=True)
    assert unflatten(flatten(record)) == record


@pytest.mark.parametrize("suffix", READABLE)
@settings(max_examples=QUICK // 3)
@given(st.lists(quotes(), max_size=3), metas, texts.filter(bool))
def test_files_give_back_what_was_written(suffix: str, found: list[Quote], meta: dict[str, Any], text: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"out{suffix}"
        result = Result(Article("a", text, meta, Place("a")), tuple(found), 1)
        write([result], path, with_text=True)
        assert list(read_records(path)) == list(records_of(result, with_text=True))


@pytest.mark.parametrize("suffix", READABLE)
def test_quotations_of_a_text_without_a_name_come_back(tmp_path: Path, suffix: str) -> None:
    """`quotex.extract(text)` names no article."""
    quote = Quote("q1", "", "direct", "speech", (Passage("no", 0, 2),), None, None, (), Confidence(0.5, None), 1)
    write([quote], tmp_path / f"out{suffix}")
    assert list(map(Quote.from_dict, read_records(tmp_path / f"out{suffix}"))) == [quote]


@given(st.dictionaries(st.sampled_from(("text", "id", "body")) | some, values | texts, max_size=4))
def test_any_json_object_is_an_article_or_a_failure(row: dict[str, Any]) -> None:
    options = ReadOptions()
    [read] = read_jsonl(io.BytesIO(json.dumps(row).encode() + b"\n"), options)
    found = row_article(read, "a.jsonl", Place("a.jsonl"), options)
    if isinstance(found, Article):
        assert found.text in (row.get("text"), row.get("body"))
        assert json.loads(to_json(found.meta)) == found.meta
    else:
        assert isinstance(found, Failure) and found.reason and found.place.row == 1


cells = st.text(alphabet=string.ascii_letters + " ,;\t\"'\n\r“é🙂", max_size=12)


@given(st.lists(st.lists(cells, min_size=2, max_size=2), min_size=1, max_size=5))
def test_a_table_is_read_as_it_was_written(rows: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([["text", "title"], *rows])
    found = [row for _, row in read_csv(io.BytesIO(out.getvalue().encode()), ReadOptions())]
    assert found == [{"text": text, "title": title} for text, title in rows]


@given(st.binary(max_size=200))
def test_any_bytes_are_rows_or_failures(data: bytes) -> None:
    from quotex.errors import UnreadableArticle

    for read in (read_jsonl, read_csv):
        try:
            for row in read(io.BytesIO(data), ReadOptions()):
                assert isinstance(row_article(row, "a", Place("a"), ReadOptions()), Article | Failure)
        except UnreadableArticle as error:  # of the whole file
            assert str(error)
