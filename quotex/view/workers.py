"""A bounded pool of threads that read articles, so that the server answers while they work.

onnxruntime lets go of Python's lock while it computes, so threads use all cores. Each has a pipeline of its own: spaCy does
not promise that one may serve two threads.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from threading import Event, Semaphore

from spacy.language import Language

from quotex.articles import Failure
from quotex.errors import QuotexError
from quotex.extraction import Result, extract_item
from quotex.readers.options import ReadOptions
from quotex.readers.reading import Item

Answer = list[Result | Failure]

# Seconds before a refusal. Of 100 clients that ask again at once, the refusals took the processor from the work: in 8 s 59
# and 56 requests were done without a pause, 137 and 108 with it.
PAUSE = 0.5


class Overloaded(QuotexError):
    """As many requests are waiting as may wait, or one has waited too long."""


class Workers:
    """A thread for each pipeline, one request a thread; `waiting` more queue, further ones are refused.

    `options` say how files are read.
    """

    def __init__(self, pipelines: Sequence[Language], waiting: int, options: ReadOptions) -> None:
        self._options = options
        self._pipelines: SimpleQueue[Language] = SimpleQueue()
        for nlp in pipelines:
            self._pipelines.put(nlp)
        self._threads = ThreadPoolExecutor(len(pipelines), thread_name_prefix="quotex")
        self._places = Semaphore(len(pipelines) + waiting)

    async def extract(self, items: Sequence[Item], seconds: float) -> Answer:
        """Each article with its quotations, or why there are none, in order.

        Raises Overloaded at once if no place is free, or after `seconds`. A thread cannot be stopped: an article begun is
        read to its end, and only then is its place free again.
        """
        if not self._places.acquire(blocking=False):
            await asyncio.sleep(PAUSE)
            raise Overloaded("too many requests are waiting; try again soon")
        given_up = Event()
        work = self._threads.submit(self._read, items, given_up)
        work.add_done_callback(lambda _: self._places.release())
        try:
            return await asyncio.wait_for(asyncio.wrap_future(work), seconds)
        except asyncio.TimeoutError as error:
            raise Overloaded(f"not done within {seconds:g} seconds") from error
        finally:
            given_up.set()

    def _read(self, items: Sequence[Item], given_up: Event) -> Answer:
        nlp = self._pipelines.get()
        try:
            return [extract_item(nlp, self._options, item) for item in items if not given_up.is_set()]
        finally:
            self._pipelines.put(nlp)

    def close(self) -> None:
        """Wait for the work begun; drop what was waiting."""
        self._threads.shutdown(cancel_futures=True)
