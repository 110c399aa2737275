"""A drill has a lane of its own, ends by whatever ends it, and never stands in a real call's way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from kiosk.domain.drill import DrillCall
from kiosk.domain.request import Mode, Status
from kiosk.services.alarm import AlarmLane, AlarmOptions, AlarmPhase, Rules
from kiosk.services.drilling import LAST_WORD, Drilling, drill_voice
from kiosk.text import msg
from tests.fakes.clock import FakeClock
from tests.fakes.hub import FakeHub
from tests.fakes.journal import MemoryJournal
from tests.fakes.requests import new_id
from tests.fakes.screens import FakeLane, FakeSpeech
from tests.fakes.tasks import InlineTasks
from tests.unit.services.test_alarm_lane import QUICK, Bench

DRILL = DrillCall("d1", 300.0, "王阿姨")


@dataclass
class DrillLane(FakeLane):
    closed: bool = False

    def start(self) -> None: ...

    def prepare(self) -> None: ...

    def press(self, screen: str) -> None:
        self.asked.append(f"press {screen}")
        self.turn(phase="countdown", seconds_left=5)

    def look_again(self) -> None:
        self.asked.append("look_again")

    def close(self, _seconds: float = 0.0) -> None:
        self.closed = True


@dataclass
class Room:
    clock: FakeClock = field(default_factory=FakeClock)
    real: FakeLane = field(default_factory=FakeLane)
    lanes: list[DrillLane] = field(default_factory=list)
    heard: list[bool] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.real.turn(phase="idle")
        self.drilling = Drilling(self._make, cast(Any, self.real), self.clock)
        self.drilling.watch(lambda: self.heard.append(self.drilling.on))

    def _make(self) -> AlarmLane:
        self.lanes.append(DrillLane())
        self.lanes[-1].turn(phase="idle")
        return cast(AlarmLane, self.lanes[-1])


@pytest.fixture
def room() -> Room:
    return Room()


def test_it_begins_once_and_the_press_goes_to_its_own_lane(room: Room) -> None:
    room.drilling.told(DRILL)
    room.drilling.told(DRILL)
    room.drilling.press("drill")
    assert room.heard == [True]
    assert [lane.asked for lane in room.lanes] == [["press drill"]]
    assert room.real.asked == []
    assert (room.drilling.by, room.drilling.called) == ("王阿姨", True)


ENDS: dict[str, Callable[[Room], object]] = {
    "the desk": lambda room: room.drilling.told(DrillCall()),
    "its time": lambda room: room.clock.advance(300),
    "the hub is lost": lambda room: room.drilling.lost(),
    "its screens are left": lambda room: room.drilling.leave(),
    "a real call": lambda room: room.real.turn(phase="countdown"),
    "a real call that a restart found": lambda room: room.real.turn(phase="calling"),
    "the kiosk closes": lambda room: room.drilling.close(),
}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS.keys())
@pytest.mark.parametrize("pressed", [False, True])
def test_whatever_ends_it_ends_all_of_it_once(room: Room, end: Callable[[Room], object], pressed: bool) -> None:
    room.drilling.told(DRILL)
    if pressed:
        room.drilling.press("drill")
    end(room)
    end(room)
    room.clock.advance(1000)
    assert room.heard == [True, False]
    assert room.lanes[0].closed
    room.drilling.press("drill")
    assert len(room.lanes[0].asked) == pressed


def taken(room: Room) -> DrillLane:
    """Somebody at the desk has its call."""
    room.drilling.told(DRILL)
    room.drilling.press("drill")
    room.lanes[0].turn(phase="answered", reached=True, by="王阿姨")
    return room.lanes[0]


@pytest.mark.parametrize("withdrawn", [False, True])
def test_that_it_is_over_may_come_before_how_its_call_ended(room: Room, withdrawn: bool) -> None:
    """The drill's end travels on the stream, its call's on the lane's own line: whoever practises reads the end too,
    unless the drill was ended around them."""
    lane = taken(room)
    room.drilling.told(DrillCall())
    room.drilling.told(DrillCall())
    assert lane.asked == ["press drill", "look_again"]
    assert room.drilling.on
    lane.turn(phase="over", withdrawn=withdrawn)
    room.clock.advance(0.1)
    assert (room.drilling.on, lane.closed) == (False, True)
    assert room.drilling.finished is not withdrawn
    assert room.heard == [True, False]


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS.keys())
def test_nothing_waits_long_for_that_last_word(room: Room, end: Callable[[Room], object]) -> None:
    lane = taken(room)
    room.drilling.told(DrillCall())
    end(room)
    room.clock.advance(LAST_WORD)
    assert (room.drilling.on, lane.closed, room.heard) == (False, True, [True, False])
    room.drilling.told(DrillCall("d2", 300.0))
    assert room.drilling.on is not (room.real.state.phase in ("countdown", "calling"))


def test_a_real_call_is_not_offered_an_exercise(room: Room) -> None:
    room.real.turn(phase="unanswered")
    room.drilling.told(DRILL)
    assert not room.drilling.on


def test_who_left_it_is_not_asked_again_but_the_next_drill_comes(room: Room) -> None:
    room.drilling.told(DRILL)
    room.drilling.leave()
    room.drilling.told(DRILL)
    assert not room.drilling.on
    room.drilling.told(DrillCall("d2", 300.0))
    assert room.drilling.on


def test_a_hub_that_comes_back_says_that_it_still_lasts(room: Room) -> None:
    room.drilling.told(DRILL)
    room.drilling.lost()
    room.drilling.told(DrillCall("d1", 100.0, "王阿姨"))
    assert room.drilling.on
    room.clock.advance(100)
    assert not room.drilling.on


def test_another_drill_takes_the_place_of_the_first(room: Room) -> None:
    room.drilling.told(DRILL)
    room.drilling.told(DrillCall("d2", 300.0, "李师傅"))
    assert (room.drilling.by, [lane.closed for lane in room.lanes]) == ("李师傅", [True, False])


def test_everything_that_is_said_begins_with_it() -> None:
    speech = FakeSpeech()
    voice = drill_voice(speech)
    voice.say(msg("alarm.calling"), msg("alarm.lead_calling"))
    voice.aside(msg("bar.tap_again"))
    voice.mute(True)
    voice.stop()
    voice.chime()
    assert (speech.stops > 0, speech.chimes) == (True, 1)
    assert speech.said.count("演练。") == 2
    assert speech.said[0] == "演练。"


# ---- with a real lane ----


@pytest.fixture
def bench() -> Iterator[Bench]:
    made = Bench()
    with made.opened:
        yield made
        made.journal.let_go()


def test_its_call_is_an_exercise_from_the_first_byte_and_the_real_one_stays_real(bench: Bench) -> None:
    """Two lanes over one hub: the exercise runs, the red key is pressed, and the real call arrives as one."""
    real = bench.start()
    journal = MemoryJournal()
    options = AlarmOptions(QUICK, mode=Mode.EXERCISE)
    exercise = AlarmLane(journal, lambda: FakeHub(bench.book), bench.clock, InlineTasks(), new_id, options)
    bench.opened.callback(exercise.close)
    bench.opened.callback(journal.let_go)
    drilling = Drilling(lambda: exercise, real, FakeClock())
    drilling.told(DRILL)
    drilling.press("drill")
    real.press("drill_call")
    assert not drilling.on
    bench.phase(AlarmPhase.REACHED)
    modes = {request.details.screen: request.mode for request in bench.book.submissions.values()}  # type: ignore[union-attr]  # alarms
    assert modes["drill_call"] is Mode.ACTUAL
    assert modes.get("drill", Mode.EXERCISE) is Mode.EXERCISE


def test_the_exercise_alone_reaches_the_hub_as_one(bench: Bench) -> None:
    options = AlarmOptions(Rules(countdown=0.0, poll=0.02), mode=Mode.EXERCISE)
    lane = AlarmLane(bench.journal, lambda: FakeHub(bench.book), bench.clock, InlineTasks(), new_id, options)
    bench.opened.callback(lane.close)
    bench.lane = lane
    lane.watch(bench._note)
    lane.start()
    lane.press("drill")
    bench.phase(AlarmPhase.REACHED)
    (request,) = bench.book.submissions.values()
    assert (request.mode, request.status) == (Mode.EXERCISE, Status.ARMED)
