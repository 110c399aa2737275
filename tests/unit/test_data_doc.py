"""S1: docs/data.md names every column that is kept, with a class, how long it stays and what removes it."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest
from sqlalchemy import Column, MetaData, String

from kiosk.adapters.store import schema
from kiosk.config import Hub
from kiosk.hub.models import Base
from kiosk.hub.settings import HubSettings
from kiosk.services.sync import SyncOptions

PAGE = (Path(__file__).parents[2] / "docs" / "data.md").read_text("utf-8")
CLASSES = ("none", "personal", "sensitive")
CODE = re.compile(r"`([a-z_]+)`")
WITHOUT_NOTES = re.compile(r"\([^)]*\)")  # what a column holds, in parentheses, names no column


def part(heading: str) -> str:
    """From this heading to the next of its rank."""
    return PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def rows(text: str) -> list[list[str]]:
    """The cells of every line of every table, heads left out."""
    lines = [line for line in text.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in lines if "---" not in line]


def columns(metadata: MetaData) -> set[tuple[str, str]]:
    return {(table.name, column.name) for table in metadata.sorted_tables for column in table.columns}


def named(text: str) -> dict[tuple[str, str], list[str]]:
    """Column by column the cells that speak of it: class, stays, removed by."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for cells in rows(text):
        if len(cells) == 5 and (table := CODE.match(cells[0])) and " " not in cells[0].replace(" with `status`", ""):
            for column in CODE.findall(WITHOUT_NOTES.sub("", cells[1])):
                found[table[1], column] = cells[2:]
    return found


@pytest.mark.parametrize(
    ("heading", "metadata"), [("On the kiosk", schema.metadata), ("On the hub", Base.metadata)], ids=["kiosk", "hub"]
)
def test_s1_every_column_has_a_class_and_an_end(heading: str, metadata: MetaData) -> None:
    known = named(part(heading))
    assert known.keys() == columns(metadata)
    for where, (kind, stays, by) in known.items():
        assert kind.startswith(CLASSES), where
        assert stays, where
        assert by, where


def test_s1_every_file_has_a_class_and_an_end() -> None:
    whole = [
        cells for heading in ("On the kiosk", "On the hub") for cells in rows(part(heading).partition("### Files")[2])
    ]
    assert all(len(cells) == 5 and all(cells) for cells in whole)
    for name in ("kiosk.key", "hub.json", "alarm.journal", "aside-", "speech/", "hub.key", "ca.key", "server.key"):
        assert any(name in cells[0] for cells in whole), name


def test_a_new_column_without_a_class_is_seen() -> None:
    """The check above can fail: one more column on either side is missed on the page."""
    for heading, metadata in (("On the kiosk", schema.metadata), ("On the hub", Base.metadata)):
        more = MetaData()
        for table in metadata.sorted_tables:
            table.to_metadata(more)
        more.tables["request"].append_column(Column("identity_card", String))
        assert columns(more) - named(part(heading)).keys() == {("request", "identity_card")}


def test_the_times_are_those_of_the_program() -> None:
    keep = SyncOptions().keep.days
    assert f"{keep} days after its end" in part("On the kiosk")
    assert f"`hub.keep_days` is {Hub().keep_days} by default" in part("On the hub")
    assert HubSettings(Path("/nowhere")).keep_days == Hub().keep_days
