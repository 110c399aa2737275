"""A session ends only after a warning, and leaves nothing behind."""

from __future__ import annotations

import pytest

from kiosk.domain.preferences import Palette, Preferences, TextSize
from kiosk.services.session import Adjust, Session, SessionPhase
from tests.fakes.clock import FakeClock


class Table:
    def __init__(self, warning: float = 30) -> None:
        self.clock = FakeClock()
        self.session = Session(self.clock, Preferences(), idle=180, warning=warning)
        self.phases: list[SessionPhase] = []
        self.ended = 0
        self.session.watch(lambda: self.phases.append(self.session.phase))
        self.session.on_end(self.end)

    def phase(self) -> SessionPhase:
        return self.session.phase

    def end(self) -> None:
        self.ended += 1


@pytest.fixture
def table() -> Table:
    return Table()


def test_u14_the_warning_comes_before_the_end(table: Table) -> None:
    table.session.activity()
    table.clock.advance(149)
    assert table.phase() is SessionPhase.ACTIVE
    table.clock.advance(1)
    assert table.phase() is SessionPhase.WARNED
    assert table.session.seconds_left == 30
    table.clock.advance(29)
    assert table.ended == 0
    table.clock.advance(1)
    assert table.ended == 1
    assert table.phases == [SessionPhase.ACTIVE, SessionPhase.WARNED, SessionPhase.RESTING]
    assert table.session.seconds_left == 0


def test_u14_a_warning_is_never_shorter_than_20_seconds() -> None:
    table = Table(warning=5)
    table.session.activity()
    table.clock.advance(160)
    assert table.session.seconds_left == 20


def test_u14_one_tap_extends_it_at_least_ten_times(table: Table) -> None:
    table.session.activity()
    for _ in range(12):
        table.clock.advance(175)
        assert table.phase() is SessionPhase.WARNED
        table.session.activity()
        assert table.phase() is SessionPhase.ACTIVE
    assert table.ended == 0


def test_u14_it_stops_while_something_outside_is_waited_for(table: Table) -> None:
    table.session.activity()
    first, second = table.session.hold(), table.session.hold()
    table.clock.advance(10_000)
    table.session.activity()
    first()
    table.clock.advance(10_000)
    assert table.phase() is SessionPhase.ACTIVE
    second()
    second()
    table.clock.advance(150)
    assert table.phase() is SessionPhase.WARNED


def test_u12_everything_goes_back_at_the_end(table: Table) -> None:
    table.session.activity()
    for what in Adjust:
        table.session.adjust(what)
    changed = table.session.preferences
    assert changed == Preferences(TextSize.LARGE, Palette.DARK, "en", 85, 140)
    table.session.end()
    assert table.session.preferences == Preferences()


def test_s3_what_was_kept_is_gone_at_the_end(table: Table) -> None:
    table.session.activity()
    table.session.keep("taxi", "东街医院")
    assert table.session.kept("taxi") == "东街医院"
    table.session.end()
    assert table.session.kept("taxi") is None


def test_ending_twice_is_ending_once(table: Table) -> None:
    table.session.activity()
    table.session.end()
    table.session.end()
    assert table.ended == 1
    assert table.clock.waiting == 0


def test_a_hold_of_a_session_that_ended_does_not_touch_the_next(table: Table) -> None:
    table.session.activity()
    release = table.session.hold()
    table.session.end()
    table.session.activity()
    release()
    table.clock.advance(150)
    assert table.phase() is SessionPhase.WARNED


def test_nobody_is_told_after_cancelling(table: Table) -> None:
    heard: list[str] = []
    cancel = table.session.watch(lambda: heard.append("changed"))
    cancel()
    cancel()
    table.session.activity()
    assert heard == []
