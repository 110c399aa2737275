"""The drill at the kiosk: under its band, in its own words, and the red key stays real."""

from __future__ import annotations

from functools import partial
from typing import Any, cast

import pytest

from kiosk.bootstrap.drill import DrillBeside
from kiosk.domain.drill import DrillCall
from kiosk.services.alarm import AlarmLane
from kiosk.services.drilling import Drilling
from kiosk.ui.widgets.band import BandKind
from tests.gui.screens.conftest import PressedLane, Room

DRILL = DrillCall("d1", 300.0, "王阿姨")


class DrillLane(PressedLane):
    def start(self) -> None: ...

    def prepare(self) -> None: ...

    def close(self, _seconds: float = 0.0) -> None: ...


class DrillRoom:
    def __init__(self, room: Room) -> None:
        self.room, self.lanes = room, list[DrillLane]()
        self.drilling = Drilling(self._make, cast(Any, room.lane), room.clock)
        object.__setattr__(room.parts, "drilling", self.drilling)
        usual = partial(room.window.set_band, None)
        beside = DrillBeside(room.window, room.navigator, room.clock, self.drilling, usual, demo=False)
        room.navigator.moved = beside.moved

    def _make(self) -> AlarmLane:
        self.lanes.append(DrillLane())
        self.lanes[-1].turn(phase="idle")
        return cast(AlarmLane, self.lanes[-1])

    @property
    def screen(self) -> str:
        self.room.clock.advance(1.0)
        return self.room.navigator.current

    @property
    def band(self) -> BandKind | None:
        return self.room.window.band


@pytest.fixture
def drill(room: Room) -> DrillRoom:
    return DrillRoom(room)


def test_it_comes_at_home_and_everything_says_so(drill: DrillRoom) -> None:
    drill.room.speech.heard()
    drill.drilling.told(DRILL)
    assert drill.screen == "drill"
    assert drill.band is BandKind.DRILL
    assert drill.room.speech.said[0] == "演练。"
    drill.room.tap("演练呼救")
    assert drill.screen == "drill_call"
    assert drill.band is BandKind.DRILL
    assert drill.lanes[0].asked == ["press drill"]
    assert drill.room.lane.asked == []


def test_the_red_key_in_a_drill_is_a_real_call_at_once(drill: DrillRoom) -> None:
    drill.drilling.told(DRILL)
    assert drill.screen == "drill"
    drill.room.tap("演练呼救")
    assert drill.screen == "drill_call"
    drill.room.bar.alarm()
    assert drill.room.lane.asked == ["press drill_call"]
    assert drill.screen == "alarm"
    assert drill.band is None
    assert not drill.drilling.on


def test_it_takes_the_screen_from_nobody_and_marks_nothing_real(drill: DrillRoom) -> None:
    drill.room.navigator.go("taxi")
    drill.drilling.told(DRILL)
    assert drill.screen == "taxi"
    assert drill.band is None
    drill.room.navigator.home()
    assert drill.screen == "drill"


def test_who_leaves_it_leaves_it(drill: DrillRoom) -> None:
    drill.drilling.told(DRILL)
    assert drill.screen == "drill"
    drill.room.tap("现在不演练")
    assert drill.screen == "home"
    assert drill.band is None
    assert not drill.drilling.on


@pytest.mark.parametrize("pressed", [False, True])
def test_its_end_at_the_desk_takes_it_away(drill: DrillRoom, pressed: bool) -> None:
    drill.drilling.told(DRILL)
    assert drill.screen == "drill"
    if pressed:
        drill.room.tap("演练呼救")
    drill.drilling.told(DrillCall())
    assert drill.screen == "home"
    assert drill.band is None


def test_an_ending_can_still_be_read(drill: DrillRoom) -> None:
    drill.drilling.told(DRILL)
    assert drill.screen == "drill"
    drill.room.tap("演练呼救")
    drill.lanes[0].turn(phase="over", by="王阿姨")
    drill.drilling.told(DrillCall())
    assert drill.screen == "drill_call"
    assert drill.band is BandKind.DRILL
