"""The whole training recipe on a made-up corpus and a tiny network."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from conftest import SEEDS

TRAINING = SEEDS.parent / "models" / "training"
TEXT = 'Ann Lee said "we will not pay" on Monday.\n\nShe hopes that it rains, Bo Chen said.\n'
GOLD = [
    {"content": [[13, 30]], "cue": [8, 12], "source": [0, 7], "type": "direct", "speaker": "Ann Lee"},
    {"content": [[43, 66]], "cue": [76, 80], "source": [68, 75], "type": "indirect", "speaker": "Bo Chen"},
]
LABELLED = {
    "tokens": ["``", "No", ",", "''", "said", "he", "."],
    "labels": ["B-content", "I-content", "I-content", "I-content", "B-cue", "B-source", "O"],
}
CONLLU = "# newpar\n1\tRain\train\tNOUN\tNN\t_\t2\tnsubj\t_\t_\n2\tfalls\tfall\tVERB\tVBZ\t_\t0\troot\t_\tSpaceAfter=No\n\n"


def step(name: str, *args: Path | str) -> str:
    environment = {**os.environ, "OMP_NUM_THREADS": "2"}
    command = [sys.executable, str(TRAINING / f"{name}.py"), *map(str, args)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    (folder / "gum").mkdir(parents=True)
    (folder / "gum" / "a.conllu").write_text(CONLLU, encoding="utf8")
    (folder / "riqua").mkdir()
    (folder / "riqua" / "train.txt").write_text(json.dumps(LABELLED) + "\n", encoding="utf8")
    for part in ("train", "dev"):
        texts = folder / "gold" / f"bbc-{part}"
        texts.mkdir(parents=True)
        lines = []
        for i in range(8 if part == "train" else 2):
            (texts / f"{i}.txt").write_text(TEXT, encoding="utf8")
            lines += [json.dumps({"doc": str(i), "kind": "person", "mode": "speech", **row}) for row in GOLD]
        (folder / "gold" / f"bbc-{part}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf8")
    return folder


@pytest.mark.recipe
def test_corpora_become_a_pipeline(data: Path, tmp_path: Path) -> None:
    pytest.importorskip("torch")
    corpus, lexicons, run, out = (tmp_path / name for name in ("corpus", "lexicons", "run", "out"))
    assert "bbc-train.jsonl: 8 articles" in step("convert", data, corpus)
    novel = json.loads((corpus / "riqua-train.jsonl").read_text(encoding="utf8"))
    assert [(role, novel["text"][a:b]) for role, a, b in novel["roles"]] == [
        ("content", "“No,”"), ("cue", "said"), ("source", "he")
    ]  # fmt: skip
    article = json.loads((corpus / "gum.jsonl").read_text(encoding="utf8"))
    assert article["text"] == "Rain falls\n"
    assert "lemmas" in step("lexicons", corpus, lexicons)
    assert "role" in step("train", corpus, run, "--smoke", "--epochs", "1", "--size", "64")
    assert "int8" in step("export", run, corpus, lexicons, out)
    taught = tmp_path / "taught"
    assert "bbc-train: done" in step("teach", corpus, tmp_path / "teacher.npz", out / "int8")
    options = ("--smoke", "--epochs", "1", "--size", "64", "--start", run, "--teacher", tmp_path / "teacher.npz")
    assert "taught" in step("train", corpus, taught, *options)
    step("average", tmp_path / "mean", run, taught)
    step("export", tmp_path / "mean", corpus, lexicons, out)
    assert "| nothing | 1 |" in step(
        "experiment", "nothing", corpus, lexicons, data, taught, "--write", tmp_path / "rows.md"
    )
    head, rule, row = (tmp_path / "rows.md").read_text(encoding="utf8").split("\n")[1:4]
    assert head.count("|") == rule.count("|") == row.count("|")
    assert "held out" in step("rank", out, data)
    step("calibrate", out, data)
    compared = json.loads(step("compare", out, data))
    assert set(compared["bbc-dev"]["quote"]) == {"fp32", "int8", "difference"}
    step("promote", out / "int8", data, tmp_path / "pipeline", "--no-gate")
    doc = spacy.load(tmp_path / "pipeline")(TEXT)
    assert isinstance(doc._.quotes, tuple)
    assert len(list(doc.sents)) >= 2


@pytest.mark.recipe
def test_the_gate_names_what_is_below_its_floor() -> None:
    pytest.importorskip("torch")
    sys.path.insert(0, str(TRAINING))
    from promote import below

    figures = {"dev": {"quote": {"f": 70.0}, "type": {"accuracy": 90.0}}}
    assert below(figures, {"dev": {"quote": 70.0, "type": 89.0}}) == []
    assert below(figures, {"dev": {"quote": 70.1}}) == ["dev quote: 70.0 < 70.1"]


@pytest.mark.recipe
def test_an_article_set_otherwise_keeps_its_labels() -> None:
    pytest.importorskip("torch")
    sys.path.insert(0, str(TRAINING))
    from tokenizers import Tokenizer

    import surface
    from corpus import make_example
    from network import encoder_folder
    from quotex.labels import ROLES
    from quotex.typesetting import no_closing_marks, typeset
    from quotex.windows import Wordpieces

    text = "“We won,” said Ann."
    article = {
        "id": "a",
        "text": text,
        "attributions": [{"content": [[0, 9]], "cue": [10, 14], "source": [15, 18], "type": "direct", "mode": "speech"}],
    }
    wordpieces = Wordpieces(Tokenizer.from_file(str(encoder_folder() / "tokenizer.json")))
    example = make_example(article, wordpieces, {"pos": {}, "dep": {}})
    unclosed = surface.rewritten(example, typeset(text, no_closing_marks), wordpieces)
    assert unclosed.words.forms == ["“", "We", "won", ",", "said", "Ann", "."]
    assert [ROLES[i] for i in unclosed.labels["role"]] == [
        "B-content", "I-content", "I-content", "I-content", "B-cue", "B-source", "O"
    ]  # fmt: skip
    assert unclosed.attributions == [{"content": [(0, 4)], "cue": (4, 5), "source": (5, 6)}]
    unopened = surface.rewritten(example, typeset(text, lambda text: text.replace("“", " ")), wordpieces)
    assert ROLES[unopened.labels["role"][0]] == "B-content"
    longer = surface.rewritten(example, typeset(text, lambda text: [c * 2 if c == "n" else c for c in text]), wordpieces)
    assert longer.words.forms[-4:] == ["”", "said", "Annnn", "."]
    assert longer.attributions == example.attributions


@pytest.mark.recipe
def test_what_ships_gives_the_scores_that_were_trained() -> None:
    torch = pytest.importorskip("torch")
    sys.path.insert(0, str(TRAINING))
    from network import QuoteNet, load_encoder
    from shipped import Shipped
    from train import SMOKE

    torch.manual_seed(0)
    net = QuoteNet(load_encoder(None, SMOKE), {"pos": 2, "dep": 2}).eval()
    ids, features = torch.randint(1000, (1, 9)), torch.randint(3, (1, 9, 3))
    asked_for = torch.tensor([1, 4, 5])
    with torch.no_grad():
        trained = net(ids, None, features)[:, asked_for]
        aside = {layer.output.dense: torch.tensor([0, 3]) for layer in net.encoder.encoder.layer}
        given = Shipped(net, aside=aside)(ids, features, asked_for)
    assert torch.allclose(given, trained, atol=1e-5)
