from __future__ import annotations

import io
import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from importlib.resources import files
from typing import Any

import docx
import pytest
from jsonschema import Draft202012Validator
from sample import HOSTILE, serving, stand_in
from spacy.language import Language
from spacy.tokens import Doc
from typer.testing import CliRunner

import quotex
from quotex.cli import app as command
from quotex.view.requests import Limits
from quotex.view.server import create_app

SCHEMA = Draft202012Validator(json.loads((files(quotex) / "quote.schema.json").read_text(encoding="utf-8")))
LIMITS = Limits(body=5_000, characters=1_000, articles=3, seconds=30)
TEXT = "“No,” said Bo Chen."


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving(create_app([stand_in()], limits=LIMITS)) as url:
        yield url.removeprefix("http://")


def send(address: str, path: str, body: Any = None, kind: str = "text/plain") -> tuple[int, Any]:
    """Status, and the answer as JSON or else as text. A body goes by POST; what is no bytes goes as JSON."""
    connection = HTTPConnection(address, timeout=60)
    headers = {"Content-Type": kind}
    if body is not None and not isinstance(body, bytes | Iterator):
        body, headers = json.dumps(body).encode(), {"Content-Type": "application/json"}
    connection.request("GET" if body is None else "POST", path, body, headers)
    response = connection.getresponse()
    answer = response.read().decode()
    connection.close()
    is_json = response.headers["Content-Type"] == "application/json"
    return response.status, json.loads(answer) if is_json else answer


def form(field: str, value: bytes, name: str = "") -> tuple[bytes, str]:
    file = f'; filename="{name}"' if name else ""
    head = f'--XX\r\nContent-Disposition: form-data; name="{field}"{file}\r\n\r\n'
    return head.encode() + value + b"\r\n--XX--\r\n", "multipart/form-data; boundary=XX"


def test_health(address: str) -> None:
    assert send(address, "/health") == (200, {"status": "ok", "version": quotex.__version__})


def test_a_text_gives_its_records(address: str) -> None:
    status, answer = send(address, "/extract?id=desk/a.txt", TEXT.encode())
    assert status == 200
    [row] = answer["quotes"]
    SCHEMA.validate(row)
    assert (row["id"], row["article"], row["speaker"]["name"]) == ("desk/a#q1", "desk/a.txt", "Bo Chen")


def test_json_gives_the_records_of_one_or_many(address: str) -> None:
    assert send(address, "/extract", {"text": TEXT, "id": "a"})[1]["quotes"][0]["id"] == "a#q1"
    status, answer = send(address, "/extract", [{"text": TEXT}, {"text": ""}, {"text": TEXT, "id": "c.txt"}])
    assert status == 200
    assert [row["id"] for row in answer["quotes"]] == ["1#q1", "c#q1"]


@pytest.mark.parametrize(
    ("body", "status", "reason"),
    [
        (b"x" * 5_001, 413, "more than 5,000 bytes"),
        (iter([b"x" * 3_000] * 2), 413, "more than 5,000 bytes"),
        (b"x" * 1_001, 413, "1: 1,001 characters"),
        ([{"text": "x"}] * 4, 413, "4 articles"),
        (b"caf\xe9", 422, "not UTF-8 (byte 3)"),
        ({"txt": "x"}, 422, "Field required"),
        ({"text": 7}, 422, "valid string"),
        ([], 200, ""),
        ([{"text": "x", "id": "a.txt"}, {"text": "y", "id": "a"}], 422, "two articles are called"),
        ("text", 422, "valid"),
    ],
)
def test_what_is_refused_and_why(address: str, body: Any, status: int, reason: str) -> None:
    got, answer = send(address, "/extract", body)
    assert got == status
    assert reason in json.dumps(answer)


def test_other_content_types_are_refused(address: str) -> None:
    assert send(address, "/extract", b"x", "application/pdf")[0] == 415
    assert send(address, "/extract", b'{"text": "\\ud800"}', "application/json; charset=utf-8")[0] == 422
    assert send(address, "/extract", b"{", "application/json")[0] == 422


