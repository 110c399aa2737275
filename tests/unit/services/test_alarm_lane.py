"""The lane itself, with its threads, against a fake hub and journal: R4, R5, U16. Countdowns are shortened."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from kiosk.adapters.clock import SystemClock
from kiosk.domain.details import AlarmCall
from kiosk.domain.owner import GUEST, Owner
from kiosk.domain.presence import Presence
from kiosk.domain.request import Kind, Mode, Request, Status, What
from kiosk.errors import HubUnreachable
from kiosk.ports.alarm_button import Press
from kiosk.ports.journal import Entry, Stage
from kiosk.services.alarm import AlarmLane, AlarmOptions, AlarmPhase, AlarmState, Rules
from kiosk.services.alarm.button import RedButton
from kiosk.services.alarm.other_hubs import OtherHubs
from kiosk.services.alarm.paths import Paths
from tests.fakes.button import FakeButton
from tests.fakes.hub import FakeHub, HubBook
from tests.fakes.journal import MemoryJournal
from tests.fakes.requests import AT, new_id
from tests.fakes.tasks import InlineTasks

QUICK = Rules(
    countdown=0.3, cancel_after=0.1, no_answer=0.4, escalate=0.4, poll=0.02, retry_first=0.02, retry_most=0.05
)
SECONDS = 5.0


def no_timer(_seconds: float, _call: Callable[[], None]) -> Callable[[], None]:
    return lambda: None


@dataclass
class Bench:
    """A lane with what surrounds it; `sees` waits until its state is as wanted."""

    book: HubBook = field(default_factory=HubBook)
    journal: MemoryJournal = field(default_factory=MemoryJournal)
    clock: SystemClock = field(default_factory=lambda: SystemClock(no_timer))
    mirrored: list[Request] = field(default_factory=list)
    seen: list[AlarmState] = field(default_factory=list)
    changed: threading.Condition = field(default_factory=threading.Condition)
    lane: AlarmLane = field(init=False)
    opened: ExitStack = field(default_factory=ExitStack)
    button: FakeButton = field(default_factory=FakeButton)
    red: RedButton = field(init=False)

    def __post_init__(self) -> None:
        self.red = RedButton(self.button)

    def start(
        self,
        rules: Rules = QUICK,
        number: Callable[[], int] = lambda: 99,
        paths: Paths | None = None,
        hubs: OtherHubs | None = None,
        owner: Callable[[], Owner] = lambda: GUEST,
        mode: Mode = Mode.ACTUAL,
    ) -> AlarmLane:
        options = AlarmOptions(
            rules,
            number,
            lambda: self.book.presence.listening,
            self.mirrored.append,
            paths or Paths(),
            kiosk="一号机",
            place="一楼大厅",
            safe=self.red.taken,
            hubs=hubs or OtherHubs(),
            owner=owner,
            mode=mode,
        )
        self.lane = AlarmLane(self.journal, lambda: FakeHub(self.book), self.clock, InlineTasks(), new_id, options)
        self.opened.callback(self.lane.close)
        self.lane.watch(self._note)
        self.lane.start()
        return self.lane

    def sees(self, wanted: Callable[[AlarmState], bool]) -> AlarmState:
        with self.changed:
            assert self.changed.wait_for(lambda: wanted(self.lane.state), SECONDS), self.lane.state
        return self.lane.state

    def phase(self, phase: AlarmPhase) -> AlarmState:
        return self.sees(lambda state: state.phase is phase)

    def _note(self, state: AlarmState) -> None:
        with self.changed:
            self.seen.append(state)
            self.changed.notify_all()


@pytest.fixture
def bench() -> Iterator[Bench]:
    made = Bench()
    with made.opened:
        yield made
        made.journal.let_go()


def test_r4_a_hub_that_has_forgotten_who_answered_is_called_anew(bench: Bench) -> None:
    """It came back from a backup: nobody at the desk knows, so nobody is said to be coming."""
    lane = bench.start()
    lane.press("home")
    reached = bench.phase(AlarmPhase.REACHED)
    before = len(bench.book.events)
    for count in (0, before):  # without the alarm, and with it but before somebody took it
        bench.book.desk(reached.request_id, What.ACCEPTED, Status.ACCEPTED, "王阿姨")
        assert bench.phase(AlarmPhase.ANSWERED).by == "王阿姨"
        bench.book.restore(count)
        assert bench.sees(lambda state: state.phase in (AlarmPhase.REACHED, AlarmPhase.UNANSWERED)).by == ""
        assert bench.book.wait_for(lambda: reached.request_id in bench.book.statuses)
    bench.book.desk(reached.request_id, What.ACCEPTED, Status.ACCEPTED, "李叔叔")
    assert bench.sees(lambda state: state.phase is AlarmPhase.ANSWERED).by == "李叔叔"


def test_r4_a_broken_start_ends_no_thread(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is wrong while the call is made ready, the call itself goes out."""

    def broken(_self: FakeHub) -> None:
        raise ImportError("half a module")

    monkeypatch.setattr(FakeHub, "prepare", broken)
    lane = bench.start()
    lane.prepare()
    lane.press("home")
    assert bench.phase(AlarmPhase.REACHED).request_id in bench.book.submissions


