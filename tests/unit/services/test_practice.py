"""练习: what is asked for in a lesson is an exercise, nobody's errand; an alarm and a call for a person stay real."""

from __future__ import annotations

import pytest

from kiosk.domain.details import AppointmentWish, HelpCall, Need, PlaceRef
from kiosk.domain.owner import GUEST, Owner
from kiosk.domain.request import Kind, Mode, Request, Status, What
from kiosk.services.announcer import Announcer
from kiosk.services.practice import PRACTISED, WITHIN, Practice
from kiosk.services.requests import Requests
from kiosk.services.waiting import Waiting
from tests.fakes.clock import FakeClock
from tests.fakes.requests import TAXI, by_hub, new_id
from tests.fakes.screens import FakeSpeech
from tests.fakes.store import MemoryStore
from tests.fakes.tasks import InlineTasks

WISH = AppointmentWish(Need.COMMUNITY, PlaceRef("community", "东街社区卫生服务中心"))


class Bench:
    def __init__(self) -> None:
        self.clock, self.practice = FakeClock(), Practice()
        self.store = MemoryStore(self.clock.now)
        self.requests = Requests(
            self.store, self.clock, InlineTasks(), new_id, wake=lambda: None, owner=lambda: Owner("somebody"),
            mode=self.practice.mode,
        )  # fmt: skip
        self.done: list[Request] = []
        self.errors: list[Exception] = []

    def taxi(self) -> Request:
        self.requests.call_taxi(TAXI, on_done=self.done.append, on_error=self.errors.append)
        assert self.errors == []
        return self.done[-1]


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_in_practice_taxi_and_doctor_are_exercises_of_nobody(bench: Bench) -> None:
    bench.practice.begin("taxi")
    assert (bench.taxi().mode, bench.done[-1].owner) == (Mode.EXERCISE, GUEST)
    bench.requests.wish_appointment(WISH, on_done=bench.done.append, on_error=bench.errors.append)
    assert bench.done[-1].mode is Mode.EXERCISE


def test_a_call_for_a_person_and_an_alarm_are_real_in_practice(bench: Bench) -> None:
    bench.practice.begin("taxi")
    bench.requests.call_volunteer(HelpCall("taxi"), on_done=bench.done.append, on_error=bench.errors.append)
    assert bench.done[-1].mode is Mode.ACTUAL
    assert bench.practice.mode(Kind.ALARM) is Mode.ACTUAL
    assert Kind.ALARM not in PRACTISED


def test_after_practice_the_same_wish_is_real_and_is_not_called_one_asked_twice(bench: Bench) -> None:
    """The most dangerous mistake: somebody who practised, and then stands in the rain."""
    bench.practice.begin("taxi")
    bench.taxi()
    bench.practice.moved("home")
    real = bench.taxi()
    assert (real.mode, real.owner) == (Mode.ACTUAL, Owner("somebody"))
    bench.practice.begin("taxi")
    assert bench.taxi().mode is Mode.EXERCISE  # and the real one stands in no way of practice
    assert bench.taxi().mode is Mode.EXERCISE  # as often as wanted


@pytest.mark.parametrize("screen", ["home", "resting", "mine", "policy", "lessons", "helper", ""])
def test_practice_ends_anywhere_but_on_its_way(screen: str) -> None:
    practice = Practice()
    practice.begin("taxi")
    for on_the_way in sorted(WITHIN):
        practice.moved(on_the_way)
        assert practice.on
    practice.moved(screen)
    assert not practice.on


def test_what_is_practised_is_nobody_s_errand(bench: Bench) -> None:
    """Not on home, not in 我的事情, not on the strip, not called out: but it has its own screen."""
    speech = FakeSpeech()
    waiting = Waiting(bench.requests, bench.clock)
    Announcer(bench.requests, speech, lambda: "")
    bench.practice.begin("taxi")
    request = bench.taxi()
    bench.store.told([by_hub(request, What.DELIVERED, Status.DELIVERED, seq=1)])
    bench.store.told([by_hub(request, What.EXPIRED, Status.EXPIRED, seq=2)])
    assert (bench.requests.live(), waiting.calls(), speech.heard()) == ((), (), "")
    assert bench.requests.get(request.id) is not None


def test_numbers_of_what_is_practised_are_taken_too(bench: Bench) -> None:
    bench.practice.begin("taxi")
    first = bench.taxi()
    bench.practice.end()
    assert bench.taxi().number != first.number
