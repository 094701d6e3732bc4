"""Trained weights to the files that the component loads: the encoder as ONNX, fp32 and int8, and the pair scorer.

    python export.py RUN CORPUS LEXICONS OUT

OUT/fp32 and OUT/int8 each receive the files of quotex.weights.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import onnx
import srsly
import torch
import typer
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers.fusion_options import FusionOptions
from onnxruntime.transformers.optimizer import optimize_model

from network import QuoteNet, encoder_folder, load_encoder
from quotex.confidence import Calibration
from quotex.ranking import unfitted
from smoothing import smooth
from train import SMOKE


class Shipped(torch.nn.Module):
    """The network as it ships: all heads in one matrix, so that one multiplication gives all scores of a piece."""

    def __init__(self, net: QuoteNet) -> None:
        super().__init__()
        self.net = net
        heads = list(net.heads.values())
        self.scores = torch.nn.Linear(heads[0].in_features, sum(head.out_features for head in heads))
        self.scores.weight.data = torch.cat([head.weight.data for head in heads])
        self.scores.bias.data = torch.cat([head.bias.data for head in heads])

    def forward(self, ids: torch.Tensor, features: torch.Tensor) -> torch.Tensor:
        return self.scores(self.net.encode(ids, None, features))  # rows are run one by one: nothing to mask


def load_net(run: Path) -> QuoteNet:
    settings = json.loads((run / "training.json").read_text(encoding="utf8"))
    net = QuoteNet(load_encoder(None, SMOKE if settings["smoke"] else None), settings["auxiliary"])
    net.load_state_dict(torch.load(run / "weights.pt", weights_only=True))
    return net.eval()


def export_fp32(net: QuoteNet, path: Path) -> None:
    """Trace with eager attention: the exporter then writes the plain graph that the fusion below recognises."""
    net.encoder.set_attn_implementation("eager")
    example = (
        torch.ones(2, 16, dtype=torch.int64),
        torch.zeros(2, 16, 3, dtype=torch.int64),
    )
    axes = {0: "rows", 1: "pieces"}
    names = ["ids", "features"]
    torch.onnx.export(
        Shipped(net),
        example,
        str(path),
        input_names=names,
        output_names=["scores"],
        opset_version=17,
        dynamo=False,
        dynamic_axes=dict.fromkeys([*names, "scores"], axes),
    )


def fuse(source: Path, target: Path, net: QuoteNet) -> None:
    """Fuse attention, layer norms and GELU into single operators."""
    config = net.encoder.config
    options = FusionOptions("bert")
    options.enable_embed_layer_norm = False  # our features are added where it expects token types
    model = optimize_model(
        str(source),
        "bert",
        num_heads=config.num_attention_heads,
        hidden_size=config.hidden_size,
        optimization_options=options,
        opt_level=0,
    )
    typer.echo(f"fused: {model.get_fused_operator_statistics()}")
    model.save_model_to_file(str(target))


def write_links(net: QuoteNet, path: Path) -> None:
    arrays = {}
    for kind, scorer in net.links.items():
        arrays[f"{kind}.none"] = scorer.none.detach().numpy()
        for name, table in scorer.tables.items():
            arrays[f"{kind}.{name}"] = table.detach().numpy()
    np.savez(path, **arrays)


def left_in_fp32(encoder: Path) -> list[str]:
    """Nodes that int8 would hurt more than it speeds up: the heads, and the inner channels with the largest outliers."""
    left = ("/scores/", "/layer.0/output/dense/", "/layer.1/output/dense/")
    return [node.name for node in onnx.load(encoder).graph.node if any(part in node.name for part in left)]


def main(run: Path, corpus: Path, lexicons: Path, out: Path) -> None:
    """Export RUN/weights.pt, its int8 scales set on articles of CORPUS."""
    net = load_net(run)
    smooth(net, corpus)
    for kind in ("fp32", "int8"):
        (out / kind).mkdir(parents=True, exist_ok=True)
        shutil.copy(encoder_folder() / "tokenizer.json", out / kind / "tokenizer.json")
        for name in ("lemmas.json", "first_names.json", "transitions.json"):
            shutil.copy(lexicons / name, out / kind / name)
        write_links(net, out / kind / "links.npz")
        srsly.write_json(out / kind / "calibration.json", Calibration().to_dict())  # until calibrate.py fits it
        srsly.write_json(out / kind / "ranker.json", unfitted().to_dict())  # until rank.py fits it
    plain = out / "plain.onnx"
    export_fp32(net, plain)
    fuse(plain, out / "fp32" / "encoder.onnx", net)
    plain.unlink()
    quantize_dynamic(
        out / "fp32" / "encoder.onnx",
        out / "int8" / "encoder.onnx",
        weight_type=QuantType.QInt8,
        per_channel=True,
        nodes_to_exclude=left_in_fp32(out / "fp32" / "encoder.onnx"),
        op_types_to_quantize=["MatMul", "Attention", "Gather"],
        extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},  # fused operators hide the types from inference
    )
    onnx.checker.check_model(str(out / "int8" / "encoder.onnx"), full_check=False)
    for kind in ("fp32", "int8"):
        typer.echo(f"{kind}: {(out / kind / 'encoder.onnx').stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    typer.run(main)
