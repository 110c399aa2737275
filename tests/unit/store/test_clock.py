"""The machine's clocks: the hub corrects them, boots are told apart, ids sort."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.adapters import clock as clocks
from kiosk.adapters.clock import SystemClock
from kiosk.adapters.ids import new_id
from kiosk.protocol.models import EventIn


def make() -> SystemClock:
    return SystemClock(lambda _seconds, call: call)


@pytest.mark.parametrize("days", [-365, 365])
def test_a_battery_clock_a_year_off_is_corrected(days: int) -> None:
    clock = make()
    hub_time = datetime.now(UTC) + timedelta(days=days)
    clock.correct(hub_time)
    assert abs(clock.now() - hub_time) < timedelta(seconds=1)


@pytest.mark.parametrize("year", [1, 1970, 9999])
def test_a_time_that_cannot_be_is_no_correction(year: int) -> None:
    clock = make()
    clock.correct(datetime(year, 12, 31, 23, 59, 59, tzinfo=UTC))
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=1)
    assert clock.now() + timedelta(days=1) > clock.now()


def test_less_than_two_seconds_is_left_alone() -> None:
    clock = make()
    clock.correct(datetime.now(UTC) + timedelta(seconds=1.5))
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=0.5)


def test_the_boot_is_named_and_seconds_go_forward(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = make()
    assert clock.boot() == make().boot() != ""
    first = clock.monotonic()
    assert clock.monotonic() >= first > 0
    monkeypatch.setattr(clocks, "BOOT_ID", tmp_path / "none")
    assert make().boot() != make().boot()


def test_later_is_the_main_loops() -> None:
    asked: list[float] = []

    def later(seconds: float, call: object) -> object:
        asked.append(seconds)
        return call

    SystemClock(later)  # type: ignore[arg-type]  # what it gives is passed through
    clock = SystemClock(later)  # type: ignore[arg-type]  # as above
    clock.call_later(2.5, lambda: None)
    assert asked == [2.5]


def test_ids_are_what_the_wire_wants() -> None:
    ids = [new_id() for _ in range(100)]
    assert len(set(ids)) == 100
    assert all(EventIn(id=one, what="note").id == one for one in ids)
