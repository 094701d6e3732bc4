"""Articles and quotations written by hand, so that no model is needed."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import spacy
import uvicorn
from spacy.language import Language
from spacy.tokens import Doc

from quotex import Confidence, Cue, Passage, Quote, Speaker
from quotex.annotations import named, write_quotes
from quotex.view.readings import Reading


def quote(text: str, number: int, content: str, cue: str, source: str, name: str, **changed: Any) -> Quote:
    """The quotation whose parts stand at their first place in `text`; the parts of the content are set apart by "|"."""

    def passage(part: str) -> Passage:
        return Passage(part, text.index(part), text.index(part) + len(part))

    said, by, who = passage(cue), passage(source), passage(name)
    values: dict[str, Any] = {
        "id": f"q{number}",
        "article": "",
        "type": "direct",
        "mode": "speech",
        "content": tuple(map(passage, content.split("|"))),
        "cue": Cue(said.text, said.start, said.end, "say"),
        "source": by,
        "speakers": (Speaker(who.text, who.start, who.end, id=f"s-{name}", kind="person"),),
        "confidence": Confidence(0.95, 0.9),
        "paragraph": 1,
    }
    return Quote(**{**values, **changed})


def reading(id: str, text: str, *quotes: Quote, **meta: str) -> Reading:
    return Reading(id, text, tuple(named(one, id) for one in quotes), meta)


BRIDGE = """Bridge opens after ten years

Mayor Ann Lee opened the bridge on Monday. “It took us ten years,” she said, “and it was worth it.”

She hopes that tolls will end soon. Councillor Bo Chen called the price “a disgrace”."""

FERRY = """Ferry stays, says owner

“The ferry will run as long as I live,” Carla Diaz said. Bo Chen said that he would ride it every day."""

READINGS = [
    reading(
        "2024-03-05/bridge.txt",
        BRIDGE,
        quote(BRIDGE, 1, "“It took us ten years,”|“and it was worth it.”", "said", "she", "Ann Lee"),
        quote(BRIDGE, 2, "that tolls will end soon", "hopes", "She", "Ann Lee", type="indirect", mode="thought"),
        quote(BRIDGE, 3, "the price “a disgrace”", "called", "Councillor Bo Chen", "Bo Chen", type="mixed"),
    ),
    reading(
        "2024-05-20/ferry.txt",
        FERRY,
        quote(FERRY, 1, "“The ferry will run as long as I live,”", "said", "Carla Diaz", "Carla Diaz"),
        quote(
            FERRY, 2, "that he would ride it every day", "said", "Bo Chen", "Bo Chen",
            type="indirect", confidence=Confidence(0.4, 0.9),
        ),
    ),
]  # fmt: skip

HOSTILE = (
    """<script>window.hacked = 1</script><img src=x onerror="window.hacked = 2"> {{ 7 * 7 }} {% raw %} ]]> <!--\n\n"""
    """“</script></style></textarea><svg onload='window.hacked = 3'>” said """
    """"><iframe srcdoc='<script>parent.hacked=4</script>'>."""
)
HOSTILE_READING = reading(
    """2024-06-01/"><img src=x onerror=window.hacked=5>'.txt""",
    HOSTILE,
    quote(
        HOSTILE, 1, "“</script></style></textarea><svg onload='window.hacked = 3'>”", "said",
        """"><iframe srcdoc='<script>parent.hacked=4</script>'>""", "<script>window.hacked = 1</script>",
    ),
    title="</title><script>window.hacked = 6</script>",
    date="2024-06-01<script>",
)  # fmt: skip

SAID = re.compile(r"(“[^”]*”) (said) ([^.\n]+)")


@Language.component("said_finder")
def said_finder(doc: Doc) -> Doc:
    """Finds “…” said X: a stand-in for the model."""
    quotes = []
    for number, match in enumerate(SAID.finditer(doc.text), start=1):
        content, cue, source = (Passage(match[i], *match.span(i)) for i in (1, 2, 3))
        speaker = Speaker(source.text, source.start, source.end, id=f"s{number}", kind="person")
        said = Cue(cue.text, cue.start, cue.end, "say")
        quotes.append(
            Quote(f"q{number}", "", "direct", "speech", (content,), said, source, (speaker,), Confidence(0.9, 0.8), 1)
        )
    write_quotes(doc, quotes)
    return doc


def stand_in() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("said_finder")
    return nlp


@contextmanager
def serving(app: Any) -> Iterator[str]:
    """The address at which `app` is served, in a thread of this process."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
