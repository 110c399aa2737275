"""What both sides of a request's life share: time, promises, and finding a row to change."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import datetime, timedelta
from typing import Protocol

from kiosk.domain.leaving import answer_within, moment
from kiosk.domain.request import Kind, Status
from kiosk.domain.ride import RideState
from kiosk.hub.bus import Topic
from kiosk.hub.clock import HubClock
from kiosk.hub.database import Work
from kiosk.hub.errors import Conflict, NotFound
from kiosk.hub.models import Request
from kiosk.hub.requests import repository
from kiosk.hub.requests.history import promise_from
from kiosk.hub.settings import HubSettings

FINISHED = frozenset({RideState.DONE, RideState.NO_CAR, RideState.DRIVER_CANCELLED, RideState.CANCELLED})
QUEUED, SENDING, LOST, CANCELLING, REFUSED = "queued", "sending", "lost", "cancelling", "refused"
AT_REST = frozenset({*FINISHED, LOST, REFUSED})
PENDING, BOOKED, DONE, CANCELLED, GONE, UNCLEAR = "pending", "booked", "done", "cancelled", "gone", "unclear"
BY_PHONE = "by_phone"
"""In the details of a request whose owner is whoever's telephone was given: good for a name, proof of nothing."""
STANDING = frozenset({PENDING, BOOKED})  # an appointment that the hospital has
VISIT_AT_REST = frozenset({DONE, CANCELLED, REFUSED, GONE, LOST, UNCLEAR})


class Waits(Protocol):
    """Told when an alarm begins to wait for a person, in the same transaction. `to`: the id of a person or a group."""

    async def __call__(self, work: Work, row: Request, to: str = "") -> None: ...


async def _nobody_is_called(work: Work, row: Request, to: str = "") -> None: ...


async def _no_drill(_work: Work, _row: Request) -> bool:
    return False


class Base:
    def __init__(self, settings: HubSettings, clock: HubClock) -> None:
        self.settings = settings
        self.clock = clock
        self.alarm_waits: Waits = _nobody_is_called
        self.drill_joins: Callable[[Work, Request], Awaitable[bool]] = _no_drill
        self.promises: Mapping[str, float] = {
            Kind.TAXI: settings.taxi_promise,
            Kind.VOLUNTEER: settings.volunteer_promise,
            Kind.APPOINTMENT: settings.volunteer_promise,
            Kind.CONSULTATION: settings.volunteer_promise,
            Kind.ALARM: settings.escalate_after,
        }

    def due(self, row: Request) -> datetime | None:
        """When somebody must have answered, counted from now."""
        now = self.clock.now()
        due, car = promise_from(row, now, self.promises), car_wanted(row)
        if due is None or car is None or row.handler != "provider":
            return due
        promise = self.promises[row.kind]
        return now + timedelta(seconds=answer_within(promise, (car - now) / timedelta(seconds=1)))

    async def locked(self, work: Work, request_id: str) -> Request:
        """The row, ours until the transaction ends, and with it the order of events. Raises NotFound."""
        await work.keep_order()
        row = await repository.request(work.session, request_id, lock=True)
        if row is None:
            raise NotFound
        return row

    async def drop_booking(self, work: Work, row: Request, *, spare: Collection[str] = ()) -> bool:
        """Take back what the provider was asked for. True when the provider has to be told first.

        A booking that nobody has sent yet simply ends. An appointment in a state of `spare` is left as it is.
        """
        if row.kind == Kind.APPOINTMENT:
            return await self._drop_visit(work, row, spare)
        booking = await repository.booking_of(work.session, row.id)
        if booking is None or booking.state in AT_REST:
            return False
        told = booking.state != QUEUED
        booking.state = CANCELLING if told else RideState.CANCELLED
        booking.changed_at = self.clock.now()
        if told:
            work.announce(Topic.BOOKING, booking.key)
        return told

    async def _drop_visit(self, work: Work, row: Request, spare: Collection[str]) -> bool:
        visit = await repository.visit_of(work.session, row.id)
        if visit is None or visit.state in VISIT_AT_REST or visit.state in spare:
            return False
        told = visit.state != QUEUED
        visit.state, visit.changed_at = CANCELLING if told else CANCELLED, self.clock.now()
        work.announce(Topic.HOSPITAL, visit.key)
        return told

    async def being_cancelled(self, work: Work, row: Request) -> bool:
        """Whether the resident has called it off and the provider has not answered yet."""
        if row.handler != "provider":
            return False
        look = repository.visit_of if row.kind == Kind.APPOINTMENT else repository.booking_of
        booking = await look(work.session, row.id)
        return booking is not None and booking.state == CANCELLING


def car_wanted(row: Request) -> datetime | None:
    """When a car is to come, UTC; None for anything but a ride."""
    if row.kind != Kind.TAXI or not row.details:
        return None
    at = moment(str(row.details.get("leave_at") or ""))
    return at or (row.created_at or row.received_at) + timedelta(minutes=int(row.details.get("in_minutes") or 0))


def settled(row: Request) -> bool:
    """Who looks after it changes nothing of how it stands: nobody knows it, or an appointment is booked."""
    return row.status == Status.UNKNOWN or (row.kind == Kind.APPOINTMENT and row.status == Status.IN_PROGRESS)


def refuse_ended(row: Request) -> None:
    if Status(row.status).ended:
        raise Conflict("ended", holder=row.taken_name)
