"""What the ranker is taught by a treebank's coreference."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import SEEDS

TREEBANK = """# newpar
# text = Ann Lee came.
1	Ann	Ann	PROPN	NNP	_	3	nsubj	_	Entity=(1-person-new
2	Lee	Lee	PROPN	NNP	_	1	flat	_	Entity=1)
3	came	come	VERB	VBD	_	0	root	_	SpaceAfter=No
4	.	.	PUNCT	.	_	3	punct	_	_

# text = She said it'll rain at the Rift.
1	She	she	PRON	PRP	_	2	nsubj	_	Entity=(1-person-giv)
2	said	say	VERB	VBD	_	0	root	_	_
3-4	it'll	_	_	_	_	_	_	_	_
3	it	it	PRON	PRP	_	5	nsubj	_	_
4	'll	will	AUX	MD	_	5	aux	_	_
5	rain	rain	VERB	VB	_	2	ccomp	_	_
6	at	at	ADP	IN	_	8	case	_	_
7	the	the	DET	DT	_	8	det	_	Entity=(2-place-new(3-place-new)
8	Rift	Rift	PROPN	NNP	_	5	obl	_	Entity=2)|SpaceAfter=No
9	.	.	PUNCT	.	_	2	punct	_	_

"""


@pytest.fixture
def training(monkeypatch: pytest.MonkeyPatch) -> None:
    """The training scripts import each other by name."""
    monkeypatch.syspath_prepend(str(SEEDS.parent / "models" / "training"))


@pytest.mark.usefixtures("training")
def test_a_reporting_verb_tells_whose_words_a_clause_is(tmp_path: Path) -> None:
    from coreference import reports
    from treebank import read_treebank

    (tmp_path / "one.conllu").write_text(TREEBANK, encoding="utf8")
    read = read_treebank(tmp_path / "one.conllu")
    assert read.text == "Ann Lee came. She said it'll rain at the Rift.\n"
    assert read.sentences == [(0, 13), (14, 46)]
    assert [(m.first, m.last, m.chain, m.kind) for m in read.mentions] == [
        (0, 1, "1", "person"), (4, 4, "1", "person"), (10, 10, "3", "place"), (10, 11, "2", "place")
    ]  # fmt: skip
    ((subject, verb, said),) = reports(read)
    assert (subject.chain, read.tokens[verb].lemma) == ("1", "say")
    assert read.text[read.tokens[said[0]].start : read.tokens[said[-1]].end] == "it'll rain at the Rift"
