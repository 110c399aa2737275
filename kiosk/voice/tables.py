"""Reads the tables in data/: one entry a line, blanks between columns, # starts a comment."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

DATA = Path(__file__).resolve().parent / "data"


def lines(name: str) -> Iterator[str]:
    """The lines of a table that say something."""
    with (DATA / name).open(encoding="utf-8") as table:
        for line in table:
            text = line.rstrip("\n")
            if text and not text.startswith("#"):
                yield text


def pairs(name: str) -> Iterator[tuple[str, str]]:
    """Each line as (first column, the rest)."""
    for line in lines(name):
        key, _, value = line.partition(" ")
        yield key, value.strip()
