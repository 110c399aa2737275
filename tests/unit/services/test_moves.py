"""换个时间 never leaves anybody without an appointment."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.domain.appointment import Appointment
from kiosk.domain.details import AppointmentWish, Need
from kiosk.domain.owner import Owner
from kiosk.domain.request import Actor, Event, Request, Role, Status, What, after
from kiosk.services.moves import Moves
from tests.fakes.requests import new_id, recorded
from tests.fakes.screens import FakeRequests

CLINIC = Actor(Role.PROVIDER, "东街医院")
BOOKED = Appointment("2026-11-24T01:00:00Z").facts()


def happens(request: Request, what: str, status: Status | None, by: Actor = CLINIC) -> Request:
    return after(request, Event(new_id(), request.id, what, by, status, facts=BOOKED))


def booked(request: Request) -> Request:
    for what, status in ((What.DELIVERED, Status.DELIVERED), (What.ACCEPTED, Status.ACCEPTED)):
        request = happens(request, what, status)
    return happens(request, What.BOOKED, Status.IN_PROGRESS)


@pytest.fixture
def pair() -> tuple[FakeRequests, Request, Request]:
    """The old appointment, and the wish to have another instead of it."""
    old = booked(recorded(AppointmentWish(Need.COMMUNITY), owner=Owner("r1")))
    new = recorded(AppointmentWish(Need.COMMUNITY, instead=old.id), owner=Owner("r1"))
    requests = FakeRequests(old, new)
    Moves(requests)
    return requests, old, new


def test_the_old_one_goes_once_the_new_one_is_booked_and_only_once(pair: tuple[FakeRequests, Request, Request]) -> None:
    requests, old, new = pair
    requests.now(happens(new, What.DELIVERED, Status.DELIVERED))
    assert requests.asked == []
    requests.now(booked(new))
    assert requests.asked == [("cancel", old.id)]
    requests.now(happens(old, What.CANCEL_ASKED, None))
    requests.now(happens(booked(new), What.MOVED, Status.IN_PROGRESS))
    assert len(requests.asked) == 1


def test_a_new_time_that_is_gone_leaves_the_old_one(pair: tuple[FakeRequests, Request, Request]) -> None:
    requests, _, new = pair
    sent = happens(new, What.DELIVERED, Status.DELIVERED)
    requests.now(happens(sent, What.SLOT_GONE, Status.FAILED))
    assert requests.asked == []


def test_nobody_calls_off_what_is_somebody_elses(pair: tuple[FakeRequests, Request, Request]) -> None:
    requests, _, new = pair
    requests.now(booked(replace(new, owner=Owner("r2"))))
    assert requests.asked == []