def left_open(bench: Bench, stage: Stage, *, age: float, boot: str = "") -> Entry:
    """What a dead process left in the journal, so many seconds ago."""
    pressed = bench.clock.monotonic() - age
    return Entry(new_id(), new_id(), stage, "taxi", 99, boot or bench.clock.boot(), pressed, pressed + 0.3, AT)


def test_from_press_to_a_person(bench: Bench) -> None:
    lane = bench.start()
    assert lane.state.phase is AlarmPhase.IDLE
    lane.press("home")
    counting = lane.state
    assert (counting.phase, counting.number, counting.listening) == (AlarmPhase.COUNTDOWN, 99, 1)
    state = bench.phase(AlarmPhase.REACHED)
    assert state.reached
    request_id = state.request_id
    assert bench.book.submissions[request_id].details == AlarmCall("home")
    bench.book.desk(request_id, What.ACCEPTED, Status.ACCEPTED, "王阿姨")
    assert bench.phase(AlarmPhase.ANSWERED).by == "王阿姨"
    bench.book.desk(request_id, What.SAID, None, "王阿姨", text="马上到")
    bench.sees(lambda s: s.words == "马上到")
    bench.book.desk(request_id, What.DONE, Status.DONE, "王阿姨")
    bench.phase(AlarmPhase.OVER)
    lane.close_card()
    bench.phase(AlarmPhase.IDLE)
    assert bench.seen[0].phase is AlarmPhase.COUNTDOWN
    assert bench.mirrored[-1].status is Status.DONE
    assert bench.mirrored[0].kind is Kind.ALARM


def test_u16_cancel_is_deaf_at_first_and_then_stops_it(bench: Bench) -> None:
    lane = bench.start(replace(QUICK, countdown=30.0, cancel_after=0.8))
    lane.press("home")
    assert not lane.cancel()
    bench.sees(lambda s: s.cancel_ready)
    assert lane.cancel()
    assert bench.phase(AlarmPhase.CANCELLED)
    assert not lane.cancel()
    with bench.journal.changed:
        assert bench.journal.changed.wait_for(lambda: [e.stage for e in bench.journal.entries] == [Stage.OVER], SECONDS)
    assert bench.book.taken == []


def test_a_second_press_sends_at_once(bench: Bench) -> None:
    lane = bench.start(replace(QUICK, countdown=60.0, escalate=60.0))
    lane.press("home")
    lane.press("home")
    bench.phase(AlarmPhase.REACHED)
    lane.press("home")
    assert len(bench.book.submissions) == 1


def test_a_countdown_of_nothing_sends_at_once(bench: Bench) -> None:
    lane = bench.start(replace(QUICK, countdown=0.0, escalate=60.0))
    lane.press("home")
    bench.phase(AlarmPhase.REACHED)
    assert not lane.cancel()


def test_send_now(bench: Bench) -> None:
    lane = bench.start(replace(QUICK, countdown=60.0, escalate=60.0))
    lane.send_now()
    assert lane.state.phase is AlarmPhase.IDLE
    lane.press("home")
    lane.send_now()
    bench.phase(AlarmPhase.REACHED)


def test_r4_it_goes_out_while_the_disk_hangs_and_unwritten_is_not_called_written(bench: Bench) -> None:
    """R4: writing and sending start together and wait for nothing (how soon: tests/bench/bench_alarm.py)."""
    lane = bench.start()
    bench.journal.hold()
    lane.press("home")
    state = bench.phase(AlarmPhase.REACHED)
    assert not state.written
    bench.journal.let_go()
    assert bench.sees(lambda s: s.written)


