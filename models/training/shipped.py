"""The network as it ships: the same function as QuoteNet's, written for speed on a CPU.

Four things are said otherwise than in the library that trained it. Attention is one operator, which never writes its
matrix of weights to memory. Layer norms are plain arithmetic: ONNX Runtime runs their operator word by word, 6 ms of the
31 that a row of 256 pieces took (int8, one core), and 2 ms so. The heads are two products: the vectors of pairs do not need
fp32, the labels do. Of the last layer only the pieces whose scores are asked for are worked out: the first of each word that
is kept, three of four.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn

from network import QuoteNet
from quotex.labels import LINK_WIDTH


class Attention(torch.autograd.Function):
    """Multi-head attention over (rows, pieces, width), traced as ONNX Runtime's own operator."""

    @staticmethod
    def forward(context: Any, query: Tensor, key: Tensor, value: Tensor, heads: int) -> Tensor:
        def split(x: Tensor) -> Tensor:
            return x.unflatten(-1, (heads, -1)).transpose(1, 2)

        mixed = nn.functional.scaled_dot_product_attention(split(query), split(key), split(value))
        return mixed.transpose(1, 2).flatten(2)

    @staticmethod
    def symbolic(graph: Any, query: Any, key: Any, value: Any, heads: int) -> Any:
        mixed = graph.op("com.microsoft::MultiHeadAttention", query, key, value, num_heads_i=heads)
        mixed.setType(query.type())
        return mixed


class Norm(nn.Module):
    """A layer norm in plain arithmetic. The square is a product: as a power, the run time would know the pattern again."""

    def __init__(self, norm: nn.LayerNorm) -> None:
        super().__init__()
        self.weight, self.bias, self.eps = norm.weight, norm.bias, norm.eps

    def forward(self, x: Tensor) -> Tensor:
        centred = x - x.mean(-1, keepdim=True)
        scale = torch.sqrt((centred * centred).mean(-1, keepdim=True) + self.eps)
        return centred * scale.reciprocal() * self.weight + self.bias


class Layer(nn.Module):
    """One layer of BERT. `shrink` holds what smoothing.py divides the inputs of its products by, and `aside` the inner
    channels of each that have products of their own."""

    def __init__(self, layer: Any, shrink: dict[nn.Module, Tensor], aside: dict[nn.Module, Tensor]) -> None:
        super().__init__()
        attention = layer.attention.self
        self.heads = attention.num_attention_heads
        self.query, self.key, self.value = attention.query, attention.key, attention.value
        self.mixing, self.mixed = layer.attention.output.dense, Norm(layer.attention.output.LayerNorm)
        self.widening, self.narrowing = layer.intermediate.dense, layer.output.dense
        self.done = Norm(layer.output.LayerNorm)
        for name, module in (("asked", attention), ("wide", self.widening)):
            self.register_buffer(name, shrink.get(module))
        self.beside = taken_out(self.widening, self.narrowing, aside.get(self.narrowing))

    def forward(self, x: Tensor) -> Tensor:
        seen = scaled(x, self.asked)
        return self.onward(Attention.apply(self.query(seen), self.key(seen), self.value(seen), self.heads), x)

    def onward(self, attended: Tensor, x: Tensor) -> Tensor:
        x = self.mixed(self.mixing(attended) + x)
        wide = scaled(x, self.wide)
        narrowed = self.narrowing(nn.functional.gelu(self.widening(wide)))
        if self.beside is not None:
            narrowed = narrowed + self.beside(wide)
        return self.done(narrowed + x)


class LastLayer(Layer):
    """The last one: the pieces at `asked_for` look at all, and nobody looks at the others any more."""

    def forward(self, x: Tensor, asked_for: Tensor) -> Tensor:
        seen = scaled(x, self.asked)
        query = self.query(seen[:, asked_for])
        return self.onward(Attention.apply(query, self.key(seen), self.value(seen), self.heads), x[:, asked_for])


class Shipped(nn.Module):
    """Ids (rows, pieces), features (rows, pieces, 3) and the pieces asked for (n) to scores (rows, n, sum of COLUMNS)."""

    def __init__(
        self,
        net: QuoteNet,
        shrink: dict[nn.Module, Tensor] | None = None,
        aside: dict[nn.Module, Tensor] | None = None,
    ) -> None:
        super().__init__()
        embeddings = net.encoder.embeddings
        self.words, self.features = embeddings.word_embeddings, net.features
        # Every piece has its place and is of the first type.
        self.register_buffer("places", embeddings.position_embeddings.weight + embeddings.token_type_embeddings.weight[0])
        self.norm = Norm(embeddings.LayerNorm)
        *layers, last = net.encoder.encoder.layer
        self.layers = nn.ModuleList(Layer(layer, shrink or {}, aside or {}) for layer in layers)
        self.last = LastLayer(last, shrink or {}, aside or {})
        heads = list(net.heads.values())
        labels = [head for head in heads if head.out_features != LINK_WIDTH]  # first in COLUMNS
        self.scores, self.vectors = stacked(labels), stacked(heads[len(labels) :])

    def forward(self, ids: Tensor, features: Tensor, asked_for: Tensor) -> Tensor:
        x = self.words(ids) + self.places[: ids.shape[1]]
        for i, table in enumerate(self.features):
            x = x + table(features[..., i])
        x = self.norm(x)
        for layer in self.layers:
            x = layer(x)
        x = self.last(x, asked_for)
        return torch.cat([self.scores(x), self.vectors(x)], dim=-1)


def taken_out(widening: nn.Linear, narrowing: nn.Linear, channels: Tensor | None) -> nn.Sequential | None:
    """Products for the inner `channels` alone; `widening` gives 0 for them from now on."""
    if channels is None:
        return None
    into, out = nn.Linear(widening.in_features, len(channels)), nn.Linear(len(channels), narrowing.out_features, bias=False)
    into.weight.data, into.bias.data = widening.weight.data[channels].clone(), widening.bias.data[channels].clone()
    out.weight.data = narrowing.weight.data[:, channels].clone()
    widening.weight.data[channels], widening.bias.data[channels] = 0.0, 0.0
    return nn.Sequential(into, nn.GELU(), out)


def scaled(x: Tensor, by: Tensor | None) -> Tensor:
    return x if by is None else x * by


def stacked(products: list[Any]) -> nn.Linear:
    """One product that gives what `products` give, side by side."""
    one = nn.Linear(products[0].in_features, sum(p.out_features for p in products))
    one.weight.data = torch.cat([p.weight.data for p in products])
    one.bias.data = torch.cat([p.bias.data for p in products])
    return one
