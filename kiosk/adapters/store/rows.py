"""Requests and events as rows and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping

from kiosk.domain.details import (
    AlarmCall,
    AppointmentWish,
    Consultation,
    Details,
    HelpCall,
    Need,
    PlaceRef,
    SlotRef,
    TaxiWish,
)
from kiosk.domain.owner import GUEST, ForWhom, Owner
from kiosk.domain.request import Actor, Event, Kind, Mode, Request, Role, Status

_DETAILS: Mapping[str, type[Details]] = {
    "taxi": TaxiWish,
    "alarm": AlarmCall,
    "volunteer": HelpCall,
    "appointment": AppointmentWish,
    "consultation": Consultation,
}
_PARTS: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("pickup", "destination", "hospital", "department"), lambda stored: PlaceRef(**stored)),
    "slot": lambda stored: SlotRef(**stored),
    "need": Need,
    "found": tuple,
}


def request_row(request: Request) -> dict[str, Any]:
    """Everything but `ended_at`, which the store adds when it happens."""
    return {
        "id": request.id,
        "seq": request.seq,
        "kind": request.kind.value,
        "mode": request.mode.value,
        "status": request.status.value,
        "number": request.number,
        "details": asdict(request.details),
        "created_at": _stamp(request.created_at),
        "boot": request.boot,
        "born": request.born,
        "valid_for": request.valid_for,
        "owner": None if request.owner == GUEST else asdict(request.owner),
    }


def event_row(event: Event, position: int) -> dict[str, Any]:
    return {
        "request_id": event.request_id,
        "id": event.id,
        "position": position,
        "what": event.what,
        "role": event.by.role.value,
        "name": event.by.name,
        "status": event.status.value if event.status else None,
        "at": _stamp(event.at),
        "hub_seq": event.hub_seq,
        "facts": dict(event.facts),
    }


def to_request(row: RowMapping, events: Iterable[RowMapping]) -> Request:
    return Request(
        id=row["id"],
        kind=Kind(row["kind"]),
        details=_details(row["details"]),
        mode=Mode(row["mode"]),
        status=Status(row["status"]),
        number=row["number"],
        seq=row["seq"],
        created_at=_moment(row["created_at"]),
        boot=row["boot"],
        born=row["born"],
        valid_for=row["valid_for"],
        events=tuple(_event(event) for event in events),
        owner=_owner(row["owner"]),
    )


def _event(row: RowMapping) -> Event:
    return Event(
        id=row["id"],
        request_id=row["request_id"],
        what=row["what"],
        by=Actor(Role(row["role"]), row["name"]),
        status=Status(row["status"]) if row["status"] else None,
        at=_moment(row["at"]),
        hub_seq=row["hub_seq"],
        facts=row["facts"],
    )


def _details(stored: Mapping[str, Any]) -> Details:
    """Fields that an older form did not have take their defaults."""
    kind = _DETAILS[stored["kind"]]
    known = {f.name for f in fields(kind)}
    values = {name: value for name, value in stored.items() if name in known}
    for name in _PARTS.keys() & values.keys():
        if values[name] is not None:
            values[name] = _PARTS[name](values[name])
    return kind(**values)


def _owner(stored: Mapping[str, Any] | None) -> Owner:
    if not stored:
        return GUEST
    return Owner(
        resident=stored.get("resident", ""),
        for_whom=ForWhom(stored.get("for_whom", ForWhom.SELF)),
        helper=stored.get("helper", ""),
    )


def _stamp(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(stamp: str | None) -> datetime | None:
    return datetime.fromisoformat(stamp) if stamp else None
