"""Quotations inside a Ray Data pipeline of one's own: its readers, its writers, its cluster."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from quotex.articles import Article, Failure, Place
from quotex.errors import needed
from quotex.extraction import Result
from quotex.model import model_path
from quotex.ray.actors import Extractor
from quotex.ray.cluster import cores
from quotex.readers.options import ReadOptions
from quotex.readers.rows import row_article
from quotex.runs.journal import model_digest
from quotex.writers.columns import nested_row, schema
from quotex.writers.rows import Record, records_of

ARTICLES = 64  # a batch: a few seconds of work


def extract(
    dataset: Any,
    *,
    text_field: str | None = None,
    id_field: str = "id",
    model: Path | None = None,
    actors: int | None = None,
    with_text: bool = False,
    batch_size: int = ARTICLES,
) -> Any:
    """A Ray Dataset with a row a quotation, of a Dataset with a row an article.

    The columns are those of the Parquet output and `error`. An article that fails has one row with its id in `article`, the
    reason in `error`, and nothing else. Ids are taken as they are: that no two articles have the same is for the dataset to
    see to. `actors` are the most that are started, one a core without it. Raises MissingExtra without ray.
    """
    ray = needed("ray", "ray")
    needed("ray.data", "ray")
    options = ReadOptions(text_field, id_field)
    return dataset.map_batches(
        RowExtractor,
        fn_constructor_args=(model and model.absolute(), options, model_digest(model or model_path()), with_text),
        compute=ray.data.ActorPoolStrategy(min_size=1, max_size=actors or cores(ray)),
        batch_size=batch_size,
        batch_format="pyarrow",
    )


class RowExtractor:
    """An actor: rows of articles to rows of quotations."""

    def __init__(self, model: Path | None, options: ReadOptions, digest: str, with_text: bool) -> None:
        self.options, self.with_text = options, with_text
        self.extractor = Extractor(model, options, digest)

    def __call__(self, batch: Any) -> Any:
        pa = needed("pyarrow", "ray")
        articles = map(self._article, batch.to_pylist())
        rows = [row for result in self.extractor.results(articles) for row in self._rows(result)]
        return pa.Table.from_pylist(rows, schema().append(pa.field("error", pa.string())))

    def _article(self, row: Record) -> Article | Failure:
        id = str(row.get(str(self.options.id_field)))
        return row_article((None, row), id, Place(id), self.options)

    def _rows(self, result: Result | Failure) -> Iterator[Record]:
        if isinstance(result, Failure):
            yield {"article": result.place.path, "error": result.reason}
        else:
            yield from map(nested_row, records_of(result, with_text=self.with_text))
