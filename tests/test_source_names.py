from __future__ import annotations

import pytest

from quotex.source_names import add_source_names


@pytest.mark.parametrize(
    ("text", "kind", "names"),
    [
        ("Health Secretary Ann Lee said", "person", ["Ann Lee"]),
        ("The Federal Bureau of Prisons said", "org", ["Federal Bureau of Prisons"]),
        ("The Trump campaign said", "org", ["Trump campaign"]),
        ("The Ohio legislature said", "org", ["Ohio legislature"]),
        ("Rift Ministry on Wednesday said", "org", ["Rift Ministry"]),
        ("The city of Leeds said", "org", ["city of Leeds"]),
        ("Lee’s Son said", "person", []),
        ("A Bloomberg poll said", "org", ["Bloomberg"]),
        ("a Clinton aide said", "person", []),
        ("The minister said", "person", []),
    ],
)
def test_a_source_shows_a_name_that_the_entities_lack(text: str, kind: str, names: list[str]) -> None:
    found = add_source_names(text, [], [(0, len(text) - len(" said"), kind)])
    assert [m.text for m in found] == names
