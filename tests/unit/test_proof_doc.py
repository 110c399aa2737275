"""docs/proof-residents.md names tests that are there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest

from tests.unit.test_house import ROOT

TESTS = ROOT / "tests"
NAMED = re.compile(r"`([a-z0-9_/]*\.py)?(?:::([a-z0-9_]+)(…?))?`")


def named() -> Iterator[tuple[str, str, bool]]:
    """File, test and whether only its beginning is written; what follows a file without one of its own is in it too."""
    for line in (ROOT / "docs/proof-residents.md").read_text("utf-8").splitlines():
        file = ""
        for found in NAMED.finditer(line):
            path, test, short = found.groups()
            if path:
                file = path if "/" in path else f"{file.rpartition('/')[0]}/{path}"
            yield file, test or "", bool(short)


@cache
def names_in(file: str) -> list[str]:
    return re.findall(r"^(?:async )?def test_(\w+)", (TESTS / file).read_text("utf-8"), re.MULTILINE)


CASES = sorted(set(named()))


@pytest.mark.parametrize(("file", "test", "short"), CASES, ids=[f"{file}::{test}" for file, test, _ in CASES])
def test_what_the_page_names_is_there(file: str, test: str, short: bool) -> None:
    assert (TESTS / file).is_file()
    if test:
        assert [one for one in names_in(file) if (one.startswith(test) if short else one == test)], test


def test_the_page_names_many() -> None:
    assert len(CASES) > 100
