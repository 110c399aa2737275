"""docs/proof-alarm.md names tests that are there: each file, and behind it each `…part_of_a_name…`."""

from __future__ import annotations

import re
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "proof-alarm.md"
TOKEN = re.compile(r"(?P<file>[\w/]+\.py)|(?P<folder>\b\w+/\w+/(?= ))|`(?P<name>[\w…]+)`")
NAMES = re.compile(r"def (test_\w+)")
COMMANDS = {"alarm", "postgres", "send", "probe"}  # no tests: a bench, a stage, the port's two calls


def rows() -> list[str]:
    return [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| ") and "---" not in line]


def missing(row: str) -> list[str]:
    """What a row names and is not there."""
    folder, names, lost = "", [], list[str]()
    for found in TOKEN.finditer(row.split(" | ")[1]):
        if file := found["file"]:
            folder = file.rpartition("/")[0] or folder
            path = ROOT / "tests" / folder / file.rpartition("/")[2]
            names = NAMES.findall(path.read_text("utf-8")) if path.exists() else []
            lost += [] if path.exists() else [str(path)]
        elif found["folder"]:
            folder = found["folder"].rstrip("/")
            lost += [] if (ROOT / "tests" / folder).is_dir() else [folder]
        elif found["name"] not in COMMANDS:
            pattern = "*" + found["name"].replace("…", "*") + "*"
            lost += [] if any(fnmatch(name, pattern) for name in names) else [found["name"]]
    return lost


@pytest.mark.parametrize("row", rows()[1:], ids=lambda row: row[2:40])
def test_every_row_names_tests_that_are_there(row: str) -> None:
    assert missing(row) == []


def test_what_is_not_there_is_found() -> None:
    assert missing("| x | unit/test_house.py `no_such_test`, test_nowhere.py |") == [
        "no_such_test",
        str(ROOT / "tests" / "unit" / "test_nowhere.py"),
    ]
