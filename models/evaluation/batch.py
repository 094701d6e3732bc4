"""The batch command as its users run it: articles a second, memory over a long run, and what each bad input gives.

    python batch.py speed FOLDER            # articles/s and words/s with 1 and 2 workers, peak memory
    python batch.py memory --articles 200000 [--write memory.json]  # peak at 10 % and 100 % of a generated corpus
    python batch.py faults [--write faults.json]                    # what each bad input gave

Each is printed as it is found; `speed.py --write` puts the first into speed.json. `report.py` makes the tables.
"""

from __future__ import annotations

import bz2
import gzip
import io
import json
import os
import random
import re
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

app = typer.Typer()
EXTRACT = [sys.executable, "-m", "quotex", "extract"]


def batch_figures(folder: Path, workers: int) -> dict[str, Any]:
    """One run of the command over a folder, from its start to its end; the memory of its largest process."""
    with tempfile.TemporaryDirectory() as place:
        out = Path(place) / "out.jsonl"
        began = time.perf_counter()
        process = subprocess.Popen([*EXTRACT, str(folder), "-o", str(out), "--workers", str(workers), "-q"])
        _, _, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        summary = json.loads(out.with_name(out.name + ".summary.json").read_text(encoding="utf-8"))
    return {
        "articles": summary["articles"],
        "articles a second": round(summary["articles"] / seconds, 1),
        "words a second": round(summary["words"] / seconds),
        "words a second, without the start of the command": summary["words_per_second"],
        "peak memory of its largest process (MB)": round(usage.ru_maxrss / 1024),
    }


@app.command()
def speed(folder: Path) -> None:
    """Articles and words a second over FOLDER."""
    for workers in (1, 2):
        typer.echo(json.dumps({"workers": workers, **batch_figures(folder, workers)}))


def short_articles(count: int) -> Iterator[str]:
    """Rows of JSON lines: two paragraphs each, with a quotation and a name of their own."""
    chance = random.Random(1)
    first, last = "Ann Bo Carla Deepak Ewa Femi Grace Hal".split(), "Lee Chen Moreau Rao Nowak Ade Hopper Ito".split()
    matters = "the bridge|the budget|the old mill|the new timetable|the rent cap|the flood wall".split("|")
    for number in range(count):
        name, matter = f"{chance.choice(first)} {chance.choice(last)}{number % 997}", chance.choice(matters)
        said = f"“We will pay for {matter},” {name} said. She added that work would start."
        text = f"The council voted on {matter} on Monday.\n\n{said}"
        yield json.dumps({"text": text, "number": number}, ensure_ascii=False) + "\n"


def peak_of(pid: int) -> int:
    """The most memory that a process has held so far, in MB."""
    found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text(encoding="utf-8"))
    assert found is not None
    return round(int(found[1]) / 1024)


@app.command()
def memory(articles: int = 200_000, write: Path | None = None) -> None:
    """Peak memory of one process when it has been given 10 % of a generated corpus, and at the end."""
    with tempfile.TemporaryDirectory() as place:
        command = [*EXTRACT, "-", "--stdin-format", ".jsonl", "-o", f"{place}/out.jsonl", "--workers", "1", "-q"]
        began = time.perf_counter()
        process = subprocess.Popen(command, stdin=subprocess.PIPE)
        assert process.stdin is not None
        at_tenth = 0
        for number, row in enumerate(short_articles(articles), start=1):
            process.stdin.write(row.encode())
            if number == articles // 10:
                at_tenth = peak_of(process.pid)
        process.stdin.close()
        _, status, usage = os.wait4(process.pid, 0)
        found = {
            "articles": articles,
            "exit code": os.waitstatus_to_exitcode(status),
            "seconds": round(time.perf_counter() - began),
            "peak memory at 10 % (MB)": at_tenth,
            "peak memory at 100 % (MB)": round(usage.ru_maxrss / 1024),
        }
    told(found, write)


def told(found: Any, write: Path | None) -> None:
    typer.echo(json.dumps(found, indent=1, ensure_ascii=False))
    if write:
        write.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


