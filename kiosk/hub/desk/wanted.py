"""What a request asks for, and what was arranged, line by line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kiosk.domain.appointment import Appointment
from kiosk.domain.details import Need
from kiosk.domain.owner import ForWhom
from kiosk.domain.request import Kind
from kiosk.hub import models
from kiosk.hub.desk import times
from kiosk.hub.requests.base import BY_PHONE
from kiosk.text import Message, msg, verbatim

SCREENS = frozenset(
    {
        "home",
        "taxi",
        "doctor",
        "slip",
        "who",
        "helper",
        "message",
        "policy",
        "ask",
        "reader",
        "quarter",
        "request",
        "volunteer",
        "alarm",
        "button",
        "mine",
        "lessons",
        "resting",
        "idle",
        "trouble",
        "drill",
        "drill_call",
        "register",
        "updates",
        "kept",
    }
)
PARTS = ("any", "morning", "afternoon")


@dataclass(frozen=True)
class Row:
    """One line of what a request asks for."""

    icon: str
    label: Message
    value: Message


def wanted(request: models.Request) -> list[Row]:
    """Everything the resident asked for, line by line."""
    details = request.details
    if not details:
        return [Row("clock", msg("desk.want.details"), msg("desk.want.removed"))]
    if request.kind == Kind.TAXI:
        return [*_taxi(details), *_beside(request)]
    if request.kind in (Kind.APPOINTMENT, Kind.CONSULTATION):
        make = _visit if request.kind == Kind.APPOINTMENT else _question
        return [*make(details), *_person(request, details)]
    rows = []
    if details.get("screen"):
        rows.append(Row("desk", msg("desk.want.screen"), screen(str(details["screen"]))))
    if details.get("about"):
        rows.append(Row("chat", msg("desk.want.about"), verbatim(str(details["about"]))))
    if details.get("wish"):
        rows.append(Row("clock", msg("desk.want.when"), msg("desk.want.wish")))
    if details.get("late"):
        rows.append(Row("hourglass", msg("desk.want.when"), msg("desk.want.late")))
    if details.get("age_unknown"):
        rows.append(Row("question", msg("desk.want.when"), msg("desk.want.age_unknown")))
    return [*rows, *_beside(request)]


def screen(name: str) -> Message:
    """What the resident was looking at; a screen that this desk does not know keeps its own name."""
    return msg(f"desk.screen.{name}") if name in SCREENS else verbatim(name)


def _taxi(details: Mapping[str, Any]) -> list[Row]:
    pickup, goal = details.get("pickup") or {}, details.get("destination") or {}
    minutes, leave_at = int(details.get("in_minutes") or 0), str(details.get("leave_at") or "")
    rows = [
        Row("pin", msg("desk.want.pickup"), verbatim(_place(pickup))),
        Row("flag", msg("desk.want.to"), verbatim(_place(goal)) if goal else msg("desk.want.tell_driver")),
        Row("clock", msg("desk.want.when"), times.at(leave_at) if leave_at else _soon(minutes)),
        Row("people", msg("desk.want.people"), msg("desk.want.count", n=details.get("people") or 1)),
    ]
    if details.get("wheelchair"):
        rows.append(Row("wheelchair", msg("desk.want.wheelchair"), msg("desk.yes")))
    if details.get("phone"):
        rows.append(Row("phone", msg("desk.want.phone"), verbatim(str(details["phone"]))))
    return rows


def _soon(minutes: int) -> Message:
    return msg("desk.want.in", n=minutes) if minutes else msg("desk.want.now")


def _visit(details: Mapping[str, Any]) -> Iterator[Row]:
    """What is wished for at which doctor's, in the order in which one asks for it by telephone."""
    yield Row("doctor", msg("desk.want.need"), msg(f"desk.need.{_known(details.get('need'), Need, Need.OPEN)}"))
    for name, icon in (("hospital", "hospital"), ("department", "clinic")):
        if details.get(name):
            yield Row(icon, msg(f"desk.want.{name}"), verbatim(_place(details[name])))
    slot = details.get("slot") or {}
    doctor = str(details.get("doctor") or slot.get("doctor") or "")
    if doctor:
        yield Row("person", msg("desk.want.doctor"), verbatim(doctor))
    if slot:
        yield Row("calendar", msg("desk.want.when"), times.at(str(slot.get("start", ""))))
        return
    day_, part = str(details.get("day") or ""), _known(details.get("part"), PARTS, "any")
    yield Row("calendar", msg("desk.want.day"), times.on(day_) if day_ else msg("desk.want.soon"))
    yield Row("sun", msg("desk.want.part"), msg(f"desk.part.{part}"))


def booked(appointment: Appointment) -> list[Row]:
    """What was arranged, line by line."""
    where = " ".join(part for part in (appointment.building, appointment.floor, appointment.room) if part)
    lines = (
        ("hospital", "hospital", appointment.hospital),
        ("clinic", "department", appointment.department),
        ("person", "doctor", appointment.doctor),
        ("door", "where", where),
        ("card", "bring", appointment.bring),
        ("mail", "reference", appointment.reference),
    )
    rows = [Row(icon, msg(f"desk.want.{label}"), verbatim(value)) for icon, label, value in lines if value]
    return [Row("clock", msg("desk.want.when"), times.at(appointment.start)), *rows]


def _question(details: Mapping[str, Any]) -> Iterator[Row]:
    yield Row("chat", msg("desk.want.question"), verbatim(str(details.get("question", ""))))
    if details.get("topic"):
        yield Row("book", msg("desk.want.topic"), verbatim(str(details["topic"])))
    for found in details.get("found") or ():
        yield Row("search", msg("desk.want.found"), verbatim(str(found)))


def _person(request: models.Request, details: Mapping[str, Any]) -> Iterator[Row]:
    """For whom, who helped at the kiosk, and the number that was left."""
    yield Row("people", msg("desk.want.for"), msg(f"desk.for.{_known(request.for_whom, ForWhom, ForWhom.SELF)}"))
    by_card = bool(request.resident_id) and not details.get(BY_PHONE)  # a telephone: the same, on file or not
    yield Row("card", msg("desk.want.card"), msg("desk.yes" if by_card else "desk.want.guest"))
    if request.helper:
        yield Row("hand", msg("desk.want.helper"), verbatim(request.helper))
    if request.kind == Kind.APPOINTMENT or details.get("phone"):
        phone = str(details.get("phone") or "")
        yield Row("phone", msg("desk.want.phone"), verbatim(phone) if phone else msg("desk.want.no_phone"))


def _beside(request: models.Request) -> Iterator[Row]:
    """Where it is not asked each time: for whom, when it is somebody else, and who helped at the kiosk."""
    whom = _known(request.for_whom, ForWhom, ForWhom.SELF)
    if whom != ForWhom.SELF:
        yield Row("people", msg("desk.want.for"), msg(f"desk.for.{whom}"))
    if request.helper:
        yield Row("hand", msg("desk.want.helper"), verbatim(request.helper))


def _known(value: object, names: Iterable[str], default: str) -> str:
    """A code that has words; what another version sends is told as `default`."""
    return str(value) if isinstance(value, str) and value in {str(name) for name in names} else str(default)


def _place(place: Mapping[str, Any]) -> str:
    return " ".join(part for part in (place.get("name"), place.get("detail")) if part)
