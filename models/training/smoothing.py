"""Take activation outliers out of the way before quantisation, so that int8 loses little.

int8 activations share one scale per tensor. In the trained MiniLM a few channels of the layer norms' outputs reach 30
where the rest stay under 2, and a few of the feed-forward layers' inner channels 24 against 7: they leave the rest with
some ten steps. The former are divided by s and their weights multiplied by s, which changes nothing in fp32 (SmoothQuant,
Xiao et al. 2023); the few of the latter go through products of their own in fp32 (LLM.int8(), Dettmers et al. 2022).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import srsly
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from network import QuoteNet, encoder_folder
from quotex.windows import Wordpieces, cut_windows
from quotex.words import split_words

ARTICLES = 20  # of each training corpus
SHARE = 0.7  # of the outlier that moves; 0.5, the paper's, left 2 times the loss
ASIDE = 8  # inner channels of each layer that stay in fp32


def smooth(net: QuoteNet, corpus: Path) -> tuple[dict[nn.Module, Tensor], dict[nn.Module, Tensor]]:
    """Rescale the weights of each layer's products by what their inputs reach on articles of CORPUS/*-train.jsonl.

    What is left to do is to multiply the inputs of each module by what the first mapping holds for it, and to give the
    input channels that the second names a product of their own: see shipped.py.
    """
    inputs: dict[nn.Module, list[nn.Linear]] = {}
    inner: set[nn.Module] = set()
    for layer in net.encoder.encoder.layer:
        attention = layer.attention.self
        inputs[attention] = [attention.query, attention.key, attention.value]  # they share their input, and one scaling
        inputs[layer.intermediate.dense] = [layer.intermediate.dense]
        inputs[layer.output.dense] = [layer.output.dense]
        inner.add(layer.output.dense)
    reached = largest_inputs(net, list(inputs), corpus)
    shrink: dict[nn.Module, Tensor] = {}
    aside: dict[nn.Module, Tensor] = {}
    for module, products in inputs.items():
        largest = reached[module].clamp(min=1e-3)
        if module in inner:
            aside[module] = largest.topk(min(ASIDE, len(largest))).indices
            continue
        weight = torch.stack([p.weight.abs().amax(0) for p in products]).amax(0).clamp(min=1e-3)
        scale = largest**SHARE / weight ** (1 - SHARE)
        scale = scale / scale.median()
        for product in products:
            product.weight.data *= scale
        shrink[module] = 1 / scale
    return shrink, aside


def largest_inputs(net: QuoteNet, modules: list[nn.Module], corpus: Path) -> dict[nn.Module, Tensor]:
    """The largest absolute input of each channel of each module."""
    reached: dict[nn.Module, Tensor] = {}

    def note(module: nn.Module, args: tuple[Any, ...]) -> None:
        now = args[0].abs().flatten(0, -2).amax(0)
        reached[module] = torch.maximum(reached.get(module, now), now)

    hooks = [module.register_forward_pre_hook(note) for module in modules]
    wordpieces = Wordpieces(Tokenizer.from_file(str(encoder_folder() / "tokenizer.json")))
    with torch.no_grad():
        for path in sorted(corpus.glob("*-train.jsonl")):
            for article, _ in zip(srsly.read_jsonl(path), range(ARTICLES), strict=False):
                run(net, article["text"], wordpieces)
    for hook in hooks:
        hook.remove()
    return reached


def run(net: QuoteNet, text: str, wordpieces: Wordpieces) -> None:
    words = split_words(text)
    pieces = wordpieces(words)
    lengths = np.array([len(p) for p in pieces])
    for window in cut_windows(words, lengths, 256, 48):
        inside = slice(window.start, window.stop)
        ids = [wordpieces.cls, *(i for p in pieces[inside] for i in p), wordpieces.sep]
        features = np.zeros((1, len(ids), 3), dtype=np.int64)
        features[0, 1:-1] = np.repeat(words.features[inside], lengths[inside], axis=0)
        net.encode(torch.tensor([ids]), None, torch.from_numpy(features))
