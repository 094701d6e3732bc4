"""The model in an actor: loaded once, it gives the results that a worker process of one machine gives."""

from __future__ import annotations

import faulthandler
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from socket import gethostname

from quotex.articles import Failure
from quotex.errors import ModelNotFound, needed
from quotex.extraction import Result, lost, size_of, start_extractor
from quotex.model import model_path
from quotex.readers.options import ReadOptions
from quotex.readers.reading import Item
from quotex.runs.journal import model_digest
from quotex.runs.pool import PATIENCE, ordered_map

Work = Callable[[Item], Result | Failure]


class Extractor:
    """Items to results, in order.

    Ray starts an actor that has died anew and gives it the same work again, without end. What killed it may be an article
    (a crash in a C library, the out-of-memory killer), so an actor that is not the first works in a process apart: there
    the article that does it is lost alone. Raises ModelNotFound if this machine's model is not the one of `digest`.
    """

    def __init__(self, model: Path | None, options: ReadOptions, digest: str) -> None:
        place = model or model_path()
        if not place.is_dir() or model_digest(place) != digest:
            raise ModelNotFound(f"{place} on {gethostname()} is not the model of this run: install the same on all machines")
        self.apart = needed("ray", "ray").get_runtime_context().was_current_actor_reconstructed
        self.start: Callable[[], Work] = partial(start_extractor, model, options)
        if not self.apart:
            loaded = _watched(self.start())
            self.start = lambda: loaded

    def results(self, items: Iterable[Item]) -> Iterator[Result | Failure]:
        worked = ordered_map(items, self.start, workers=1, apart=self.apart, size=size_of, lost=lost)
        for item, result in worked:
            found = item if result is None else result
            assert isinstance(found, Result | Failure)
            yield found


def _watched(work: Work) -> Work:
    """An item that takes longer than a worker process of one machine is given ends the actor: see above."""

    def watched(item: Item) -> Result | Failure:
        faulthandler.dump_traceback_later(PATIENCE, exit=True)
        try:
            return work(item)
        finally:
            faulthandler.cancel_dump_traceback_later()

    return watched
