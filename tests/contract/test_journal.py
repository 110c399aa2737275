"""The alarm journal's promises, kept by the fake and by the file alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.adapters.journal import FileJournal
from kiosk.ports.journal import Entry, Journal, Stage
from tests.fakes.journal import MemoryJournal
from tests.fakes.requests import AT, new_id

Reopen = Callable[[], Journal]


@pytest.fixture(params=["memory", "file"])
def reopen(request: pytest.FixtureRequest, tmp_path: Path) -> Reopen:
    """A new process's journal on the same disk."""
    disk = MemoryJournal()

    def again() -> Journal:
        return FileJournal(tmp_path) if request.param == "file" else disk

    return again


def armed(**changes: object) -> Entry:
    entry = Entry(new_id(), new_id(), Stage.ARMED, "home", 99, "boot-1", 10.5, 15.5, AT)
    return replace(entry, **changes)  # type: ignore[arg-type]  # a test names its fields


def test_nothing_was_left_at_first(reopen: Reopen) -> None:
    assert reopen().open() == ()


def test_an_open_alarm_comes_back_whole(reopen: Reopen) -> None:
    journal, entry = reopen(), armed()
    journal.open()
    journal.write(entry)
    journal.close()
    assert reopen().open() == (entry,)


def test_the_newest_word_counts(reopen: Reopen) -> None:
    journal, entry = reopen(), armed()
    journal.open()
    for stage in (Stage.ARMED, Stage.FIRED, Stage.REACHED):
        journal.write(replace(entry, stage=stage))
    journal.close()
    assert reopen().open() == (replace(entry, stage=Stage.REACHED),)


def test_what_is_over_is_not_left(reopen: Reopen) -> None:
    journal, over, open_ = reopen(), armed(), armed(at=None)
    journal.open()
    journal.write(over)
    journal.write(open_)
    journal.write(replace(over, stage=Stage.OVER))
    journal.close()
    assert reopen().open() == (open_,)


def test_an_open_alarm_outlives_many_others(reopen: Reopen) -> None:
    journal, waiting = reopen(), armed()
    journal.open()
    journal.write(waiting)
    for _ in range(200):
        other = armed()
        journal.write(other)
        journal.write(replace(other, stage=Stage.OVER))
    journal.close()
    assert reopen().open() == (waiting,)


def test_several_come_back_oldest_first(reopen: Reopen) -> None:
    journal, entries = reopen(), [armed() for _ in range(5)]
    journal.open()
    for entry in entries:
        journal.write(entry)
    journal.close()
    assert list(reopen().open()) == entries


def test_an_exercise_stays_one(reopen: Reopen) -> None:
    journal, entry = reopen(), armed(mode="exercise")
    journal.open()
    journal.write(entry)
    journal.close()
    assert reopen().open() == (entry,)


def test_a_slot_of_before_there_were_exercises_is_a_real_call(tmp_path: Path) -> None:
    """The old form has no mode; and a real call is still written in it, for a program that is put back."""
    import json

    from kiosk.adapters import journal as file

    entry = armed()
    block = file._packed(entry, 1)
    text = block[file._HEAD.size :].rstrip(b"\0")
    assert "mode" not in json.loads(text)
    first = FileJournal(tmp_path)
    first.open()
    first.close()
    with (tmp_path / file.FILE).open("r+b") as slots:
        slots.write(block)
    assert FileJournal(tmp_path).open() == (entry,)
