from __future__ import annotations

from pathlib import Path

import pytest

from quotex.articles import LONGEST, find_files, read_article
from quotex.errors import UnreadableArticle


def test_folders_give_their_text_files_at_any_depth(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("b/2.txt", "1.txt", "b/notes.doc"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    assert [id for id, _ in find_files([tmp_path])] == ["1.txt", "b/2.txt"]
    assert list(find_files([tmp_path / "b" / "notes.doc"])) == [("notes.doc", tmp_path / "b" / "notes.doc")]


def test_text_is_untouched_but_for_the_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("\ufeff“Yes,”\r\nhe said.".encode())
    assert read_article("a", path).text == "“Yes,”\r\nhe said."


@pytest.mark.parametrize(
    ("data", "reason"),
    [(b"caf\xe9", "not UTF-8"), (b"PK\0\0", "NUL"), (b"x" * (LONGEST + 1), "longest")],
)
def test_a_bad_file_is_named_with_its_reason(tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "bad.txt"
    path.write_bytes(data)
    with pytest.raises(UnreadableArticle, match=f"bad.txt.*{reason}"):
        read_article("bad", path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableArticle, match=r"gone\.txt: No such file"):
        read_article("gone", tmp_path / "gone.txt")