TEXT = "“It took us ten years,” Mayor Ann Lee said on Monday.\n".encode()
ROW = json.dumps({"text": TEXT.decode()}).encode() + b"\n"


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def tarred(name: str, *, link: bool = False) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        info = tarfile.TarInfo(name)
        if link:
            info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
        else:
            info.size = len(TEXT)
        archive.addfile(info, io.BytesIO(TEXT))
    return out.getvalue()


# What is wrong, in a file of which name. Each archive and table holds a good article besides, where the fault leaves one.
FAULTS: dict[str, tuple[str, bytes]] = {
    "empty file": ("empty.txt", b""),
    "binary data": ("binary.txt", bytes(range(256)) * 20),
    "over the size limit": ("large.txt", b"x" * 1_200_000),
    "text over 1,000,000 characters": ("long.txt", b"word " * 200_001),
    "no article in a page": ("page.html", b"<html><body></body></html>"),
    "broken PDF": ("broken.pdf", b"%PDF-1.4 no"),
    "broken Word document": ("broken.docx", b"no"),
    "front matter that is not YAML": ("matter.md", b"---\na: [b\n---\n" + TEXT),
    "cut gzip": ("cut.txt.gz", gzip.compress(TEXT * 99)[:60]),
    "cut bzip2": ("cut.txt.bz2", bz2.compress(TEXT * 99)[:60]),
    "bomb, gzip": ("bomb.jsonl.gz", gzip.compress(b" " * 20_000_000)),
    "bomb in a zip": ("bomb.zip", zipped(**{"a.txt": bytes(20_000_000), "b.txt": TEXT})),
    "broken zip": ("broken.zip", b"PK\3\4 no"),
    "broken tar": ("broken.tar", b"no tar" * 200),
    "name that leads out of a zip": ("escape.zip", zipped(**{"../a.txt": TEXT, "b.txt": TEXT})),
    "absolute name in a tar": ("absolute.tar.gz", tarred("/a.txt")),
    "link in a tar": ("link.tar.gz", tarred("a.txt", link=True)),
    "archive within an archive": ("nested.zip", zipped(**{"in.zip": zipped(), "b.txt": TEXT})),
    "broken row of JSON lines": ("rows.jsonl", ROW + b"{no\n" + ROW),
    "row that is no object": ("list.jsonl", b"[1]\n" + ROW),
    "row without text": ("field.jsonl", b'{"headline": "x"}\n' + ROW),
    "bytes of another encoding in a row": ("bytes.jsonl", ROW * 1000 + b'{"text": "caf\xe9"}\n' + ROW),
    "row with too many cells": ("cells.csv", b"text,n\nfine,1\na,b,c\nfine,2\n"),
    "quotes astray in a row": ("quotes.csv", b'text,n\n"un"closed,1\nfine,2\n'),
    "broken JSON": ("broken.json", b'{"text": "x'),
    "broken Parquet": ("broken.parquet", b"PAR1 no"),
}


@app.command()
def faults(write: Path | None = None) -> None:
    """One run over a folder of all faults and a good article: each line of the errors file under its fault."""
    with tempfile.TemporaryDirectory() as place:
        folder, out = Path(place) / "in", Path(place) / "out.jsonl"
        folder.mkdir()
        for name, data in FAULTS.values():
            (folder / name).write_bytes(data)
        (folder / "good.txt").write_bytes(TEXT)
        command = [*EXTRACT, str(folder), "-o", str(out), "-q", "--max-size", "1.1", "--workers", "1"]
        code = subprocess.run(command, check=False).returncode
        lines = out.with_name(out.name + ".errors.jsonl").read_text(encoding="utf-8").splitlines()
        summary = json.loads(out.with_name(out.name + ".summary.json").read_text(encoding="utf-8"))
    errors = list(map(json.loads, lines))
    rows = [
        {"fault": fault, "file": name, "member": error["member"], "row": error["row"], "reason": error["reason"]}
        for fault, (name, _) in FAULTS.items()
        for error in errors
        if Path(error["path"]).name == name
    ]
    told({"exit code": code, "articles": summary["articles"], "errors": summary["errors"], "rows": rows}, write)


if __name__ == "__main__":
    app()
