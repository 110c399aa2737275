"""What residents ask for: written first, never twice by mistake, true on every screen."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from kiosk.domain.details import AppointmentWish, Consultation, HelpCall, Need, PlaceRef, SlotRef, TaxiWish
from kiosk.domain.owner import ForWhom, Owner
from kiosk.domain.request import Kind, Mode, Request, Status, What
from kiosk.errors import DuplicateWish, StoreFull
from kiosk.ports.store import Action
from kiosk.services.requests import Requests
from tests.fakes.clock import FakeClock
from tests.fakes.requests import TAXI, by_hub, new_id
from tests.fakes.store import MemoryStore
from tests.fakes.tasks import ManualTasks


@dataclass
class Bench:
    clock: FakeClock = field(default_factory=FakeClock)
    tasks: ManualTasks = field(default_factory=ManualTasks)
    done: list[Request] = field(default_factory=list)
    errors: list[Exception] = field(default_factory=list)
    wakes: list[None] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.store = MemoryStore(self.clock.now)
        self.requests = self.service()

    def service(self) -> Requests:
        return Requests(self.store, self.clock, self.tasks, new_id, wake=lambda: self.wakes.append(None))

    def taxi(self, wish: TaxiWish = TAXI, again: bool = False) -> None:
        self.requests.call_taxi(wish, on_done=self.done.append, on_error=self.errors.append, again=again)

    def called(self) -> Request:
        self.taxi()
        self.tasks.run()
        return self.done[-1]


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_recorded_is_said_once_it_is_on_the_disk(bench: Bench) -> None:
    bench.taxi()
    assert (bench.done, bench.requests.live()) == ([], ())
    bench.tasks.run()
    (request,) = bench.done
    assert (request.kind, request.status, request.number) == (Kind.TAXI, Status.RECORDED, 10)
    assert [e.what for e in request.events] == [What.RECORDED]
    assert request.valid_for == 900.0
    assert bench.requests.get(request.id) == request
    assert len(bench.wakes) == 1


def test_a_full_disk_is_told_and_nothing_is_recorded(bench: Bench) -> None:
    bench.store.fail(StoreFull())
    bench.taxi()
    bench.tasks.run()
    assert bench.done == []
    assert isinstance(bench.errors[0], StoreFull)
    bench.taxi()
    bench.tasks.run()
    assert len(bench.done) == 1


def test_the_same_wish_within_half_an_hour_is_not_a_second_car(bench: Bench) -> None:
    first = bench.called()
    bench.clock.advance(29 * 60)
    bench.taxi()
    (error,) = bench.errors
    assert isinstance(error, DuplicateWish)
    local = bench.clock.now().astimezone() - timedelta(minutes=29)
    assert (error.request_id, error.at) == (first.id, f"{local.hour}:{local.minute:02}")
    bench.clock.advance(61)
    bench.taxi()
    bench.tasks.run()
    assert len(bench.done) == 2


def test_the_same_wish_again_when_the_resident_says_so(bench: Bench) -> None:
    bench.called()
    bench.taxi(again=True)
    bench.tasks.run()
    assert len(bench.done) == 2


def test_two_taps_before_the_disk_has_answered_are_one_wish(bench: Bench) -> None:
    bench.taxi()
    bench.taxi()
    bench.tasks.run()
    assert len(bench.done) == 1
    assert isinstance(bench.errors[0], DuplicateWish)


def test_s3_the_same_way_of_another_resident_is_no_duplicate_and_tells_nobody(bench: Bench) -> None:
    for resident in ("", "a", "b"):
        bench.requests._owner = lambda resident=resident: Owner(resident)  # type: ignore[misc]
        bench.called()
    bench.taxi()
    assert [request.owner.resident for request in bench.done] == ["", "a", "b"]
    (error,) = bench.errors
    assert isinstance(error, DuplicateWish)
    assert error.request_id == bench.done[-1].id


def test_another_way_or_an_ended_one_is_no_duplicate(bench: Bench) -> None:
    first = bench.called()
    bench.taxi(replace(TAXI, destination=PlaceRef("home", "家")))
    bench.taxi(replace(TAXI, in_minutes=30))
    bench.tasks.run()
    bench.requests.cancel(first.id)
    bench.tasks.run()
    bench.taxi()
    bench.tasks.run()
    assert bench.errors == []
    assert len(bench.done) == 4


def test_a_wish_from_before_a_restart_of_the_machine_still_counts(bench: Bench) -> None:
    first = bench.called()
    bench.clock.reboot()
    bench.requests = bench.service()
    bench.requests.start()
    bench.tasks.run()
    bench.taxi()
    assert isinstance(bench.errors[0], DuplicateWish)
    assert bench.requests.get(first.id) == first


def test_a_ride_for_later_is_wanted_until_then(bench: Bench) -> None:
    bench.taxi(replace(TAXI, in_minutes=120))
    bench.tasks.run()
    assert bench.done[0].valid_for == 7200.0


def test_a_call_for_a_volunteer_ends_and_a_wish_for_later_does_not(bench: Bench) -> None:
    for wish in (False, True):
        bench.requests.call_volunteer(
            HelpCall("home", wish=wish), on_done=bench.done.append, on_error=bench.errors.append
        )
    bench.tasks.run()
    assert [r.valid_for for r in bench.done] == [1800.0, None]


def test_an_exercise_stays_one(bench: Bench) -> None:
    bench.requests.call_taxi(TAXI, on_done=bench.done.append, on_error=bench.errors.append, mode=Mode.EXERCISE)
    bench.tasks.run()
    assert bench.done[0].mode is Mode.EXERCISE


def test_a_report_is_written_and_queued(bench: Bench) -> None:
    request = bench.called()
    bench.requests.report(request.id, What.NOT_SEEN, {"where": "gate"}, on_done=bench.done.append)
    bench.tasks.run()
    event = bench.done[-1].last(What.NOT_SEEN)
    assert event is not None
    assert event.facts == {"where": "gate"}
    assert bench.store.pending() == 2


def test_cancelled_before_it_left(bench: Bench) -> None:
    request = bench.called()
    bench.requests.cancel(request.id, on_done=bench.done.append)
    bench.tasks.run()
    assert bench.done[-1].status is Status.CANCELLED
    assert bench.requests.live() == ()


def test_every_change_is_heard_in_order_until_one_stops_listening(bench: Bench) -> None:
    heard: list[Status] = []
    stop = bench.requests.watch(lambda r: heard.append(r.status))
    request = bench.called()
    head = bench.store.outgoing()[0].outgoing
    assert head.action is Action.SUBMIT
    bench.store.delivered(head, [by_hub(request, What.DELIVERED, Status.DELIVERED)])
    stop()
    bench.store.told([by_hub(request, What.DONE, Status.DONE)])
    assert heard == [Status.RECORDED, Status.DELIVERED]
    ended = bench.requests.get(request.id)
    assert ended is not None
    assert ended.status is Status.DONE


def test_what_the_store_held_at_start_does_not_overwrite_what_came_since(bench: Bench) -> None:
    request = bench.called()
    fresh = bench.service()
    fresh.start()
    bench.store.told([by_hub(request, What.DELIVERED, Status.DELIVERED)])
    bench.tasks.run()
    assert [r.status for r in fresh.live()] == [Status.DELIVERED]


def test_a_store_that_cannot_open_is_told_and_tried_again(bench: Bench) -> None:
    request = bench.called()
    fresh = bench.service()
    bench.store.fail(StoreFull())
    fresh.start(bench.errors.append)
    bench.tasks.run()
    assert isinstance(bench.errors[0], StoreFull)
    assert fresh.live() == ()
    bench.clock.advance(5.0)
    bench.tasks.run()
    assert fresh.live() == (request,)
    fresh.close()


def test_the_alarm_takes_numbers_from_the_far_end(bench: Bench) -> None:
    assert bench.requests.free_number() == 99
    request = replace(bench.called(), id=new_id(), number=99, events=())
    bench.requests.mirror(request)
    bench.tasks.run()
    assert bench.requests.free_number() == 98


def test_a_mirror_that_fails_disturbs_nobody(bench: Bench) -> None:
    request = bench.called()
    bench.store.fail(StoreFull())
    bench.requests.mirror(request)
    bench.tasks.run()
    assert bench.requests.get(request.id) == request


def test_only_the_newest_ended_ones_are_remembered(bench: Bench) -> None:
    for _ in range(60):
        request = bench.called()
        bench.requests.cancel(request.id)
        bench.tasks.run()
    ended = [r for r in bench.done if bench.requests.get(r.id)]
    assert len(ended) == 50
    assert bench.requests.live() == ()


APPOINTMENT = AppointmentWish(Need.COMMUNITY, day="2026-11-24", part="morning")


def test_a_wish_for_a_doctor_waits_as_long_as_it_takes(bench: Bench) -> None:
    bench.requests.wish_appointment(APPOINTMENT, on_done=bench.done.append, on_error=bench.errors.append)
    bench.requests.consult(Consultation("高龄补贴"), on_done=bench.done.append, on_error=bench.errors.append)
    bench.tasks.run()
    assert [(r.kind, r.valid_for) for r in bench.done] == [(Kind.APPOINTMENT, None), (Kind.CONSULTATION, None)]


def test_a_time_that_is_past_is_no_use_to_anybody(bench: Bench) -> None:
    start = (bench.clock.now() + timedelta(hours=3)).isoformat()
    wish = replace(APPOINTMENT, slot=SlotRef("s1", start), hold="hold-0000")
    bench.requests.wish_appointment(wish, on_done=bench.done.append, on_error=bench.errors.append)
    bench.tasks.run()
    assert bench.done[0].valid_for == 3 * 3600


def test_the_same_appointment_is_not_asked_for_twice_but_another_persons_is(bench: Bench) -> None:
    owner = Owner("r1")
    bench.requests = Requests(bench.store, bench.clock, bench.tasks, new_id, wake=_nothing, owner=lambda: owner)

    def ask(wish: AppointmentWish, again: bool = False) -> None:
        bench.requests.wish_appointment(wish, on_done=bench.done.append, on_error=bench.errors.append, again=again)
        bench.tasks.run()

    ask(APPOINTMENT)
    ask(APPOINTMENT)
    (error,) = bench.errors
    assert isinstance(error, DuplicateWish)
    assert error.message.key == "doctor.already_asked"
    ask(APPOINTMENT, again=True)
    for other in (replace(APPOINTMENT, part="afternoon"), replace(APPOINTMENT, department=PlaceRef("eyes", "眼科"))):
        ask(other)
    owner = Owner("r1", ForWhom.SPOUSE)
    ask(APPOINTMENT)
    bench.clock.advance(31 * 60)
    ask(APPOINTMENT)
    assert len(bench.errors) == 1
    assert len(bench.done) == 6


def _nothing() -> None:
    return None


def test_a_car_for_a_certain_time_is_wanted_until_then_and_says_how_far_off_that_is(bench: Bench) -> None:
    at = bench.clock.now() + timedelta(days=3)
    bench.taxi(replace(TAXI, leave_at=at.isoformat()))
    bench.tasks.run()
    (request,) = bench.done
    assert request.valid_until == at
    assert isinstance(request.details, TaxiWish)
    assert request.details.in_minutes == 24 * 60  # a hub that knows no such time sends no car at once


def test_the_same_car_for_the_same_hour_is_one_car_however_long_ago_it_was_asked_for(bench: Bench) -> None:
    at = bench.clock.now() + timedelta(days=3)
    for leave in (at, at + timedelta(hours=1), at):
        bench.taxi(replace(TAXI, leave_at=leave.isoformat()))
        bench.tasks.run()
        bench.clock.advance(3600)
    assert len(bench.done) == 2
    (error,) = bench.errors
    assert isinstance(error, DuplicateWish)
    assert error.request_id == bench.done[0].id
