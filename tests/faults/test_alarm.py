"""R4 over a real line and a real file: the first attempt waits for nothing, and the truth, whatever fails."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from kiosk.adapters.journal import FileJournal
from kiosk.domain.details import AlarmCall
from kiosk.domain.request import Event, Status, What
from kiosk.ports.journal import Entry, Stage
from kiosk.services.alarm import AlarmPhase
from tests.fakes import certificates
from tests.fakes.hub import HubBook
from tests.fakes.requests import new_id
from tests.faults.alarm_bench import RULES, SECONDS, Bench, honest
from tests.faults.alarm_screen import REACHED
from tests.faults.count import figure
from tests.faults.proxy import Fault


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with ExitStack() as stack:
        yield Bench(tmp_path, stack)


@pytest.mark.parametrize("trouble", ["none", "disk full", "disk hangs"])
def test_r4_the_first_attempt_waits_for_no_disk_and_nothing_unwritten_is_called_written(
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
    assert len(bench.book.taken) == 1


@pytest.mark.parametrize("fault", [f for f in Fault if f not in (Fault.NONE, Fault.SLOW)])
def test_r4_a_broken_line_is_said_and_tried_until_it_is_whole(bench: Bench, fault: Fault) -> None:
    bench.proxy.play(fault)
    bench.press()
    bench.attempt_after()
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


class Names:
    """The network's book of names: it knows "hub.test", or says that it does not, or never answers."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.gone, self.asked, self.back, self._ask = "", threading.Event(), threading.Event(), socket.getaddrinfo
        patch.setattr(socket, "getaddrinfo", self.look_up)

    def look_up(self, host: Any, *args: Any, **kwargs: Any) -> Any:
        if host != "hub.test":
            return self._ask(host, *args, **kwargs)
        if self.gone:
            self.asked.set()
        if self.gone == "hangs":
            self.back.wait(SECONDS)
        elif self.gone:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return self._ask("127.0.0.1", *args, **kwargs)

    def return_(self) -> None:
        self.gone = ""
        self.back.set()


@pytest.mark.parametrize("gone", ["is not known", "hangs"])
def test_r3_without_its_hubs_name_it_says_so_and_calls_once_the_name_is_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gone: str
) -> None:
    """A book of names that never answers keeps no limit of time: the screen and the other ways do not wait for it."""
    names = Names(monkeypatch)
    secure = certificates.make(tmp_path, address="hub.test")
    with ExitStack() as stack:
        stack.callback(names.return_)
        bench = Bench(tmp_path, stack, secure, name="hub.test")
        names.gone = gone
        bench.press()
        honest(bench.reads("还没有人接"))
        bench.lane.answer("where", "fall")
        assert bench.book.calls == []
        names.return_()
        bench.reads("已送到值班台")
        assert bench.book.wait_for(lambda: len(answers(bench.book)) == 1, SECONDS)
        assert len(bench.book.taken) == 1
    figure("R3", f"alarm without its hub's name ({gone}): 还没有人接, 120 and the number; 1 alarm once it is back")


@pytest.mark.parametrize("gone", ["is not known", "hangs"])
def test_r3_a_name_that_goes_after_the_call_takes_back_no_truth(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gone: str
) -> None:
    names = Names(monkeypatch)
    secure = certificates.make(tmp_path, address="hub.test")
    with ExitStack() as stack:
        stack.callback(names.return_)
        bench = Bench(tmp_path, stack, secure, name="hub.test")
        bench.press()
        bench.reads("已送到值班台")
        names.gone = gone
        bench.proxy.play(Fault.NONE)  # the line that stood is gone too
        assert names.asked.wait(SECONDS)
        (alarm,) = bench.book.taken
        bench.book.desk(alarm, What.ACCEPTED, Status.ACCEPTED, "王阿姨")
        bench.lane.answer("where", "fall")
        assert "接了" not in " ".join(bench.words)
        names.return_()
        bench.reads("王阿姨接了")
        assert bench.book.wait_for(lambda: len(answers(bench.book)) == 1, SECONDS)
        assert bench.book.taken == [alarm]
