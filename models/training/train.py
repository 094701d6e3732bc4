"""Train the network on a converted corpus and save the averaged weights.

    python train.py CORPUS OUT [--epochs 5] [--smoke]

Set MALLOC_MMAP_THRESHOLD_=4294967296 MALLOC_TRIM_THRESHOLD_=17179869184: without them torch's allocations spend most
of the time in the kernel.
"""

from __future__ import annotations

import json
import random
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import torch
import typer
from tokenizers import Tokenizer
from torch import nn

from corpus import HEADS, IGNORE, Batch, Example, collate, collect_tags, cut_rows, read_examples
from network import QuoteNet, boundary_loss, encoder_folder, link_loss, load_encoder, sequence_loss
from quotex.windows import Wordpieces
from surface import restyle

# Weight of each head's loss. Roles are the task; the others share the encoder with it.
WEIGHTS = {"role": 0.5, "type": 0.1, "mode": 0.2, "kind": 0.2, "sent": 0.2, "ent": 0.4, "pos": 0.1, "dep": 0.1}
LINK_WEIGHT = 0.4
CRF_WEIGHT = 0.5
BOUNDARY_WEIGHT = 0.2
TAUGHT_WEIGHT = 0.5  # of a teacher's chances of the roles, which take the place of the labels in "role"; "crf" keeps to them
SMOKE = {
    "hidden_size": 32,
    "num_hidden_layers": 1,
    "num_attention_heads": 2,
    "intermediate_size": 64,
    "vocab_size": 30522,
}


def losses(net: QuoteNet, batch: Batch) -> dict[str, torch.Tensor]:
    with torch.autocast("cpu", dtype=torch.bfloat16):
        pieces = net.encode(*(torch.from_numpy(a) for a in (batch.ids, batch.mask, batch.features)))
    hidden = net.dropout(pieces[torch.from_numpy(batch.first[0]), torch.from_numpy(batch.first[1])].float())
    found = {}
    for head in HEADS:
        labels = torch.from_numpy(batch.labels[head])
        if not (labels != IGNORE).any():
            continue
        key = f"to_{head}"
        layer = net.auxiliary[key] if key in net.auxiliary else net.heads[key]
        scores = layer(hidden)
        if head == "role":
            if bounds := sequences(batch):
                found["crf"] = sequence_loss(scores, labels, net.transitions, bounds) * CRF_WEIGHT
            found |= taught_loss(scores, torch.from_numpy(batch.taught))
            labels = labels.masked_fill(~torch.from_numpy(batch.taught[:, 0]).isnan(), IGNORE)
        if (labels != IGNORE).any():
            found[head] = nn.functional.cross_entropy(scores, labels, ignore_index=IGNORE) * WEIGHTS[head]
    found["link"] = link_loss(net, hidden, batch.links, batch.breaks) * LINK_WEIGHT
    found["boundary"] = boundary_loss(net, hidden, batch.links, batch.breaks) * BOUNDARY_WEIGHT
    return found


def taught_loss(scores: torch.Tensor, taught: torch.Tensor) -> dict[str, torch.Tensor]:
    """Cross-entropy with a teacher's chances over the words that have some, as "taught"."""
    known = ~taught[:, 0].isnan()
    if not known.any():
        return {}
    logs = nn.functional.log_softmax(scores[known], dim=-1)
    return {"taught": -(taught[known] * logs).sum(-1).mean() * TAUGHT_WEIGHT}


def sequences(batch: Batch) -> list[tuple[int, int, bool]]:
    """The labelled paragraphs of a batch, as network.sequence_loss takes them."""
    rows = [offset for offset, _ in batch.links]
    cuts = sorted({*rows, *np.flatnonzero(batch.breaks >= 2).tolist(), len(batch.breaks)})
    return [(a, b, bool(batch.breaks[a] >= 2)) for a, b in pairwise(cuts) if (batch.labels["role"][a:b] != IGNORE).all()]


def moving_average(average: torch.Tensor, current: torch.Tensor, step: torch.Tensor) -> torch.Tensor:
    """Of the last 200 steps or so; of fewer at first, or the average would remember the untrained heads."""
    keep = min(0.995, float((1 + step) / (10 + step)))
    return average * keep + current * (1 - keep)


