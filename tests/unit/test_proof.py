"""docs/proof-*.md name tests that are there: `file.py::name_of_a_test`, `folder/`, … for what is left out of a name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import pytest

from tests.unit.test_house import ROOT

TESTS = ROOT / "tests"
PAGES = sorted((ROOT / "docs").glob("proof-*.md"))
NAMED = re.compile(r"`(?P<path>[a-z0-9_/]+(?:\.py|/))?(?:::(?P<test>[a-z0-9_…]+))?`")


def named(line: str) -> Iterator[tuple[str, str]]:
    """Path and test; a file without a folder is in the one before it, a test without a file in the file before it."""
    path = ""
    for found in NAMED.finditer(line):
        if here := found["path"]:
            path = here if "/" in here else f"{path.rpartition('/')[0]}/{here}"
        yield path, found["test"] or ""


@cache
def names_in(file: str) -> list[str]:
    return re.findall(r"^(?:async )?def test_(\w+)", (TESTS / file).read_text("utf-8"), re.MULTILINE)


def is_there(path: str, test: str) -> bool:
    if not (TESTS / path).exists():
        return False
    return not test or any(fnmatchcase(name, test.replace("…", "*")) for name in names_in(path))


def rows(page: Path) -> list[str]:
    return [line for line in page.read_text("utf-8").splitlines() if line.startswith("| ")]


CASES = [(page.stem, *one) for page in PAGES for one in sorted({one for row in rows(page) for one in named(row)})]


@pytest.mark.parametrize(("page", "path", "test"), CASES, ids=[f"{page}:{path}::{test}" for page, path, test in CASES])
def test_what_a_page_names_is_there(page: str, path: str, test: str) -> None:
    assert is_there(path, test), page


@pytest.mark.parametrize("page", [page.stem for page in PAGES])
def test_a_page_names_many(page: str) -> None:
    assert len([case for case in CASES if case[0] == page]) > 60


def test_what_is_not_there_is_found() -> None:
    line = "| x | `unit/test_house.py::no_such_test`, `test_nowhere.py`, `test_proof.py::what…`, `::…`, `no/folder/` |"
    assert [one for one in named(line) if not is_there(*one)] == [
        ("unit/test_house.py", "no_such_test"),
        ("unit/test_nowhere.py", ""),
        ("no/folder/", ""),
    ]
