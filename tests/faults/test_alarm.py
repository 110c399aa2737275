"""R4 over a real line and a real file: the first attempt within a second, and the truth, whatever fails."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import cast

import pytest

from kiosk.adapters.clock import SystemClock
from kiosk.adapters.hub import HubClient
from kiosk.adapters.hub.credentials import Credentials
from kiosk.adapters.hub.wire import Patience
from kiosk.adapters.journal import Disk, FileJournal
from kiosk.domain.details import AlarmCall
from kiosk.domain.request import Event, Request, Status, What
from kiosk.errors import StoreFull
from kiosk.ports.hub import Reply
from kiosk.ports.journal import Entry, Stage
from kiosk.services.alarm import AlarmLane, AlarmOptions, AlarmPhase, AlarmState, Rules
from tests.fakes import certificates
from tests.fakes.certificates import Certificate
from tests.fakes.hub import HubBook
from tests.fakes.hub_server import TOKEN, HubServer
from tests.fakes.requests import new_id
from tests.fakes.tasks import InlineTasks
from tests.faults.alarm_screen import PHONE, REACHED, Reader
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
    def __init__(self, folder: Path, stack: ExitStack, secure: Certificate | None = None, off: float = 0.0) -> None:
        self.book, self.disk = HubBook(), Broken()
        self.words: list[str] = []
        server = HubServer(self.book, *((secure.context, secure.ca_pem) if secure else ()))
        self.proxy = FaultProxy(server.port)
        url = f"{'https' if secure else 'http'}://127.0.0.1:{self.proxy.port}"
        known = Credentials(url, "kiosk-1", TOKEN, secure.ca_pem if secure else "")
        self.clock = Off(off)
        self.fired_at, self.attempted_at, self.changed = 0.0, 0.0, threading.Condition()
        options = AlarmOptions(RULES, mirror=self._store_is_dead)

        def link() -> HubClient:
            return Timed(lambda: known, self)

        self.lane = AlarmLane(FileJournal(folder, self.disk), link, self.clock, InlineTasks(), new_id, options)
        for close in (server.close, self.proxy.close, self.lane.close, self.disk.hang.set):
            stack.callback(close)
        Reader(self.lane, lambda _alarm, words: self.words.append(words))
        self.lane.watch(self._note)

    def press(self) -> None:
        self.lane.start()
        self.lane.press("home")
        self.fired_at = self.clock.monotonic() + RULES.countdown

    def sees(self, wanted: Callable[[AlarmState], bool]) -> AlarmState:
        with self.changed:
            assert self.changed.wait_for(lambda: wanted(self.lane.state), SECONDS), self.lane.state
        return self.lane.state

    def reads(self, wanted: str) -> str:
        """All that was shown and said until these words were."""
        with self.changed:
            assert self.changed.wait_for(lambda: any(wanted in words for words in self.words), SECONDS), self.words
        return " ".join(self.words)

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


class Off(SystemClock):
    """A battery clock that is so many seconds wrong, and that nobody corrects before a hub does."""

    def __init__(self, off: float) -> None:
        super().__init__(lambda _seconds, _call: lambda: None)
        self._off = timedelta(seconds=off)

    def now(self) -> datetime:
        return super().now() + self._off

    def correct(self, hub_time: datetime) -> None:
        super().correct(hub_time - self._off)


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


def honest(words: str) -> None:
    """Nobody knows of it yet: so it says, and what to do."""
    assert not [claim for claim in REACHED if claim in words], words
    for wanted in ("还没有人接", "打 120", PHONE.number, "我还在接着叫"):
        assert wanted in words


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
        assert "已记下" not in bench.reads("已送到值班台")
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
    honest(bench.reads("还没有人接"))
    bench.proxy.play(Fault.NONE)
    bench.sees(lambda s: s.phase is AlarmPhase.REACHED)
    bench.reads("已送到值班台")
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


def test_r3_a_flapping_line_takes_one_alarm_and_no_word_is_untrue(bench: Bench) -> None:
    """Every fault in turn, with a moment of a whole line between."""
    faults = [f for f in Fault if f not in (Fault.NONE, Fault.SLOW)]
    bench.proxy.play(faults[0])
    bench.press()
    honest(bench.reads("还没有人接"))
    for fault in faults[1:]:
        bench.proxy.play(Fault.NONE)
        bench.sees(lambda s: s.reached)
        bench.proxy.play(fault)
        bench.lane.answer("where", "fall")
        assert "接了" not in " ".join(bench.words)
    (alarm,) = bench.book.taken
    bench.book.desk(alarm, What.ACCEPTED, Status.ACCEPTED, "王阿姨")
    assert "接了" not in " ".join(bench.words)
    bench.proxy.play(Fault.NONE)
    bench.reads("王阿姨接了")
    assert bench.book.wait_for(lambda: len(answers(bench.book)) == len(faults) - 1, SECONDS)
    assert len({e.id for e in answers(bench.book)}) == len(faults) - 1
    figure("R3", f"alarm on a line that broke {len(faults)} times: 1 alarm, {len(faults) - 1} answers, each once")


def answers(book: HubBook) -> list[Event]:
    return [event for event in book.events if event.what == What.ANSWER]


YEAR = 365 * 86400.0


@pytest.mark.parametrize("off", [YEAR, -YEAR], ids=["ahead", "behind"])
def test_r3_a_battery_clock_a_year_off_stops_no_alarm(tmp_path: Path, off: float) -> None:
    """Neither the certificate's dates nor the age of the call are read from it."""
    secure = certificates.make(tmp_path, valid_from=timedelta(seconds=off - 86400))
    with ExitStack() as stack:
        bench = Bench(tmp_path, stack, secure, off)
        bench.press()
        bench.reads("已送到值班台")
        (alarm,) = bench.book.taken
        age = bench.book.ages[alarm]
        assert age is not None
        assert age < SECONDS
        assert not bench.lane.state.late
        assert not cast(AlarmCall, bench.book.submissions[alarm].details).late
    figure("R3", f"alarm with a clock {off / 86400:+.0f} days off, over TLS: reached, not called late")


