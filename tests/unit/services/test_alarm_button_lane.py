"""The red button and the alarm lane: one press is one alarm, before and after a death, with and without the screen."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from kiosk.bootstrap.alarm import listen
from kiosk.domain.request import What
from kiosk.ports.journal import Stage
from kiosk.services.alarm import AlarmPhase
from tests.unit.services.test_alarm_lane import QUICK, SECONDS, Bench
from tests.waiting import until

SLOW = replace(QUICK, countdown=30.0, escalate=60.0)


@pytest.fixture
def bench() -> Iterator[Bench]:
    made = Bench()
    with made.opened:
        yield made
        made.journal.let_go()


def press(bench: Bench, ago: float = 0.0, boot: str = "") -> str:
    return bench.button.press(boot or bench.clock.boot(), bench.clock.monotonic() - ago).id


def test_a_press_starts_the_countdown_and_is_taken_once_it_is_on_the_disk(bench: Bench) -> None:
    lane = bench.start(SLOW)
    bench.journal.hold()
    listen(bench.red, lane)
    pressed = press(bench)
    assert (lane.state.phase, lane.state.request_id) == (AlarmPhase.COUNTDOWN, pressed)
    assert bench.button.took == []
    bench.journal.let_go()
    until(lambda: pressed in bench.button.took, "it needs no telling again")
    lane.send_now()
    until(lambda: pressed in bench.book.submissions, "the hub has it")
    assert bench.book.submissions[pressed].events[0].id == bench.button.presses[0].event_id


def test_a_press_needs_no_main_thread(bench: Bench) -> None:
    """The screen may hang: the button's own thread is enough, and the lane's."""
    lane = bench.start()
    listen(bench.red, lane)
    presser = threading.Thread(target=press, args=(bench,))
    presser.start()
    presser.join(SECONDS)
    until(lambda: len(bench.book.submissions) == 1, "the hub has it")


def test_a_second_press_sends_at_once_and_neither_is_told_again(bench: Bench) -> None:
    lane = bench.start(SLOW)
    listen(bench.red, lane)
    first, second = press(bench), press(bench)
    assert bench.phase(AlarmPhase.REACHED).request_id == first
    until(lambda: {first, second} <= set(bench.button.took), "both are taken")
    assert list(bench.book.submissions) == [first]


def test_r1_a_press_for_a_call_that_nothing_has_written_is_told_again(bench: Bench) -> None:
    """The disk hangs, no hub is there: the kiosk dies, and only the supervisor's memory is left."""
    bench.book.down = True
    bench.journal.hold()
    lane = bench.start(SLOW)
    listen(bench.red, lane)
    shown = lane.press("home")
    pressed = press(bench)
    assert (lane.state.request_id, bench.button.took) == (shown, [])
    bench.journal.let_go()
    until(lambda: pressed in bench.button.took, "the call is on the disk now")
    again = press(bench)
    assert again in bench.button.took, "and was before this press"


def test_a_press_that_is_told_again_after_a_restart_is_no_second_alarm(bench: Bench) -> None:
    first = bench.start(SLOW)
    listen(bench.red, first)
    pressed = press(bench)
    until(lambda: bench.journal.entries, "it is written down")
    bench.button.took.clear()  # the answer was lost with the process
    first.close()
    again = bench.start(SLOW)
    listen(bench.red, again)
    bench.button.again()
    again.send_now()
    assert bench.phase(AlarmPhase.REACHED).request_id == pressed
    assert bench.book.taken == [pressed]


def test_r5_a_press_while_the_kiosk_was_dead_is_not_counted_down_anew(bench: Bench) -> None:
    lane = bench.start(replace(SLOW, countdown=5.0))
    listen(bench.red, lane)
    pressed = press(bench, ago=6.0)
    assert bench.phase(AlarmPhase.REACHED).request_id == pressed
    assert not bench.book.submissions[pressed].details.late  # type: ignore[union-attr]  # it is an alarm's


@pytest.mark.parametrize(("ago", "boot", "late"), [(301.0, "", True), (2.0, "another boot", False)])
def test_r5_an_old_press_is_a_notice_and_one_of_unknown_age_rings(
    bench: Bench, ago: float, boot: str, late: bool
) -> None:
    lane = bench.start(SLOW)
    listen(bench.red, lane)
    pressed = press(bench, ago, boot)
    until(lambda: pressed in bench.book.submissions, "the hub has it")
    assert bench.book.submissions[pressed].details.late is late  # type: ignore[union-attr]  # it is an alarm's


def test_a_press_is_taken_when_only_the_hub_has_it(bench: Bench) -> None:
    bench.journal.fail()
    lane = bench.start()
    listen(bench.red, lane)
    pressed = press(bench)
    until(lambda: pressed in bench.button.took, "the hub is enough")
    assert bench.phase(AlarmPhase.REACHED).request_id == pressed


def test_a_press_called_off_is_not_told_again(bench: Bench) -> None:
    lane = bench.start(replace(SLOW, cancel_after=0.01))
    bench.journal.fail()
    listen(bench.red, lane)
    pressed = press(bench)
    bench.sees(lambda state: state.cancel_ready)
    assert lane.cancel()
    assert pressed in bench.button.took


def test_the_desk_reads_that_it_was_the_button(bench: Bench) -> None:
    lane = bench.start()
    listen(bench.red, lane)
    pressed = press(bench)
    until(lambda: pressed in bench.book.submissions, "the hub has it")
    request = bench.book.submissions[pressed]
    assert request.details.screen == "button"  # type: ignore[union-attr]  # it is an alarm's
    assert [event.what for event in request.events] == [What.ARMED]
    assert all(entry.stage is not Stage.OVER for entry in bench.journal.entries)
