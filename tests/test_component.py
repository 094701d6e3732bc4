from __future__ import annotations

import json
import pickle
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin

import quotex
from quotex import Quote
from quotex.typesetting import hard_spaces, hard_wrapped, typeset

pytestmark = pytest.mark.model

TEXT = 'Mayor Ann Lee opened the bridge on Monday. "It took us ten years," Lee said. She said that tolls would follow.'


def all_passages(quote: Quote) -> list[quotex.Passage]:
    return [*quote.content, *(p for p in (quote.cue, quote.source) if p), *quote.speakers]


def test_every_field_is_the_text_at_its_offsets(nlp: Language, seeds: dict[str, str]) -> None:
    for text in seeds.values():
        for quote in nlp(text)._.quotes:
            for passage in all_passages(quote):
                assert text[passage.start : passage.end] == passage.text


def test_spaces_and_hard_wrapped_lines_change_nothing(nlp: Language, seeds: dict[str, str]) -> None:
    for text in seeds.values():
        expected = json.dumps([quote.to_dict() for quote in nlp(text)._.quotes])
        for style in (hard_wrapped, hard_spaces):
            found = json.dumps([quote.to_dict() for quote in nlp(typeset(text, style).text)._.quotes])
            assert found.replace("\\n", " ").replace("\\u00a0", " ") == expected.replace("\\n", " ").replace("\\u00a0", " ")


def test_three_ways_to_load_give_one_pipeline(nlp: Language) -> None:
    expected = nlp(TEXT)._.quotes
    assert expected
    for other in (spacy.load("quotex"), spacy.load(quotex.model.model_path())):
        assert other(TEXT)._.quotes == expected


def test_pipe_gives_what_single_calls_give(nlp: Language, seeds: dict[str, str]) -> None:
    texts = [TEXT, "", *seeds.values()]
    expected = [nlp(text)._.quotes for text in texts]
    for batch_size in (1, 3, 64):
        found = [doc._.quotes for doc in nlp.pipe(texts, batch_size=batch_size)]
        assert [[q.to_dict() for q in quotes] for quotes in found] == [[q.to_dict() for q in quotes] for quotes in expected]


def test_processes_give_the_same(nlp: Language, seeds: dict[str, str]) -> None:
    texts = [TEXT, *seeds.values()]
    expected = [doc._.quotes for doc in nlp.pipe(texts)]
    assert [doc._.quotes for doc in nlp.pipe(texts, n_process=2, batch_size=2)] == expected


def test_quotations_survive_serialisation(nlp: Language) -> None:
    doc = nlp(TEXT)
    expected = doc._.quotes
    assert Doc(nlp.vocab).from_bytes(doc.to_bytes())._.quotes == expected
    packed = DocBin(docs=[doc], store_user_data=True).to_bytes()
    assert next(DocBin().from_bytes(packed).get_docs(nlp.vocab))._.quotes == expected
    assert pickle.loads(pickle.dumps(doc))._.quotes == expected


def test_the_pipeline_survives_serialisation(nlp: Language, tmp_path: Path) -> None:
    expected = nlp(TEXT)._.quotes
    nlp.to_disk(tmp_path / "saved")
    assert spacy.load(tmp_path / "saved")(TEXT)._.quotes == expected
    again = spacy.util.load_model_from_config(nlp.config, auto_fill=True).from_bytes(nlp.to_bytes())
    assert again(TEXT)._.quotes == expected
    component = pickle.loads(pickle.dumps(nlp.get_pipe("quotex")))
    assert component(nlp.make_doc(TEXT))._.quotes == expected


def test_a_blank_pipeline_needs_one_name() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("quotex")
    text = 'It "failed",said Bo Chen. Chen added:"We stop."'
    quotes = nlp(text)._.quotes
    assert quotes
    assert all(text[p.start : p.end] == p.text for q in quotes for p in all_passages(q))


def test_sentences_and_entities_of_the_pipeline_are_left_alone() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "PERSON", "pattern": "Ann Lee"}])
    before = nlp(TEXT)
    nlp.add_pipe("quotex")
    after = nlp(TEXT)
    assert [e.text for e in after.ents] == [e.text for e in before.ents] == ["Ann Lee"]
    assert [s.text for s in after.sents] == [s.text for s in before.sents]
    assert after._.quotes[0].speaker is not None
    assert after._.quotes[0].speaker.name == "Ann Lee"


def test_sentences_and_entities_are_given_where_there_are_none(nlp: Language) -> None:
    doc = nlp(TEXT)
    assert len(list(doc.sents)) == 3
    assert ("Ann Lee", "PERSON") in [(e.text, e.label_) for e in doc.ents]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "”", "a", "\u200b", "No one spoke."])
def test_texts_without_quotations(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert doc._.quotes == ()
    assert len(doc.spans["quotex_content"]) == 0


def test_span_groups_show_the_quotations(nlp: Language) -> None:
    doc = nlp(TEXT)
    contents = doc.spans["quotex_content"]
    assert [span.label_ for span in contents] == [q.type for q in doc._.quotes for _ in q.content]
    assert [span.id for span in contents] == [n for n, q in enumerate(doc._.quotes, start=1) for _ in q.content]


def test_extract_takes_text_and_docs(nlp: Language) -> None:
    quotes = quotex.extract(TEXT, article="desk/bridge.txt")
    assert quotes[0].id == "desk/bridge#q1"
    assert quotes[0].article == "desk/bridge.txt"
    assert quotex.extract(nlp(TEXT), article="desk/bridge.txt") == quotes
    assert quotex.extract(spacy.blank("en")(TEXT), article="desk/bridge.txt") == quotes


def test_long_articles_are_not_cut(nlp: Language) -> None:
    text = "\n\n".join(f"Paragraph {i}: nothing happened here today." for i in range(400)) + "\n\n" + TEXT
    quotes = nlp(text)._.quotes
    assert quotes
    assert quotes[-1].content[-1].end >= len(text) - 2


def test_settings_can_be_overridden() -> None:
    nlp = quotex.load(config={"components": {"quotex": {"threads": 2}}})
    assert nlp.get_pipe("quotex").encoder.threads == 2


def test_a_window_too_small_for_its_overlap_is_refused() -> None:
    with pytest.raises(ValueError, match="too small for an overlap of 24"):
        spacy.blank("en").add_pipe("quotex", config={"window": 32, "overlap": 24})
