"""One time is kept at once, and none for somebody who has left."""

from __future__ import annotations

from kiosk.domain.preferences import Preferences
from kiosk.errors import HubUnreachable, SlotGone
from kiosk.services.appointments import Bookings, Held
from kiosk.services.session import Session
from tests.fakes.appointments import KEPT_SECONDS, MemoryAppointments
from tests.fakes.clock import START, FakeClock
from tests.fakes.requests import new_id
from tests.fakes.tasks import ManualTasks


class Bench:
    def __init__(self) -> None:
        self.clock, self.tasks, self.hub = FakeClock(), ManualTasks(), MemoryAppointments()
        self.hub.fill(START.date())
        self.session = Session(self.clock, Preferences())
        self.session.activity()
        self.bookings = Bookings(self.hub, self.tasks, self.clock, new_id, self.session)
        self.held: list[Held] = []
        self.errors: list[Exception] = []

    def hold(self, number: int = 0) -> None:
        self.bookings.hold("east", self.hub.free[number].ref, self.held.append, self.errors.append)


def test_a_time_is_kept_from_when_it_was_asked_for() -> None:
    bench = Bench()
    bench.hold()
    bench.clock.advance(2)  # the hub takes its time; we do not promise what it did not
    bench.tasks.run()
    (held,) = bench.held
    assert held.until == bench.clock.monotonic() - 2 + KEPT_SECONDS
    assert list(bench.hub.held) == [held.key]


def test_another_time_lets_the_first_go() -> None:
    bench = Bench()
    bench.hold(0)
    bench.tasks.run()
    bench.hold(1)
    bench.tasks.run()
    assert list(bench.hub.held.values()) == [bench.hub.free[1].ref.id]


def test_the_same_time_again_is_kept_anew() -> None:
    bench = Bench()
    for _ in range(2):
        bench.hold(0)
        bench.tasks.run()
    first, second = bench.held
    assert list(bench.hub.held) == [second.key] != [first.key]


def test_a_time_that_comes_after_everybody_left_is_let_go_and_told_to_nobody() -> None:
    bench = Bench()
    bench.hold()
    bench.session.end()
    bench.tasks.run()
    assert bench.held == []
    assert bench.hub.held == {}


def test_a_time_that_is_gone_is_said_and_can_be_chosen_anew() -> None:
    bench = Bench()
    bench.hub.gone.add(bench.hub.free[0].ref.id)
    bench.hold(0)
    bench.tasks.run()
    assert isinstance(bench.errors[0], SlotGone)
    bench.hold(1)
    bench.tasks.run()
    assert len(bench.held) == 1


def test_letting_go_at_a_silent_hub_disturbs_nobody() -> None:
    bench = Bench()
    bench.hold()
    bench.tasks.run()
    bench.hub.trouble_releasing = HubUnreachable("silent")
    bench.bookings.release()
    bench.tasks.run()
    bench.bookings.release()
    assert bench.tasks.waiting == 0


def test_what_went_into_a_request_is_not_let_go() -> None:
    bench = Bench()
    bench.hold()
    bench.tasks.run()
    bench.bookings.given()
    bench.session.end()
    bench.tasks.run()
    assert len(bench.hub.held) == 1


def test_hospitals_are_remembered() -> None:
    bench = Bench()
    bench.bookings.load(lambda _: None, bench.errors.append)
    bench.tasks.run()
    bench.hub.error = HubUnreachable("gone")
    bench.bookings.load(lambda _: None, bench.errors.append)
    bench.tasks.run()
    assert bench.bookings.hospitals == bench.hub.all
    assert len(bench.errors) == 1