def test_every_answer_bears_the_headers(address: str) -> None:
    connection = HTTPConnection(address)
    for path in ("/", "/health", "/nothing"):
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Cache-Control"] == "no-store"
    connection.close()


def test_the_page_marks_what_was_pasted(address: str) -> None:
    status, page = send(address, "/", *form("text", TEXT.replace(" said", "\r\nsaid").encode()))
    assert status == 200
    assert "“No,”\nsaid" in page
    status, page = send(address, "/", *form("text", TEXT.encode()))
    assert '<span class="part content direct" data-q="0">“No,”</span>' in page
    assert "&#34;schema&#34;: &#34;quotex/1&#34;" in page


def test_the_page_marks_a_file(address: str) -> None:
    status, page = send(address, "/", *form("file", b"\xef\xbb\xbf" + TEXT.encode(), "a.txt"))
    assert status == 200
    assert "pasted" not in page and '<li class="note" id="quote:a#q1"' in page
    assert f"{TEXT}</textarea>" in page


@pytest.mark.parametrize(
    ("name", "data"),
    [
        (
            "a.html",
            f"<nav>Home</nav><article><p>It rained on Monday and on Tuesday.</p><p>{TEXT}</p></article>".encode(),
        ),
        ("a.md", f"---\ntitle: No\n---\n{TEXT}".encode()),
        ("a", TEXT.encode("cp1252")),
    ],
)
def test_the_page_takes_files_of_several_formats(address: str, name: str, data: bytes) -> None:
    status, page = send(address, "/", *form("file", data, name))
    assert status == 200
    assert '<span class="part content direct" data-q="0">“No,”</span>' in page and "Home" not in page


def test_the_page_takes_a_word_document() -> None:
    document, data = docx.Document(), io.BytesIO()
    document.add_paragraph(TEXT)
    document.save(data)
    with serving(create_app([stand_in()])) as url:
        status, page = send(url.removeprefix("http://"), "/", *form("file", data.getvalue(), "a.DOCX"))
    assert status == 200
    assert '<span class="part content direct" data-q="0">“No,”</span>' in page


def test_what_goes_wrong_with_an_article_is_answered() -> None:
    nlp = stand_in()
    nlp.max_length = 10
    with serving(create_app([nlp])) as url:
        status, answer = send(url.removeprefix("http://"), "/extract", {"text": TEXT, "id": "a.txt"})
    assert status == 500
    assert answer["detail"].startswith("a.txt: could not be worked on")


@pytest.mark.parametrize(
    ("body", "status", "reason"),
    [
        (form("file", bytes(range(256)), "a.txt"), 422, "not a text"),
        (form("file", b"no article", "a.html"), 422, "no article found"),
        (form("file", b"%PDF-1.4", "a.pdf"), 415, "a.pdf: send its text, or a file that ends in one of .txt"),
        (form("file", b"x", "a.txt.gz"), 415, "a.txt.gz"),
        (form("file", b"PK", "a.docx"), 422, "not a Word document"),
        (form("text", b"x" * 1_001), 413, "1,001 characters"),
        (form("text", b"x" * 6_000), 413, "more than 5,000 bytes"),
        (form("other", b"x"), 422, "neither a file nor a text"),
        ((b"x", "text/plain"), 422, "neither a file nor a text"),
        ((b"--YY", "multipart/form-data; boundary=XX"), 400, ""),
    ],
)
def test_the_page_says_what_is_wrong(address: str, body: tuple[bytes, str], status: int, reason: str) -> None:
    got, page = send(address, "/", *body)
    assert got == status
    assert '<p class="error" role="alert">' in page and reason in page


def test_the_page_escapes_what_was_pasted(address: str) -> None:
    status, page = send(address, "/", *form("text", HOSTILE.encode()))
    assert status == 200
    for tag in ("<script>window", "<img", "<svg", "<iframe", "</textarea><svg"):
        assert tag not in page


