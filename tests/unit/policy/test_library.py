"""The library file: the same texts give the same bytes, and whatever goes wrong leaves the old one working."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.adapters import policy_library_build
from kiosk.adapters.policy_library import FILE, Library
from kiosk.adapters.policy_library_build import build
from kiosk.adapters.policy_words import open_adviser
from kiosk.content.policy.errors import LibraryError
from kiosk.content.policy.law import Law, read_law
from tests.unit.policy.laws import DINING, GARDEN


def laws(*texts: str) -> list[tuple[Law, bytes]]:
    return [(read_law(f"law{n}", text.encode()), text.encode()) for n, text in enumerate(texts)]


def asked(folder: Path, question: str) -> list[str]:
    adviser, library = open_adviser(folder)
    with closing(library):
        return [f"{f.passage.doc} {f.passage.article}" for f in adviser.ask(question).found]


def test_the_same_texts_give_the_same_bytes(tmp_path: Path) -> None:
    first = build(tmp_path / "a", laws(GARDEN, DINING)).read_bytes()
    assert build(tmp_path / "b", laws(GARDEN, DINING)).read_bytes() == first


def test_sources_come_back_as_they_were(tmp_path: Path) -> None:
    build(tmp_path, laws(GARDEN, DINING))
    with closing(Library(tmp_path)) as library:
        assert list(library.sources()) == [("law0", GARDEN.encode()), ("law1", DINING.encode())]
        assert library.passage(2).article == "第三条"
        assert library.size == 12


def test_a_full_disk_leaves_the_old_library_and_no_litter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(tmp_path, laws(GARDEN))
    before = (tmp_path / FILE).read_bytes()

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(policy_library_build, "_fill", full)
    with pytest.raises(LibraryError, match="disk is full"):
        build(tmp_path, laws(DINING))
    assert (tmp_path / FILE).read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == [FILE]
    assert asked(tmp_path, "公园里丢了东西怎么办")[0] == "law0 第五条"


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(LibraryError, match="cannot be written"):
        build(tmp_path / "file", laws(GARDEN))


@pytest.mark.parametrize("damage", [b"", b"no database at all", b"SQLite format 3\0" + b"\xff" * 4000])
def test_a_damaged_library_says_so(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / FILE).write_bytes(damage)
    with pytest.raises(LibraryError, match="import the texts again"):
        Library(tmp_path)


def test_a_library_of_another_form_says_so(tmp_path: Path) -> None:
    path = build(tmp_path, laws(GARDEN))
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(LibraryError, match="another version"):
        Library(tmp_path)


def test_no_library(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="kiosk policy import"):
        Library(tmp_path)
