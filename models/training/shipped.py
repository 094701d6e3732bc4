"""The network as it ships: the same function as QuoteNet's, written for speed on a CPU.

Three things are said otherwise than in the library that trained it. Attention is one operator, which never writes its
matrix of weights to memory. Layer norms are plain arithmetic: ONNX Runtime runs their operator word by word, 6 ms of the
31 that a row of 256 pieces took (int8, one core), and 2 ms so. All heads are one product, and so are query, key and value.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn

from network import QuoteNet


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
    """One layer of BERT. `shrink` holds what smoothing.py divides the inputs of its products by."""

    def __init__(self, layer: Any, shrink: dict[nn.Module, Tensor]) -> None:
        super().__init__()
        attention = layer.attention.self
        self.heads = attention.num_attention_heads
        self.asking = stacked([attention.query, attention.key, attention.value])
        self.mixing, self.mixed = layer.attention.output.dense, Norm(layer.attention.output.LayerNorm)
        self.widening, self.narrowing = layer.intermediate.dense, layer.output.dense
        self.done = Norm(layer.output.LayerNorm)
        for name, module in (("asked", attention), ("wide", self.widening), ("narrow", self.narrowing)):
            self.register_buffer(name, shrink.get(module))
        self.aside = torch.zeros(0, dtype=torch.int64) if self.narrow is None else (self.narrow == 0).nonzero()[:, 0]
        self.beside = nn.Linear(len(self.aside), self.narrowing.out_features, bias=False)
        self.beside.weight.data = self.narrowing.weight.data[:, self.aside].clone()

    def forward(self, x: Tensor) -> Tensor:
        query, key, value = self.asking(scaled(x, self.asked)).chunk(3, dim=-1)
        x = self.mixed(self.mixing(Attention.apply(query, key, value, self.heads)) + x)
        inner = nn.functional.gelu(self.widening(scaled(x, self.wide)))
        narrowed = self.narrowing(scaled(inner, self.narrow))
        if len(self.aside):
            narrowed = narrowed + self.beside(inner[..., self.aside])
        return self.done(narrowed + x)


class Shipped(nn.Module):
    """Ids (rows, pieces) and features (rows, pieces, 3) to scores (rows, pieces, sum of COLUMNS)."""

    def __init__(self, net: QuoteNet, shrink: dict[nn.Module, Tensor] | None = None) -> None:
        super().__init__()
        embeddings = net.encoder.embeddings
        self.words, self.features = embeddings.word_embeddings, net.features
        # Every piece has its place and is of the first type.
        self.register_buffer("places", embeddings.position_embeddings.weight + embeddings.token_type_embeddings.weight[0])
        self.norm = Norm(embeddings.LayerNorm)
        self.layers = nn.ModuleList(Layer(layer, shrink or {}) for layer in net.encoder.encoder.layer)
        self.scores = stacked(list(net.heads.values()))

    def forward(self, ids: Tensor, features: Tensor) -> Tensor:
        x = self.words(ids) + self.places[: ids.shape[1]]
        for i, table in enumerate(self.features):
            x = x + table(features[..., i])
        x = self.norm(x)
        for layer in self.layers:
            x = layer(x)
        return self.scores(x)


def scaled(x: Tensor, by: Tensor | None) -> Tensor:
    return x if by is None else x * by


def stacked(products: list[Any]) -> nn.Linear:
    """One product that gives what `products` give, side by side."""
    one = nn.Linear(products[0].in_features, sum(p.out_features for p in products))
    one.weight.data = torch.cat([p.weight.data for p in products])
    one.bias.data = torch.cat([p.bias.data for p in products])
    return one