def test_r4_a_broken_disk_is_told_and_tried_again(bench: Bench) -> None:
    bench.journal.fail()
    lane = bench.start()
    lane.press("home")
    state = bench.sees(lambda s: s.reached)
    assert not state.written
    assert lane.faults() == ("alarm_journal",)
    bench.journal.fail(False)
    bench.sees(lambda s: s.written)
    assert lane.faults() == ()


def test_r4_silence_is_said_while_calling_goes_on(bench: Bench) -> None:
    """R4: no answer for `no_answer` seconds: whom to phone is shown; the hub is still called, and found."""
    bench.book.down = True
    lane = bench.start(replace(QUICK, escalate=60.0))
    lane.press("home")
    assert not bench.phase(AlarmPhase.UNANSWERED).reached
    tries = len(bench.book.calls)
    assert bench.book.wait_for(lambda: len(bench.book.calls) > tries + 3)
    bench.book.down = False
    bench.phase(AlarmPhase.REACHED)


def test_r4_nobody_listens(bench: Bench) -> None:
    bench.book.attend(Presence(0))
    bench.start(replace(QUICK, no_answer=60.0, escalate=60.0)).press("home")
    state = bench.phase(AlarmPhase.UNANSWERED)
    assert (state.reached, state.listening) == (True, 0)


def test_r4_nobody_accepts(bench: Bench) -> None:
    bench.start().press("home")
    bench.phase(AlarmPhase.REACHED)
    assert bench.phase(AlarmPhase.UNANSWERED).reached


@pytest.mark.parametrize("trouble", ["revoked", "refused"])
def test_r4_a_hub_that_will_not_have_us_is_said_at_once(bench: Bench, trouble: str) -> None:
    bench.book.revoked = trouble == "revoked"
    bench.book.refusals["submit"] = "version" if trouble == "refused" else ""
    lane = bench.start(replace(QUICK, no_answer=60.0, escalate=60.0))
    lane.press("home")
    bench.phase(AlarmPhase.UNANSWERED)
    bench.book.revoked = False
    bench.book.refusals.clear()
    bench.phase(AlarmPhase.REACHED)


def test_a_lost_reply_is_one_alarm(bench: Bench) -> None:
    bench.book.lose_replies = 3
    bench.start().press("home")
    bench.phase(AlarmPhase.REACHED)
    assert len(bench.book.taken) == 1


