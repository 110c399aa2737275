"""R4 over a real line and a real file: the first attempt within a second, and the truth, whatever fails."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from kiosk.adapters.clock import SystemClock
from kiosk.adapters.hub import HubClient
from kiosk.adapters.hub.credentials import Credentials
from kiosk.adapters.hub.wire import Patience
from kiosk.adapters.journal import Disk, FileJournal
from kiosk.domain.request import Request
from kiosk.errors import StoreFull
from kiosk.ports.hub import Reply
from kiosk.services.alarm import AlarmLane, AlarmOptions, AlarmPhase, AlarmState, Rules
from tests.fakes.hub import HubBook
from tests.fakes.hub_server import TOKEN, HubServer
from tests.fakes.requests import new_id
from tests.fakes.tasks import InlineTasks
from tests.faults.count import figure
from tests.faults.proxy import Fault, FaultProxy

RULES = Rules(countdown=0.6, cancel_after=0.3, no_answer=0.6, escalate=60.0, retry_first=0.1, retry_most=0.3)
HASTY = Patience(connect=0.3, read=0.3, total=1.0)
SECONDS = 20.0


class Broken(Disk):
    """A disk that has no room, or never answers."""

    def __init__(self) -> None:
        self.hang = threading.Event()
        self.hanging = False
        self.full = False

    def open(self, path: Path) -> int:
        if self.hanging:
            self.hang.wait(SECONDS)
        if self.full:
            raise OSError(28, "No space left on device")
        return super().open(path)


class Bench:
    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.book, self.disk = HubBook(), Broken()
        server = HubServer(self.book)
        self.proxy = FaultProxy(server.port)
        known = Credentials(self.proxy.url, "kiosk-1", TOKEN)
        self.clock = SystemClock(lambda _seconds, _call: lambda: None)
        self.fired_at, self.attempted_at, self.changed = 0.0, 0.0, threading.Condition()
        options = AlarmOptions(RULES, mirror=self._store_is_dead)

        def link() -> HubClient:
            return Timed(lambda: known, self)

        self.lane = AlarmLane(FileJournal(folder, self.disk), link, self.clock, InlineTasks(), new_id, options)
        for close in (server.close, self.proxy.close, self.lane.close, self.disk.hang.set):
            stack.callback(close)
        self.lane.watch(self._note)

    def press(self) -> None:
        self.lane.start()
        self.lane.press("home")
        self.fired_at = self.clock.monotonic() + RULES.countdown

    def sees(self, wanted: Callable[[AlarmState], bool]) -> AlarmState:
        with self.changed:
            assert self.changed.wait_for(lambda: wanted(self.lane.state), SECONDS), self.lane.state
        return self.lane.state

    def attempt_after(self) -> float:
        """Seconds from the end of the countdown to the first attempt."""
        with self.changed:
            assert self.changed.wait_for(lambda: self.attempted_at > 0, SECONDS)
        return self.attempted_at - self.fired_at

    def _note(self, _state: AlarmState) -> None:
        with self.changed:
            self.changed.notify_all()

    def _store_is_dead(self, _request: Request) -> None:
        raise StoreFull


class Timed(HubClient):
    """Notes when it was first asked to call."""

    def __init__(self, credentials: Callable[[], Credentials], bench: Bench) -> None:
        super().__init__(credentials, patience=HASTY)
        self._bench = bench

    def submit(self, request: Request, *, boot: str, now: float) -> Reply:
        with self._bench.changed:
            self._bench.attempted_at = self._bench.attempted_at or self._bench.clock.monotonic()
            self._bench.changed.notify_all()
        return super().submit(request, boot=boot, now=now)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with ExitStack() as stack:
        yield Bench(tmp_path, stack)


@pytest.mark.parametrize("trouble", ["none", "disk full", "disk hangs"])
def test_r4_the_first_attempt_is_within_a_second_and_nothing_unwritten_is_called_written(
    bench: Bench, trouble: str
) -> None:
    bench.disk.full = trouble == "disk full"
    bench.disk.hanging = trouble == "disk hangs"
    bench.press()
    after = bench.attempt_after()
    state = bench.sees(lambda s: s.reached)
    if trouble == "none":
        assert bench.sees(lambda s: s.written)
    else:
        assert not state.written
    figure("R4", f"{trouble}: first attempt {after * 1000:.0f} ms after the countdown")
    assert -0.05 <= after <= 1.0
    assert len(bench.book.taken) == 1


@pytest.mark.parametrize("fault", [f for f in Fault if f not in (Fault.NONE, Fault.SLOW)])
def test_r4_a_broken_line_is_said_and_tried_until_it_is_whole(bench: Bench, fault: Fault) -> None:
    bench.proxy.play(fault)
    bench.press()
    assert bench.attempt_after() <= 1.0
    state = bench.sees(lambda s: s.phase is AlarmPhase.UNANSWERED)
    assert not state.reached
    said_after = bench.clock.monotonic() - bench.fired_at
    bench.proxy.play(Fault.NONE)
    bench.sees(lambda s: s.phase is AlarmPhase.REACHED)
    assert len(bench.book.taken) == 1
    rule = RULES.no_answer
    figure(
        "R4",
        f"{fault.value}: whom to phone was said {said_after:.2f} s after the countdown (here the rule is {rule} s)",
    )
    assert said_after <= RULES.no_answer + 1.0


def test_r4_a_slow_line_is_enough(bench: Bench) -> None:
    bench.proxy.play(Fault.SLOW)
    bench.press()
    assert bench.sees(lambda s: s.phase is AlarmPhase.REACHED).reached