def test_openapi_describes_both_bodies_and_the_record(address: str) -> None:
    document = send(address, "/openapi.json")[1]
    operation = document["paths"]["/extract"]["post"]
    assert set(operation["requestBody"]["content"]) == {"text/plain", "application/json"}
    answer = operation["responses"]["200"]["content"]["application/json"]["schema"]
    Draft202012Validator(answer).validate({"quotes": [send(address, "/extract", TEXT.encode())[1]["quotes"][0]]})
    assert not Draft202012Validator(answer).is_valid({"quotes": [{}]})
    assert "cdn" not in send(address, "/docs")[1]


class Gate:
    """A pipeline's component that waits to be let through."""

    def __init__(self) -> None:
        self.opened = threading.Event()
        self.working = 0

    def __call__(self, doc: Doc) -> Doc:
        self.working += 1
        assert self.opened.wait(60)
        return doc


def gated(gate: Gate) -> Language:
    Language.component("gate", func=gate)
    nlp = stand_in()
    nlp.add_pipe("gate", first=True)
    return nlp


def test_an_overloaded_server_refuses_at_once_and_loses_nothing() -> None:
    gate = Gate()
    with (
        serving(create_app([gated(gate), gated(gate)], waiting=3, limits=LIMITS)) as url,
        ThreadPoolExecutor(12) as clients,
    ):
        address = url.removeprefix("http://")
        sent = [clients.submit(send, address, "/extract", f"“No {i},” said Bo Chen.".encode()) for i in range(12)]
        until(lambda: sum(one.done() for one in sent) == 7)
        assert [one.result()[0] for one in sent if one.done()] == [503] * 7
        assert send(address, "/health")[0] == 200
        assert send(address, "/", *form("text", b"x"))[0] == 503
        assert gate.working == 2
        gate.opened.set()
        answers = [one.result() for one in sent]
        done = {i: answer["quotes"][0]["content"][0]["text"] for i, (status, answer) in enumerate(answers) if status == 200}
        assert len(done) == 5
        assert done == {i: f"“No {i},”" for i in done}
        assert send(address, "/extract", TEXT.encode())[0] == 200


def test_a_request_that_takes_too_long_is_given_up_and_its_place_is_free_again() -> None:
    gate = Gate()
    limits = Limits(seconds=0.2)
    with serving(create_app([gated(gate)], waiting=1, limits=limits)) as url:
        address = url.removeprefix("http://")
        status, answer = send(address, "/extract", [{"text": TEXT}, {"text": TEXT}, {"text": TEXT}])
        assert (status, answer["detail"]) == (503, "not done within 0.2 seconds")
        assert send(address, "/extract", TEXT.encode())[0] == 503  # it waited behind the first, which is still at work
        gate.opened.set()
        until(lambda: send(address, "/extract", TEXT.encode())[0] == 200)


def until(condition: Any) -> None:
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_the_command_listens_on_loopback_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, Any]] = []
    monkeypatch.setattr("uvicorn.run", lambda app, **settings: asked.append(settings))
    monkeypatch.setattr("quotex.usage.open_pipeline", lambda model: stand_in())
    assert CliRunner().invoke(command, ["serve"]).exit_code == 0
    assert CliRunner().invoke(command, ["serve", "--host", "0.0.0.0", "--port", "81"]).exit_code == 0
    assert [(one["host"], one["port"]) for one in asked] == [("127.0.0.1", 8000), ("0.0.0.0", 81)]


def test_the_command_says_which_extra_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quotex.view.commands.find_spec", lambda name: None)
    result = CliRunner().invoke(command, ["serve"])
    assert result.exit_code == 1
    assert "quotex[serve]" in result.stderr


@pytest.mark.model
def test_the_server_gives_what_the_library_gives(nlp: Language, seeds: dict[str, str]) -> None:
    with serving(create_app([nlp])) as url:
        sent = [{"id": id, "text": text} for id, text in seeds.items()]
        status, answer = send(url.removeprefix("http://"), "/extract", sent)
    expected = [quote.to_dict() for id, text in seeds.items() for quote in quotex.extract(nlp(text), article=id)]
    assert status == 200
    assert answer["quotes"] == json.loads(json.dumps(expected))
