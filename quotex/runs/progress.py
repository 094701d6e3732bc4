"""The bar on a terminal: articles, rate, time left. Elsewhere it is silent."""

from __future__ import annotations

import sys
from types import TracebackType

from tqdm import tqdm

FORM = "{percentage:3.0f}% |{bar}| {desc} · {elapsed} gone, {remaining} left"


class Progress:
    """Measured in bytes of the files: how many articles an archive or a table holds is known only at its end."""

    def __init__(self, total: int, *, shown: bool) -> None:
        self.bar = tqdm(total=total, disable=not shown, delay=2, miniters=0, bar_format=FORM, file=sys.stderr)
        self.articles = 0

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.bar.close()

    def one_more(self, done: int) -> None:
        """An article is done, and the files have been read up to `done` bytes."""
        self.more(1, done - self.bar.n)

    def more(self, articles: int, read: int) -> None:
        """So many articles are done, and so many bytes of the files more than before have been read."""
        self.articles += articles
        if not self.bar.disable:
            elapsed = self.bar.format_dict["elapsed"] or 1
            self.bar.set_description_str(f"{self.articles:,} articles, {self.articles / elapsed:,.1f}/s", refresh=False)
            self.bar.update(read)
