from __future__ import annotations

import pytest

from quotex.errors import UnreadableArticle
from quotex.readers.encodings import decode

CURLY = "“Größe ist nicht alles,” said Zoë Müller – but it’s a start at the café."
PLAIN = '"It is a start," said Zoë Müller at the café in Malmö.'


@pytest.mark.parametrize(("encoding", "text", "note"), [
    ("utf-8", CURLY, ()),
    ("utf-8-sig", CURLY, ()),
    ("utf-16", CURLY, ("encoding utf-16",)),
    ("utf-16-le", CURLY, ("encoding utf-16-le",)),
    ("utf-16-be", CURLY, ("encoding utf-16-be",)),
    ("cp1252", CURLY, ("encoding cp1252",)),
    ("latin-1", PLAIN, ("encoding cp1252",)),  # the same bytes: cp1252 only adds to it
])  # fmt: skip
def test_encodings_are_recognised_and_noted(encoding: str, text: str, note: tuple[str, ...]) -> None:
    decoded = decode(text.encode(encoding))
    assert decoded.text == text
    assert decoded.notes == note


def test_mojibake_is_reported_and_only_repaired_when_asked() -> None:
    broken = CURLY.encode().decode("cp1252", "replace").replace("\ufffd", "\x9d")
    assert decode(broken.encode()).text == broken
    assert decode(broken.encode()).notes == ("mojibake",)
    repaired = decode(broken.encode(), repair=True)
    assert repaired.text == CURLY
    assert repaired.notes == ("mojibake repaired",)


@pytest.mark.parametrize(
    "data", [b"\x7fELF\2\1\1\0" + bytes(range(256)), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(200), bytes(50)]
)
def test_binary_data_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableArticle, match="binary"):
        decode(data)
