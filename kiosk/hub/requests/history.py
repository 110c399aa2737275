"""Writing what happens: the one place that adds an event and moves a request's row with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from uuid6 import uuid7

from kiosk.domain.request import ALLOWED, Actor, Kind, Role, Status
from kiosk.hub.bus import Topic
from kiosk.hub.database import Work
from kiosk.hub.errors import Conflict
from kiosk.hub.models import Event, Request
from kiosk.protocol.models import EventIn

HUB = Actor(Role.HUB)


@dataclass(frozen=True)
class StaffRef:
    """Who at the desk does something: `name` is what the resident is told (王阿姨)."""

    id: str
    name: str

    @property
    def actor(self) -> Actor:
        return Actor(Role.VOLUNTEER, self.name)


@dataclass(frozen=True)
class Happening:
    """An event about to be written. `status` None leaves the request where it is."""

    what: str
    by: Actor = HUB
    status: Status | None = None
    facts: Mapping[str, Any] | None = None
    staff_id: str | None = None
    id: str = ""


def from_kiosk(data: EventIn, status: Status | None) -> Happening:
    """The kiosk's own event; the status it leads to is the hub's to decide."""
    return Happening(data.what, Actor(Role(data.role)), status, data.facts, id=data.id)


def moved(row: Request, status: Status) -> bool:
    """Whether the request may go there from where it is."""
    now = Status(row.status)
    return status is now or status in ALLOWED[now]


async def append(work: Work, row: Request, happening: Happening, at: datetime) -> Event:
    """Write one event and the row's new state. Raises Conflict when the status does not follow."""
    status = happening.status
    if status is not None and not moved(row, status):
        raise Conflict("ended" if Status(row.status).ended else "status", holder=row.taken_name)
    if status is not None:
        _move(row, status, at)
    return await keep(work, row, happening, at)


async def keep(work: Work, row: Request, happening: Happening, at: datetime) -> Event:
    """Write one event as it was told; the row stays where it is."""
    await work.keep_order()
    event = Event(
        id=happening.id or str(uuid7()),
        request_id=row.id,
        kiosk_id=row.kiosk_id,
        what=happening.what,
        status=happening.status,
        role=happening.by.role,
        name=happening.by.name,
        staff_id=happening.staff_id,
        at=at,
        facts=dict(happening.facts or {}),
    )
    work.session.add(event)
    await work.session.flush()
    work.announce(Topic.REQUEST, row.id)
    work.announce(Topic.STREAM, row.kiosk_id)
    return event


def _move(row: Request, status: Status, at: datetime) -> None:
    row.status = status
    if status is not Status.DELIVERED:
        row.promise_due = None
    if status.ended:
        row.closed_at, row.needs_person = at, False


def take(row: Request, staff: StaffRef) -> None:
    row.handler, row.needs_person, row.promise_due = "desk", False, None
    row.taken_by, row.taken_name = staff.id, staff.name


def by_telephone(row: Request) -> bool:
    """Whether who took this alarm pressed the key of a telephone call: a person, without an account here."""
    held = row.kind == Kind.ALARM and row.status == Status.ACCEPTED and row.taken_by is None
    return held and bool(row.taken_name) and not row.needs_person


def take_by_telephone(row: Request, name: str) -> None:
    """`name`: of the way that was answered. Nobody else is called any more; a desk may take it over."""
    row.handler, row.needs_person, row.promise_due = "desk", False, None
    row.taken_by, row.taken_name = None, name


def let_go(row: Request, due: datetime | None) -> None:
    """Nobody has it now: it waits at the desk, `due` being its new promise."""
    row.handler, row.needs_person, row.promise_due = "desk", True, due
    row.taken_by, row.taken_name = None, ""


def promise_from(row: Request, now: datetime, seconds: Mapping[str, float]) -> datetime | None:
    """When somebody must have answered: by kind, None for what makes no promise (an exercise, a late notice)."""
    if row.mode != "actual" or row.late or row.details.get("wish"):
        return None
    return now + timedelta(seconds=seconds[row.kind])
