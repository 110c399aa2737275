"""Requests and events as tests need them: placeholders throughout."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from typing import Any

from uuid6 import uuid7

from kiosk.domain.details import Details, PlaceRef, TaxiWish
from kiosk.domain.request import Actor, Event, Request, Role, Status, What, kind_of

AT = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
GATE = PlaceRef("centre", "活动中心", "南门")
HOSPITAL = PlaceRef("hospital", "区中心医院")
TAXI = TaxiWish(GATE, HOSPITAL)
_hub_seq = count(1)


def new_id() -> str:
    return str(uuid7())


def recorded(details: Details = TAXI, **changes: Any) -> Request:
    """A new request as the service makes it: born with one event."""
    request_id = str(changes.pop("id", new_id()))
    birth = Event(new_id(), request_id, What.RECORDED, Actor(Role.RESIDENT), Status.RECORDED, AT)
    values: dict[str, Any] = {
        "created_at": AT,
        "boot": "boot-1",
        "born": 1000.0,
        "valid_for": 900.0,
        "events": (birth,),
    }
    return Request(request_id, kind_of(details), details, **{**values, **changes})


def own(request: Request, what: str, status: Status | None = None, **facts: Any) -> Event:
    """Something that happened at the kiosk."""
    return Event(new_id(), request.id, what, Actor(Role.RESIDENT), status, AT, facts=facts)


def by_hub(
    request: Request, what: str, status: Status | None = None, name: str = "", seq: int = 0, **facts: Any
) -> Event:
    """Something the hub tells; `seq` 0 takes the next of its order."""
    actor = Actor(Role.VOLUNTEER if name else Role.HUB, name)
    return Event(new_id(), request.id, what, actor, status, AT, seq or next(_hub_seq), facts)
