"""The measured figures into README.md, the model card and robustness.md: each block between its markers is written anew.

    python report.py

Reads results.json (promote.py), int8.json (compare.py), reliability.json (calibrate.py), speed.json (speed.py), memory.json
and faults.json (batch.py) beside this file.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from blocks import fill

import quotex

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
ROWS = ("content", "cue", "source", "quote", "linked", "who", "direct.quote", "direct.linked", "direct.who")
PAGES = {
    ROOT / "README.md": ("sample", "record", "accuracy", "speed", "sources"),
    HERE.parent / "en_quotex_news" / "README.md": ("accuracy", "speed", "sources"),
    HERE / "robustness.md": ("faults", "memory"),
}
SEED = ROOT / "seeds" / "000_f35d691d0a92c864.txt"


def figure_table(results: dict[str, Any]) -> str:
    """F1 of whole articles, a row a dev set; type and mode are accuracies."""
    lines = ["| whole articles, F1 | " + " | ".join((*ROWS, "type", "mode")) + " |", "|---" * (len(ROWS) + 3) + "|"]
    for name in ("polnear-dev", "bbc-dev"):
        row = results[name]
        cells = [str(row[key]["f"]) for key in ROWS] + [str(row[key]["accuracy"]) for key in ("type", "mode")]
        lines.append(f"| {name} ({row['quote']['gold']} quotations) | " + " | ".join(cells) + " |")
    lines += ["", "Exact match paragraph by paragraph, as CofeNet's authors count it:", ""]
    lines += [
        f"- {name}: "
        + ", ".join(f"{role} {results[f'{key}, paragraphs'][role]['f']}" for role in ("source", "cue", "content"))
        for name, key in (("PolNeAR dev", "polnear-dev"), ("RiQuA valid (novels)", "riqua-valid"))
    ]
    return "\n".join(lines)


def speaker_table(results: dict[str, Any]) -> str:
    """How often the right speaker is named where the spans are given, by what the source is, and of those answered."""
    forms = ("speaker", "speaker.name", "speaker.pronoun", "speaker.description", "speaker.none")
    heads = ("all", "names", "pronouns", "descriptions", "no source", "right of those answered", "kind")
    lines = ["| speakers, gold spans, % right | " + " | ".join(heads) + " |", "|---" * (len(heads) + 1) + "|"]
    for name in ("polnear-dev", "bbc-dev"):
        rows = results[f"{name}, gold spans"]
        cells = [rows[form]["right"] for form in forms] + [rows["speaker"]["answered"], rows["kind"]["right"]]
        lines.append(f"| {name} | " + " | ".join(map(str, cells)) + " |")
    return "\n".join(lines)


def confidence_line(reliability: dict[str, Any]) -> str:
    held_out = reliability["held out"]
    return (
        f"Confidence of quotations: expected calibration error {held_out['ece']} % on dev articles that it was not "
        f"fitted on (two halves, crosswise; {held_out['n']} quotations; `models/evaluation/reliability.json`)."
    )


def int8_line(compared: dict[str, Any]) -> str:
    differences = [
        f"{key} {compared[name][key]['difference']:+} ({name})"
        for name in ("polnear-dev", "bbc-dev")
        for key in ("quote", "linked", "who")
    ]
    return "int8 against fp32, F1: " + ", ".join(differences) + "."


def speed_table(speed: dict[str, Any]) -> str:
    kinds = list(speed["words a second, cores 1"])
    lines = ["| words a second | " + " | ".join(kinds) + " |", "|---" * (len(kinds) + 1) + "|"]
    for cores in (1, 2):
        row = speed[f"words a second, cores {cores}"]
        lines.append(f"| on {cores} core{'s' * (cores > 1)} | " + " | ".join(f"{row[kind]:,}" for kind in kinds) + " |")
    lines += [
        "",
        f"Over {speed['articles']} BBC articles ({speed['words']:,} words), {speed['machine']}. Loading takes "
        f"{speed['cold start, quotex.load()']} s from a cold start "
        f"(`import spacy` alone {speed['cold start, import spacy']} s). "
        f"A text of 1,000,000 characters is read within {speed['peak memory, 1,000,000 characters (MB)']:,.0f} MB.",
    ]
    return "\n".join(lines)


def batch_table(speed: dict[str, Any]) -> str:
    """The batch command from its start to its end; `alone` leaves out the start of the command."""
    alone = "words a second, without the start of the command"
    lines = ["| `quotex extract` | articles/s | words/s | words/s once started | peak memory of the largest process |"]
    lines.append("|---" * 5 + "|")
    rows = [speed[f"batch, workers {workers}"] for workers in (1, 2)]
    for workers, row in zip((1, 2), rows, strict=True):
        figures = [f"{row[key]:,}" for key in ("articles a second", "words a second", alone)]
        memory = f"{row['peak memory of its largest process (MB)']} MB"
        lines.append(f"| {workers} worker{'s' * (workers > 1)} | " + " | ".join([*figures, memory]) + " |")
    gain = rows[1][alone] / rows[0][alone]
    lines += ["", f"Over {rows[0]['articles']} BBC articles; two workers are {gain:.2f} times as fast as one."]
    return "\n".join(lines)


def memory_line(memory: dict[str, Any]) -> str:
    return (
        f"One worker over {memory['articles']:,} short generated articles from standard input: at 10 % it had held at most "
        f"{memory['peak memory at 10 % (MB)']} MB, at the end {memory['peak memory at 100 % (MB)']} MB "
        f"(exit code {memory['exit code']}, {memory['seconds']:,} s)."
    )


def fault_table(faults: dict[str, Any]) -> str:
    lines = ["| bad input | where | reason in the errors file |", "|---|---|---|"]
    for row in faults["rows"]:
        where = [row["file"], *filter(None, [row["member"], row["row"] and f"row {row['row']}"])]
        lines.append(f"| {row['fault']} | {', '.join(where)} | {row['reason']} |")
    counts = f"{faults['articles']} articles, {faults['errors']} errors, exit code {faults['exit code']}"
    return "\n".join([*lines, "", f"All in one run, with good articles beside them: {counts}."])


def sample() -> str:
    """What quotex says of the first sample article, a line a quotation."""
    text = SEED.read_text(encoding="utf-8")
    lines = ["```", "$ quotex extract seeds   # shown here: speaker | type | content"]
    for quote in quotex.extract(text)[:8]:
        content = quote.text if len(quote.text) < 88 else quote.text[:85] + "…"
        lines.append(f"{quote.speaker.name if quote.speaker else '?':13} | {quote.type:8} | {content}")
    return "\n".join([*lines, "```"])


def record() -> str:
    """The first direct quotation of the first sample article, as JSON."""
    quotes = quotex.extract(SEED.read_text(encoding="utf-8"), article="asif.txt")
    row = next(quote for quote in quotes if quote.type == "direct").to_dict()
    lines = [f'"{key}": {json.dumps(value, ensure_ascii=False)}' for key, value in row.items()]
    return "```json\n{" + ",\n ".join(lines) + "}\n```"


def sources() -> str:
    meta = json.loads((ROOT / "models" / "en_quotex_news" / "meta.json").read_text(encoding="utf-8"))
    lines = ["| data | licence | home |", "|---|---|---|"]
    return "\n".join([*lines, *(f"| {s['name']} | {s['license']} | {s['url']} |" for s in meta["sources"])])


def main() -> None:
    files = ("results", "int8", "speed", "reliability", "memory", "faults")
    read = {name: json.loads((HERE / f"{name}.json").read_text(encoding="utf-8")) for name in files}
    accuracy = (figure_table(read["results"]), speaker_table(read["results"]))
    blocks = {
        "accuracy": "\n\n".join((*accuracy, confidence_line(read["reliability"]), int8_line(read["int8"]))),
        "speed": speed_table(read["speed"]) + "\n\n" + batch_table(read["speed"]),
        "memory": memory_line(read["memory"]),
        "faults": fault_table(read["faults"]),
        "sample": sample(),
        "record": record(),
        "sources": sources(),
    }
    for page, names in PAGES.items():
        fill(page, {name: blocks[name] for name in names})


if __name__ == "__main__":
    main()
