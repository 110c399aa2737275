"""The ways beside the hub: all at once, again when one fails, never once somebody is coming (R4)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from kiosk.domain.request import Status, What
from kiosk.errors import PathFailed
from kiosk.ports.alarm_path import AlarmNote
from kiosk.services.alarm import AlarmPhase
from kiosk.services.alarm.paths import ATTEMPTS, Attempt, Paths
from tests.unit.services.test_alarm_lane import Bench, bench
from tests.waiting import until

__all__ = ["bench"]
NOTE = AlarmNote("id-1", "一号机", "一楼大厅", 12)


@dataclass
class FakePath:
    """Fails as often as it is told to, then goes out."""

    name: str = "lamp"
    kind: str = "relay"
    failures: int = 0
    error: Exception = field(default_factory=lambda: PathFailed("no answer"))
    sent: list[AlarmNote] = field(default_factory=list)
    gate: threading.Event | None = None

    def send(self, note: AlarmNote) -> None:
        if self.gate is not None:
            self.gate.wait(20)
        if self.failures:
            self.failures -= 1
            raise self.error
        self.sent.append(note)

    def probe(self) -> None: ...


def run(*paths: FakePath, needed: Callable[[], bool] = lambda: True) -> tuple[Paths, list[Attempt]]:
    told: list[Attempt] = []
    made = Paths(paths, retry_seconds=0.01)
    made.begin(NOTE, needed, told.append)
    return made, told


@pytest.mark.parametrize("error", [PathFailed("no answer"), RuntimeError("a defect")])
def test_a_path_that_fails_is_tried_again(error: Exception) -> None:
    path = FakePath(failures=2, error=error)
    _, told = run(path)
    until(lambda: path.sent == [NOTE], "sent")
    until(lambda: [a.ok for a in told] == [False, False, True], "told as it happened")


def test_it_is_not_tried_for_ever() -> None:
    path = FakePath(failures=10**6)
    _, told = run(path)
    until(lambda: len(told) == ATTEMPTS, "every attempt")
    until(lambda: not any(t.name == "alarm-lamp" for t in threading.enumerate()), "its thread has ended")
    assert not any(attempt.ok for attempt in told)


def test_a_path_that_hangs_holds_up_no_other() -> None:
    slow, quick = FakePath("siren", gate=threading.Event()), FakePath("lamp")
    run(slow, quick)
    until(lambda: quick.sent == [NOTE], "the other one")
    assert slow.sent == []
    assert slow.gate is not None
    slow.gate.set()
    until(lambda: slow.sent == [NOTE], "late, and still out")


def test_nobody_is_called_once_somebody_is_coming() -> None:
    path = FakePath()
    _, told = run(path, needed=lambda: False)
    until(lambda: not any(t.name == "alarm-lamp" for t in threading.enumerate()), "its thread has ended")
    assert (path.sent, told) == ([], [])


# --- with the lane ---


def test_r4_the_hub_is_silent_so_the_other_ways_are_taken_and_the_desk_hears_of_it_later(bench: Bench) -> None:
    path = FakePath(kind="sms")
    bench.book.down = True
    lane = bench.start(paths=Paths([path], 0.01))
    lane.press("home")
    state = bench.sees(lambda s: s.gone_out == ("sms",))
    assert state.phase is AlarmPhase.UNANSWERED
    (note,) = path.sent
    assert (note.kiosk, note.place, note.number) == ("一号机", "一楼大厅", 99)
    bench.book.down = False
    until(lambda: any(e.what == What.PATH_TRIED for e in bench.book.events), "told to the desk")


def test_r4_while_a_desk_rings_nothing_else_does(bench: Bench) -> None:
    path = FakePath()
    lane = bench.start(paths=Paths([path], 0.01))
    lane.press("home")
    reached = bench.phase(AlarmPhase.REACHED)
    bench.book.desk(reached.request_id, What.ACCEPTED, Status.ACCEPTED, "王阿姨")
    bench.phase(AlarmPhase.ANSWERED)
    bench.book.desk(reached.request_id, What.DONE, Status.DONE, "王阿姨")
    bench.phase(AlarmPhase.OVER)
    assert path.sent == []


def test_r4_a_desk_that_rings_in_vain_is_not_the_end(bench: Bench) -> None:
    path = FakePath()
    lane = bench.start(paths=Paths([path], 0.01))
    lane.press("home")
    assert bench.sees(lambda s: s.gone_out == ("relay",)).phase is AlarmPhase.UNANSWERED
    assert len(path.sent) == 1
