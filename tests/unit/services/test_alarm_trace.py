"""U16: 取消 calls nobody and leaves a trace: the hub's history knows that the key was pressed and called off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from kiosk.domain.request import Role, Status, What
from kiosk.ports.journal import Stage
from kiosk.protocol.models import request_in
from kiosk.services.alarm import AlarmPhase
from kiosk.services.alarm.call import begun, called_off
from kiosk.services.alarm.lane import MOST_TRACES
from tests.unit.services.test_alarm_lane import QUICK, Bench
from tests.waiting import until

SLOW = replace(QUICK, countdown=30.0, cancel_after=0.0, escalate=60.0)


@pytest.fixture
def bench() -> Iterator[Bench]:
    made = Bench()
    with made.opened:
        yield made
        made.journal.let_go()


def press_and_cancel(bench: Bench) -> str:
    pressed = bench.lane.press("home")
    assert bench.lane.cancel()
    return pressed


def stages(bench: Bench) -> dict[str, Stage]:
    return {entry.id: entry.stage for entry in bench.journal.entries}


def test_its_trace_is_of_the_form_that_the_hub_takes_and_the_same_after_a_restart(bench: Bench) -> None:
    bench.start(SLOW)
    sent = []
    for _ in range(2):
        pressed = press_and_cancel(bench)
        until(lambda one=pressed: one in bench.book.submissions, "told")  # type: ignore[misc]  # mypy cannot type it
        sent.append(request_in(bench.book.submissions[pressed], boot=bench.clock.boot(), now=bench.clock.monotonic()))
        left = next(entry for entry in bench.journal.entries if entry.id == pressed)
        again = called_off(begun(left), left.at, 0.0).request.last(What.CANCELLED)
        assert again is not None
        assert again.id == sent[-1].events[-1].id
    assert len({event.id for one in sent for event in one.events}) == 4


def test_what_was_called_off_is_told_as_it_was_and_calls_nobody(bench: Bench) -> None:
    bench.start(SLOW)
    pressed = press_and_cancel(bench)
    until(lambda: stages(bench).get(pressed) is Stage.OVER, "the hub knows, and so does the journal")
    told = bench.book.submissions[pressed]
    assert [(e.what, e.by.role) for e in told.events] == [
        (What.ARMED, Role.RESIDENT),
        (What.CANCELLED, Role.RESIDENT),
    ]
    assert bench.book.statuses[pressed] is Status.CANCELLED
    assert bench.book.taken == []
    assert bench.mirrored == []


def test_without_a_hub_it_waits_and_is_told_after_a_restart_once(bench: Bench) -> None:
    bench.book.down = True
    first = bench.start(SLOW)
    pressed = press_and_cancel(bench)
    until(lambda: stages(bench).get(pressed) is Stage.CALLED_OFF, "it is in the journal")
    first.close_card()
    first.close()
    bench.book.down = False
    again = bench.start(SLOW)
    until(lambda: stages(bench).get(pressed) is Stage.OVER, "it was told")
    assert again.state.phase is AlarmPhase.IDLE  # nobody is shown what is long over
    assert [e.what for e in bench.book.events] == [What.ARMED, What.CANCELLED]


def test_cancelled_is_not_said_before_the_journal_has_it(bench: Bench) -> None:
    """A process that died then would find an armed countdown, and call."""
    lane = bench.start(replace(SLOW, off_wait=0.05))
    lane.press("home")
    bench.sees(lambda s: s.written)
    bench.journal.hold()
    assert lane.cancel()
    assert (lane.state.phase, lane.state.kept) == (AlarmPhase.CANCELLED, False)
    assert bench.sees(lambda s: s.stalled).kept is False
    bench.journal.let_go()
    assert bench.sees(lambda s: s.kept).stalled is False


def test_a_disk_that_hangs_for_good_is_said_and_the_next_press_calls(bench: Bench) -> None:
    bench.journal.hold()
    lane = bench.start(replace(SLOW, off_wait=0.0))
    press_and_cancel(bench)
    assert bench.sees(lambda s: s.stalled).phase is AlarmPhase.CANCELLED
    real = lane.press("home")
    lane.send_now()
    assert bench.phase(AlarmPhase.REACHED).request_id == real


def test_a_lost_reply_is_no_second_trace(bench: Bench) -> None:
    bench.book.lose_replies = 2
    bench.start(SLOW)
    pressed = press_and_cancel(bench)
    until(lambda: stages(bench).get(pressed) is Stage.OVER, "it was told in the end")
    assert [e.what for e in bench.book.events] == [What.ARMED, What.CANCELLED]


def test_a_hub_that_does_not_want_it_is_not_asked_for_ever(bench: Bench) -> None:
    bench.book.refusals["submit"] = "invalid"
    bench.start(SLOW)
    pressed = press_and_cancel(bench)
    until(lambda: stages(bench).get(pressed) is Stage.OVER, "it is given up")


def test_traces_never_take_the_room_of_a_call(bench: Bench) -> None:
    bench.book.down = True
    lane = bench.start(SLOW)
    pressed = [press_and_cancel(bench) for _ in range(MOST_TRACES + 3)]
    newest = [False] * 3 + [True] * MOST_TRACES
    until(lambda: [stages(bench).get(one) is Stage.CALLED_OFF for one in pressed] == newest, "the newest are kept")
    real = lane.press("home")
    lane.send_now()
    bench.book.down = False
    assert bench.phase(AlarmPhase.REACHED).request_id == real
    assert bench.book.taken == [real]


def test_a_new_press_does_not_wait_for_a_trace(bench: Bench) -> None:
    bench.book.down = True
    lane = bench.start(SLOW)
    first = press_and_cancel(bench)
    second = lane.press("home")
    assert lane.state.phase is AlarmPhase.COUNTDOWN
    lane.send_now()
    bench.book.down = False
    until(lambda: {first, second} <= set(bench.book.submissions), "the hub knows both")
    assert bench.book.taken == [second]