def make_optimizer(net: QuoteNet, rate: float, head_rate: float, decay: float) -> torch.optim.AdamW:
    """Lower layers learn slower: they hold what pretraining knew."""
    groups: list[dict[str, Any]] = []
    depth = net.encoder.config.num_hidden_layers
    for name, weight in net.named_parameters():
        if name.startswith("encoder."):
            layer = int(name.split(".")[3]) + 1 if ".layer." in name else 0
            own = rate * decay ** (depth - layer)
        elif name.startswith(("links.", "transitions")):
            own = 20 * head_rate  # single weights that start at zero; at the heads' rate they had moved by 0.2 at the end
        else:
            own = rate if name.startswith("features.") else head_rate
        groups.append({"params": [weight], "lr": own, "weight_decay": 0.01 if weight.ndim > 1 else 0.0})
    return torch.optim.AdamW(groups, betas=(0.9, 0.98))


def epoch_rows(
    examples: dict[str, list[Example]], repeat: dict[str, float], size: int, rng: random.Random, wordpieces: Wordpieces
) -> list[Any]:
    """The rows of one epoch: each corpus as often as `repeat` says; a fraction is a sample of its articles."""
    chosen: list[Example] = []
    for name, articles in examples.items():
        times = repeat.get(name, 1.0)
        chosen += articles * int(times) + rng.sample(articles, int(len(articles) * (times % 1)))
    rows = cut_rows([restyle(example, wordpieces, rng) for example in chosen], size, rng)
    rng.shuffle(rows)
    return rows


def main(
    corpus: Path,
    out: Path,
    epochs: int = 5,
    rate: float = 3e-4,
    head_rate: float = 1e-3,
    decay: float = 0.95,
    batch_size: int = 24,
    size: int = 256,
    seed: int = 0,
    repeat: str = "bbc-train=3,gum=0.2,riqua-train=0.5,bbc-raw=0.5",
    start: Path | None = None,
    teacher: Path | None = None,
    smoke: bool = False,
) -> None:
    """Train on CORPUS/*.jsonl but the dev parts; OUT receives weights.pt and training.json.

    With `--start RUN`, go on from another run's weights; with `--teacher FILE`, learn from teach.py's chances too.
    """
    rng, noise = random.Random(seed), np.random.default_rng(seed)
    torch.manual_seed(seed)
    out.mkdir(parents=True, exist_ok=True)
    wordpieces = Wordpieces(Tokenizer.from_file(str(encoder_folder() / "tokenizer.json")))
    paths = [p for p in sorted(corpus.glob("*.jsonl")) if not p.stem.endswith("-dev")]
    tags = collect_tags(paths)
    taught = dict(np.load(teacher)) if teacher else {}
    examples = {p.stem: read_examples(p, wordpieces, tags, rng, taught) for p in paths if teacher or p.stem != "bbc-raw"}
    times = {k: float(v) for k, v in (item.split("=") for item in repeat.split(","))}
    net = QuoteNet(load_encoder(None, SMOKE if smoke else None), {k: max(len(v), 1) for k, v in tags.items()})
    if start:
        net.load_state_dict(torch.load(start / "weights.pt", weights_only=True), strict=False)
    optimizer = make_optimizer(net, rate, head_rate, decay)
    bases = [g["lr"] for g in optimizer.param_groups]
    planned = epochs * (len(epoch_rows(examples, times, size, random.Random(0), wordpieces)) // batch_size + 1)
    average = torch.optim.swa_utils.AveragedModel(net, avg_fn=moving_average)
    step, began = 0, time.time()
    for epoch in range(epochs):
        rows = epoch_rows(examples, times, size, rng, wordpieces)
        net.train()
        for i in range(0, len(rows), batch_size):
            progress = step / planned
            scale = min(progress / 0.1, (1 - progress) / 0.9)
            for group, base in zip(optimizer.param_groups, bases, strict=True):
                group["lr"] = base * max(scale, 0.005)
            found = losses(net, collate(rows[i : i + batch_size], wordpieces, noise))
            optimizer.zero_grad()
            sum(found.values()).backward()  # type: ignore[union-attr]
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            average.update_parameters(net)
            step += 1
            if step % 20 == 0 or smoke:
                shown = " ".join(f"{k} {v.item():.3f}" for k, v in found.items())
                typer.echo(f"epoch {epoch} step {step}/{planned} {time.time() - began:.0f}s {shown}")
        torch.save(average.module.state_dict(), out / "weights.pt")
    settings = {
        "auxiliary": {k: max(len(v), 1) for k, v in tags.items()},
        "smoke": smoke,
        "epochs": epochs,
        "rate": rate,
        "head_rate": head_rate,
        "decay": decay,
        "batch_size": batch_size,
        "size": size,
        "seed": seed,
        "repeat": repeat,
        "start": str(start) if start else None,
        "teacher": str(teacher) if teacher else None,
        "steps": step,
        "minutes": round((time.time() - began) / 60, 1),
    }
    (out / "training.json").write_text(json.dumps(settings, indent=2) + "\n", encoding="utf8")


if __name__ == "__main__":
    typer.run(main)
