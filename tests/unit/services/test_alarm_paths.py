"""The ways beside the hub: all at once, again when one fails, never once somebody is coming (R4)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from kiosk.domain.request import Mode, Status, What
from kiosk.errors import PathFailed
from kiosk.ports.alarm_path import AlarmNote, PathStep, Step
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
    shares: str = ""
    failures: int = 0
    error: Exception = field(default_factory=lambda: PathFailed("no answer"))
    sent: list[AlarmNote] = field(default_factory=list)
    gate: threading.Event | None = None

    def send(self, note: AlarmNote, told: Callable[[PathStep], None], wanted: Callable[[], bool]) -> None:
        del wanted
        if self.gate is not None:
            self.gate.wait(20)
        if self.failures:
            self.failures -= 1
            raise self.error
        self.sent.append(note)
        told(PathStep(Step.OUT))

    def probe(self) -> None: ...

    def close(self) -> None: ...


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


def test_an_exercise_takes_the_ways_of_its_own_lane_and_says_what_it_is(bench: Bench) -> None:
    path = FakePath(kind="sms")
    bench.book.down = True
    lane = bench.start(paths=Paths([path], 0.01), mode=Mode.EXERCISE)
    lane.press("drill")
    bench.sees(lambda s: s.gone_out == ("sms",))
    assert [note.drill for note in path.sent] == [True]


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


@dataclass
class FakeTelephone(FakePath):
    """Goes through `steps` in turn, each time it is asked to send."""

    kind: str = "sip"
    shares: str = "telephone"
    steps: tuple[PathStep, ...] = ()
    ends: PathFailed | None = None
    began: Callable[[str], None] = lambda _: None

    def send(self, note: AlarmNote, told: Callable[[PathStep], None], wanted: Callable[[], bool]) -> None:
        self.began(self.name)
        super().send(note, lambda _: None, wanted)
        for step in self.steps:
            told(step)
        if self.ends is not None:
            raise self.ends


def test_r4_what_shares_the_microphone_is_taken_one_after_the_other_and_the_rest_at_once() -> None:
    gate, order = threading.Event(), list[str]()
    first = FakeTelephone("first", steps=(PathStep(Step.FAILED, "busy", 1),), ends=PathFailed("nobody"), gate=gate)
    first.began = second_began = order.append
    second = FakeTelephone("second", steps=(PathStep(Step.ANSWERED, "", 1),), began=second_began)
    lamp = FakePath()
    _, told = run(first, second, lamp)
    until(lambda: lamp.sent, "the lamp, while the first telephone still rings")
    assert order == ["first"]
    gate.set()
    until(lambda: any(a.path == "second" and a.ok for a in told), "the second telephone")
    assert order[:2] == ["first", "second"]
    tried = [(a.path, a.step, a.reason) for a in told if a.path == "first"]
    assert tried[0] == ("first", Step.FAILED, "busy"), "told once, by the telephone itself"
    assert ("first", Step.FAILED, "nobody") not in tried


def test_a_path_may_wait_for_the_others() -> None:
    """A siren that would drown the telephone: not at all, when somebody is coming meanwhile."""
    coming = threading.Event()
    siren = FakePath("siren")
    made = Paths([siren], retry_seconds=0.01, waits={"siren": 0.05})
    made.begin(NOTE, lambda: not coming.is_set(), lambda _: None)
    coming.set()
    until(lambda: not any(t.name == "alarm-siren" for t in threading.enumerate()), "its thread has ended")
    assert siren.sent == []
    coming.clear()
    made.begin(NOTE, lambda: not coming.is_set(), lambda _: None)
    until(lambda: siren.sent == [NOTE], "in its turn")


def test_closing_ends_what_is_under_way() -> None:
    closed = threading.Event()
    path = FakePath("phone", gate=closed)
    path.close = closed.set  # type: ignore[method-assign]  # what a call under way would do
    made, _ = run(path)
    made.close()
    until(lambda: not any(t.name == "alarm-phone" for t in threading.enumerate()), "its thread has ended")


def test_r4_only_a_pressed_key_means_that_somebody_comes(bench: Bench) -> None:
    """The hub is dead, the telephone was picked up: 还没有人接 stays, until a person has said that they come."""
    gate = threading.Event()
    answered = FakeTelephone("phone", steps=(PathStep(Step.CALLING, number=1), PathStep(Step.ANSWERED, number=1)))
    confirmed = FakeTelephone("next", steps=(PathStep(Step.CONFIRMED, number=1),), gate=gate)
    bench.book.down = True
    lane = bench.start(paths=Paths([answered, confirmed], 0.01))
    lane.press("home")
    assert bench.sees(lambda s: s.gone_out == ("sip",)).phase is AlarmPhase.UNANSWERED
    gate.set()
    state = bench.phase(AlarmPhase.ANSWERED)
    assert (state.by, state.reached) == ("", False)
    bench.book.down = False
    until(lambda: any(e.facts.get("step") == "confirmed" for e in bench.book.events), "told to the desk")
    told = [e.facts for e in bench.book.events if e.what == What.PATH_TRIED]
    assert [(f["path"], f["step"]) for f in told] == [
        ("phone", "calling"),
        ("phone", "answered"),
        ("next", "confirmed"),
    ]
    assert all(f["seconds"] >= 0 for f in told)


def test_r4_all_paths_dead_is_said_honestly(bench: Bench) -> None:
    """Hub, telephone and lamp are dead: nothing is claimed, and each attempt is told to the desk once there is one."""
    paths = Paths([FakePath(failures=10**6), FakeTelephone("phone", failures=10**6)], 0.01)
    bench.book.down = True
    lane = bench.start(paths=paths)
    lane.press("home")
    bench.phase(AlarmPhase.UNANSWERED)
    until(lambda: not any(t.name in ("alarm-lamp", "alarm-phone") for t in threading.enumerate()), "all given up")
    state = lane.state
    assert (state.phase, state.gone_out, state.by, state.reached) == (AlarmPhase.UNANSWERED, (), "", False)
    assert {s.phase for s in bench.seen} <= {AlarmPhase.COUNTDOWN, AlarmPhase.CALLING, AlarmPhase.UNANSWERED}
    bench.book.down = False
    until(lambda: sum(e.what == What.PATH_TRIED for e in bench.book.events) == 2 * ATTEMPTS, "every attempt, at last")
    assert not any(e.facts.get("ok") for e in bench.book.events if e.what == What.PATH_TRIED)
