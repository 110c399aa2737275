"""A request in a few words: what it is, and where it stands."""

from __future__ import annotations

from kiosk.domain.request import Kind, Status
from kiosk.hub import models
from kiosk.text import Message, msg

ICONS = {
    Kind.TAXI: "taxi",
    Kind.ALARM: "alarm",
    Kind.VOLUNTEER: "volunteer",
    Kind.APPOINTMENT: "doctor",
    Kind.CONSULTATION: "chat",
}


def title(request: models.Request) -> Message:
    """叫出租车，去东街医院."""
    if request.kind == Kind.TAXI:
        place = (request.details.get("destination") or {}).get("name")
        return msg("desk.title.taxi_to", place=place) if place else msg("desk.title.taxi")
    if request.kind in (Kind.ALARM, Kind.APPOINTMENT, Kind.CONSULTATION):
        return msg(f"desk.title.{request.kind}")
    if request.details.get("screen") == "message":
        return msg("desk.title.message")
    return msg("desk.title.wish") if request.details.get("wish") else msg("desk.title.volunteer")


def status(request: models.Request) -> Message:
    """The honest word for where it stands, with a name when somebody has it."""
    taken = request.status in (Status.ACCEPTED, Status.IN_PROGRESS)
    if taken and request.handler == "provider" and request.kind == Kind.APPOINTMENT:
        return msg("desk.status.booked" if request.status == Status.IN_PROGRESS else "desk.status.hospital")
    if taken and request.handler == "provider":
        return msg("desk.status.provider")
    if request.handler == "provider" and request.status == Status.DELIVERED:
        return msg("desk.status.asking" if request.kind == Kind.APPOINTMENT else "desk.status.looking")
    if taken and request.taken_name:
        return msg("desk.status.taken", name=request.taken_name)
    return msg(f"desk.status.{request.status}")
