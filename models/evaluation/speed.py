"""Words a second over a folder of articles, on one core and on two, and of the batch command with one worker and two.

    python speed.py FOLDER [--write speed.json]

In one run, each on the same texts: a blank spaCy pipeline (tokenizer only), the encoder alone, and the whole pipeline
from text to records. The process is held to the cores it may use; a figure is the best of `--rounds`, after one warm-up.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import spacy
import typer
from batch import batch_figures

import quotex
from quotex.words import split_words


def words_per_second(work: Callable[[], Any], words: int, rounds: int) -> int:
    work()
    best = min(_timed(work) for _ in range(rounds))
    return round(words / best)


def _timed(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def measure(texts: list[str], cores: int, rounds: int) -> dict[str, int]:
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])
    blank = spacy.blank("en")
    nlp = quotex.load(config={"components": {"quotex": {"threads": cores}}})
    component: Any = nlp.get_pipe("quotex")
    cut = [split_words(text) for text in texts]

    def encode() -> None:
        for words_of_text in cut:
            component.encoder(words_of_text)

    def extract() -> None:
        for doc in nlp.pipe(texts):
            assert doc._.quotes is not None

    words = sum(len(text.split()) for text in texts)
    return {
        "tokenizer only": words_per_second(lambda: list(blank.pipe(texts)), words, rounds),
        "encoder alone": words_per_second(encode, words, rounds),
        "text to records": words_per_second(extract, words, rounds),
    }


def cold_start(code: str, rounds: int) -> float:
    """Seconds of a fresh process that runs `code`, the best of `rounds`."""
    return round(min(_timed(lambda: subprocess.run([sys.executable, "-c", code], check=True)) for _ in range(rounds)), 2)


def peak_memory(characters: int) -> float:
    """Peak resident megabytes of a fresh process that reads one text of that many characters."""
    code = (
        "import quotex,resource;nlp=quotex.load();"
        f"t=('“We will not pay for it,” Ann Lee said on Monday. The council disagreed.\\n\\n'*{characters})[:{characters}];"
        "assert nlp(t)._.quotes;print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss/1024)"
    )
    return round(float(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout), 0)


def batch(texts: list[str]) -> dict[str, Any]:
    """Figures of `quotex extract` over the texts, as files of a folder."""
    with tempfile.TemporaryDirectory() as folder:
        for number, text in enumerate(texts):
            (Path(folder) / f"{number:05}.txt").write_text(text, encoding="utf-8")
        return {f"batch, workers {workers}": batch_figures(Path(folder), workers) for workers in (1, 2)}


def machine() -> str:
    """The processor, its cores, and what it has for int8: with AMX the encoder is nearly twice as fast."""
    try:
        told = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return f"{platform.machine()}, {os.cpu_count()} cores"
    name = told.partition("model name\t: ")[2].partition("\n")[0]
    extra = next((kind for kind in ("amx_int8", "avx512_vnni") if kind in told), "no int8 instructions")
    return f"{name or platform.machine()} ({extra}), {os.cpu_count()} cores"


def main(folder: Path, write: Path | None = None, limit: int = 200, batch_limit: int = 500, rounds: int = 3) -> None:
    """Time the pipeline on the first LIMIT articles of FOLDER, the batch command on the first BATCH_LIMIT."""
    every = [path.read_bytes().decode("utf-8", "replace") for path in sorted(folder.rglob("*.txt"))[:batch_limit]]
    texts = every[:limit]
    allowed = os.sched_getaffinity(0)
    found: dict[str, Any] = {"machine": machine(), "articles": len(texts)}
    found["words"] = sum(len(text.split()) for text in texts)
    found["cold start, import spacy"] = cold_start("import spacy", rounds)
    found["cold start, quotex.load()"] = cold_start("import quotex; quotex.load()", rounds)
    found["peak memory, 1,000,000 characters (MB)"] = peak_memory(1_000_000)
    for cores in (1, 2):
        os.sched_setaffinity(0, allowed)
        found[f"words a second, cores {cores}"] = measure(texts, cores, rounds)
    os.sched_setaffinity(0, allowed)
    found |= batch(every)
    found["peak memory, these articles (MB)"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    typer.echo(json.dumps(found, indent=1))
    if write:
        write.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