def test_a_bug_in_the_link_does_not_end_the_calling(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = iter([RuntimeError("a bug"), RuntimeError("a bug"), HubUnreachable("down")])
    real = FakeHub.submit

    def submit(hub: FakeHub, request: Request, *, boot: str, now: float) -> object:
        if error := next(broken, None):
            raise error
        return real(hub, request, boot=boot, now=now)

    monkeypatch.setattr(FakeHub, "submit", submit)
    bench.start().press("home")
    bench.phase(AlarmPhase.REACHED)


def test_a_broken_number_does_not_stop_an_alarm(bench: Bench) -> None:
    def broken() -> int:
        raise RuntimeError("a bug")

    bench.start(number=broken).press("home")
    assert bench.phase(AlarmPhase.REACHED).number == 0


def test_wrong_press_and_answers_reach_the_desk(bench: Bench) -> None:
    lane = bench.start(replace(QUICK, escalate=60.0))
    bench.book.down = True
    lane.press("home")
    bench.sees(lambda s: s.phase in (AlarmPhase.CALLING, AlarmPhase.UNANSWERED))
    lane.answer("where", "door")
    lane.wrong_press()
    bench.book.down = False
    assert bench.book.wait_for(lambda: {e.what for e in bench.book.events} >= {What.ANSWER, What.CANCEL_ASKED})
    told = next(e for e in bench.book.events if e.what == What.ANSWER)
    assert told.facts == {"question": "where", "answer": "door"}
    assert len([e for e in bench.book.events if e.what == What.CANCEL_ASKED]) == 1


def test_r5_a_countdown_that_died_goes_on_and_can_still_be_cancelled(bench: Bench) -> None:
    entry = replace(left_open(bench, Stage.ARMED, age=0.2), fire_at=bench.clock.monotonic() + 30)
    bench.journal = MemoryJournal(entry)
    lane = bench.start()
    assert bench.phase(AlarmPhase.COUNTDOWN).request_id == entry.id
    assert lane.cancel()
    bench.phase(AlarmPhase.CANCELLED)
    assert bench.book.wait_for(lambda: entry.id in bench.book.submissions)
    assert bench.book.taken == []


@pytest.mark.parametrize(
    ("age", "boot", "late", "unknown"), [(2.0, "", False, False), (301.0, "", True, False), (2.0, "older", False, True)]
)
def test_r5_what_a_dead_process_left_is_finished(
    bench: Bench, age: float, boot: str, late: bool, unknown: bool
) -> None:
    """R5: sent on restart; late-marked after five minutes; rings when nobody knows how old it is."""
    entry = left_open(bench, Stage.ARMED, age=age, boot=boot)
    bench.journal = MemoryJournal(entry)
    bench.start()
    state = bench.sees(lambda s: s.reached)
    assert (state.request_id, state.late, state.written) == (entry.id, late, True)
    assert bench.book.submissions[entry.id].details == AlarmCall("taxi", late=late, age_unknown=unknown)


def test_r5_one_that_had_reached_the_hub_is_followed_and_not_doubled(bench: Bench) -> None:
    first = bench.start(replace(QUICK, escalate=60.0))
    first.press("home")
    request_id = bench.phase(AlarmPhase.REACHED).request_id
    first.close()
    bench.book.desk(request_id, What.ACCEPTED, Status.ACCEPTED, "王阿姨")
    bench.start()
    assert bench.phase(AlarmPhase.ANSWERED).request_id == request_id
    assert bench.book.taken == [request_id]


def test_a_new_call_does_not_wait_for_an_old_one(bench: Bench) -> None:
    """Another resident presses while one found after a restart is still unanswered."""
    bench.journal = MemoryJournal(left_open(bench, Stage.FIRED, age=400))
    lane = bench.start()
    old = bench.sees(lambda s: s.reached).request_id
    lane.press("home")
    assert lane.state.phase is AlarmPhase.COUNTDOWN
    new = bench.phase(AlarmPhase.REACHED).request_id
    assert {old, new} == set(bench.book.submissions)
    assert old != new


def test_closing_the_card_of_a_live_call_does_nothing(bench: Bench) -> None:
    lane = bench.start(replace(QUICK, escalate=60.0))
    lane.press("home")
    bench.phase(AlarmPhase.REACHED)
    lane.close_card()
    assert lane.state.phase is AlarmPhase.REACHED


def test_s2_the_card_that_is_open_goes_with_the_call_and_nothing_waits_for_it(bench: Bench) -> None:
    owners = [Owner("resident-1")]
    lane = bench.start(owner=lambda: owners[0])
    lane.press("home")
    owners[0] = Owner("somebody-else")
    state = bench.phase(AlarmPhase.REACHED)
    assert bench.book.submissions[state.request_id].owner == Owner("resident-1")
    assert "resident" not in repr(bench.journal.entries)


def test_s2_help_is_called_when_nobody_can_say_whose_card_it_is(bench: Bench) -> None:
    def broken() -> Owner:
        raise RuntimeError("a defect")

    bench.start(owner=broken).press("home")
    assert bench.phase(AlarmPhase.REACHED).reached


def test_a_press_of_a_while_ago_is_nobodys(bench: Bench) -> None:
    lane = bench.start(owner=lambda: Owner("who came later"))
    now = bench.clock.monotonic()
    lane.press("button", Press(new_id(), new_id(), bench.clock.boot(), now - 60, AT))
    state = bench.phase(AlarmPhase.REACHED)
    assert bench.book.submissions[state.request_id].owner == GUEST


def test_the_desks_question_comes_and_is_answered_over_the_lanes_own_connection(bench: Bench) -> None:
    lane = bench.start()
    lane.press("home")
    call = bench.phase(AlarmPhase.REACHED).request_id
    facts: dict[str, Any] = {"question": "q1", "text": "您能站起来吗？", "answers": ["能", "不能"]}
    bench.book.desk(call, What.ASKED, None, "王阿姨", **facts)
    question = bench.sees(lambda state: state.question is not None).question
    assert question is not None
    lane.answer(question.id, "不能", question.text)
    told = bench.sees(lambda state: state.question is not None and state.question.told).question
    assert told is not None
    assert told.answer == "不能"