def test_r3_a_stranger_in_the_hubs_place_hears_nothing_and_the_screen_says_so(tmp_path: Path) -> None:
    secure = certificates.make(tmp_path)
    other = certificates.make(tmp_path)
    with ExitStack() as stack:
        bench = Bench(tmp_path, stack, replace(secure, ca_pem=other.ca_pem))
        bench.press()
        honest(bench.reads("还没有人接"))
        assert bench.book.calls == []


@pytest.mark.parametrize(
    ("age", "boot", "wanted", "late"),
    [
        (4.0, "", "正在呼叫", False),
        (240.0, "", "正在呼叫", False),
        (301.0, "", "刚才没叫完", True),
        (1.0, "another boot", "正在呼叫", False),
    ],
    ids=["young", "young enough", "older than five minutes", "unknown age"],
)
def test_r5_found_on_restart_it_is_said_and_sent_as_what_it_is(
    bench: Bench, tmp_path: Path, age: float, boot: str, wanted: str, late: bool
) -> None:
    """Older than five minutes it is a notice; young, or of unknown age, it rings."""
    bench.proxy.play(Fault.REFUSED)
    pressed = bench.clock.monotonic() - age
    left = Entry(
        new_id(),
        new_id(),
        Stage.ARMED,
        "home",
        9,
        boot or bench.clock.boot(),
        pressed,
        pressed + 0.6,
        bench.clock.now(),
    )
    journal = FileJournal(tmp_path)
    journal.open()
    journal.write(left)
    journal.close()
    bench.lane.start()
    honest_until = bench.reads(wanted)
    assert not [claim for claim in REACHED if claim in honest_until]
    bench.proxy.play(Fault.NONE)
    bench.reads("已送到值班台")
    details = cast(AlarmCall, bench.book.submissions[left.id].details)
    assert (details.late, details.age_unknown) == (late, bool(boot))
    figure(
        "R5", f"found {age:.0f} s after the press{', of another boot' if boot else ''}: {'notice' if late else 'rings'}"
    )
