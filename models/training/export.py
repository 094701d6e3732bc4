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

from network import QuoteNet, encoder_folder, load_encoder
from quotex.confidence import Calibration
from quotex.ranking import unfitted
from shipped import Shipped
from smoothing import smooth
from train import SMOKE

# Share of the corpora's own transition scores beside the learned ones. Content F1 on BBC dev at 0 / 0.15: 81.4, 82.5; on
# PolNeAR dev 68.9, 69.2.
COUNTED = 0.15


def load_net(run: Path) -> QuoteNet:
    settings = json.loads((run / "training.json").read_text(encoding="utf8"))
    net = QuoteNet(load_encoder(None, SMOKE if settings["smoke"] else None), settings["auxiliary"])
    net.load_state_dict(torch.load(run / "weights.pt", weights_only=True))
    return net.eval()


def export_fp32(net: Shipped, path: Path) -> None:
    names = ["ids", "features", "asked_for"]
    torch.onnx.export(
        net,
        (torch.ones(2, 16, dtype=torch.int64), torch.zeros(2, 16, 3, dtype=torch.int64), torch.arange(8)),
        str(path),
        input_names=names,
        output_names=["scores"],
        opset_version=17,
        dynamo=False,
        dynamic_axes={
            "ids": {0: "rows", 1: "pieces"},
            "features": {0: "rows", 1: "pieces"},
            "asked_for": {0: "asked for"},
            "scores": {0: "rows", 1: "asked for"},
        },
    )


def write_links(net: QuoteNet, path: Path) -> None:
    arrays = {}
    for kind, scorer in net.links.items():
        arrays[f"{kind}.none"] = scorer.none.detach().numpy()
        for name, table in scorer.tables.items():
            arrays[f"{kind}.{name}"] = table.detach().numpy()
    np.savez(path, **arrays)


def transitions(net: QuoteNet, lexicons: Path) -> list[list[float]]:
    """The learned scores of one role after another, and a share of the corpora's."""
    counted = np.array(srsly.read_json(lexicons / "transitions.json"))
    return [[round(float(v), 3) for v in row] for row in net.transitions.detach().numpy() + COUNTED * counted]


def left_in_fp32(encoder: Path) -> list[str]:
    """Nodes that int8 hurts more than it speeds up: the labels' heads, and the inner channels with the largest outliers."""
    left = ("/scores/", "/beside/")
    return [node.name for node in onnx.load(encoder).graph.node if any(part in node.name for part in left)]


def main(run: Path, corpus: Path, lexicons: Path, out: Path) -> None:
    """Export RUN/weights.pt, its int8 scales set on articles of CORPUS."""
    net = load_net(run)
    shipped = Shipped(net, *smooth(net, corpus)).eval()
    for kind in ("fp32", "int8"):
        (out / kind).mkdir(parents=True, exist_ok=True)
        shutil.copy(encoder_folder() / "tokenizer.json", out / kind / "tokenizer.json")
        for name in ("lemmas.json", "first_names.json"):
            shutil.copy(lexicons / name, out / kind / name)
        srsly.write_json(out / kind / "transitions.json", transitions(net, lexicons))
        write_links(net, out / kind / "links.npz")
        srsly.write_json(out / kind / "calibration.json", Calibration().to_dict())  # until calibrate.py fits it
        srsly.write_json(out / kind / "ranker.json", unfitted().to_dict())  # until rank.py fits it
    export_fp32(shipped, out / "fp32" / "encoder.onnx")
    quantize_dynamic(
        out / "fp32" / "encoder.onnx",
        out / "int8" / "encoder.onnx",
        weight_type=QuantType.QInt8,
        per_channel=True,
        nodes_to_exclude=left_in_fp32(out / "fp32" / "encoder.onnx"),
        op_types_to_quantize=["MatMul", "Gather"],
        extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},  # the attention operator hides types from inference
    )
    for kind in ("fp32", "int8"):
        typer.echo(f"{kind}: {(out / kind / 'encoder.onnx').stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    typer.run(main)
