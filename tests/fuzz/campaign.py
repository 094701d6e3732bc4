"""A run of the fuzzer that goes on after a finding."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Iterable
from hashlib import blake2b
from pathlib import Path

import atheris

FLAGS = ["-timeout=60", "-rss_limit_mb=4000", "-max_len=8192", "-print_final_stats=1", "-len_control=20"]


def fuzz(check: Callable[[bytes], None], seeds: Iterable[bytes]) -> None:
    """Run `check` on inputs made from `seeds`. The command line is libFuzzer's: a folder of inputs or one file, flags."""
    place = Path(sys.argv[1])
    if not place.is_file():
        place.mkdir(parents=True, exist_ok=True)
        for number, seed in enumerate(seeds):
            (place / f"seed-{number:03}").write_bytes(seed)
    findings = place.with_name(f"{place.name}.findings")
    findings.mkdir(exist_ok=True)
    atheris.Setup([sys.argv[0], *FLAGS, f"-artifact_prefix={findings}/", *sys.argv[1:]], _kept(check, findings))
    atheris.Fuzz()


def _kept(check: Callable[[bytes], None], findings: Path) -> Callable[[bytes], None]:
    """`check`, with what it raises written down once for each line of code that raises it."""
    seen: set[str] = set()

    def run(data: bytes) -> None:
        try:
            check(data)
        except Exception as error:
            frames = traceback.extract_tb(error.__traceback__)
            where = "\n".join(f"{frame.filename}:{frame.lineno}" for frame in frames[-3:])
            name = blake2b(f"{type(error).__name__} {where}".encode(), digest_size=6).hexdigest()
            if name not in seen:
                seen.add(name)
                (findings / name).write_bytes(data)
                (findings / f"{name}.txt").write_text(traceback.format_exc(), encoding="utf-8", errors="backslashreplace")
                print(f"FINDING {name}: {type(error).__name__}: {error!s:.200}", flush=True)

    return run
