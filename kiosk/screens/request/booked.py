"""What the hospital has confirmed, in the resident's words. Pure."""

from __future__ import annotations

import re
from datetime import datetime, tzinfo

from kiosk.domain.appointment import Appointment
from kiosk.domain.leaving import Visit
from kiosk.domain.places import Place
from kiosk.screens.request.state import Fact, Panel, PanelKind
from kiosk.services.saytime import date_words, hour_words
from kiosk.text import Message, msg, verbatim

BEFORE_UNIT = re.compile(r"(?<=\d) (?=[\u4e00-\u9fff])")


def booked_panel(appointment: Appointment, zone: tzinfo | None = None) -> Panel:
    """Day and hour, large; a start that cannot be read is left to the rows and to a person."""
    at = start_of(appointment, zone)
    if at is None:
        return Panel(PanelKind.WORDS, msg("request.big_booked"), bottom=(msg("request.booked_ask"),), icon="calendar")
    return Panel(PanelKind.TIME, hour_words(at), date_words(at))


def start_of(appointment: Appointment, zone: tzinfo | None = None) -> datetime | None:
    """The start as the clock on the wall says it."""
    return _moment(appointment.start, zone)


def too_late(appointment: Appointment, now: datetime) -> bool:
    """Whether the hospital takes no cancelling any more."""
    until = _moment(appointment.cancel_until) or _moment(appointment.start)
    return until is not None and now > until


def visit_of(request_id: str, appointment: Appointment | None) -> Visit | None:
    """What a car can be called for; None when the start cannot be read or the hospital's name is not known."""
    start = start_of(appointment) if appointment else None
    if appointment is None or start is None or not appointment.hospital:
        return None
    key = f"visit-{appointment.hospital_id}"[:64]
    place = Place(key, appointment.hospital[:80], appointment.address[:80], "hospital", appointment.address)
    return Visit(request_id, start, place)


def rows_of(appointment: Appointment) -> tuple[Fact, ...]:
    """Where to go and what to bring; shown, and said only when asked (U11)."""
    where = _whole(_joined(appointment.building, appointment.floor, appointment.room))
    whom = (appointment.department, appointment.doctor)
    first = ("hospital", "request.row_hospital", appointment.hospital, _joined(*whom))
    if not appointment.hospital:
        first = ("doctor", "request.row_department", *whom)
    found = (
        first,
        ("door", "request.row_where", where or appointment.address, appointment.way),
        ("card", "request.row_bring", appointment.bring, ""),
    )
    return tuple(
        Fact(icon, msg(label), _own(value), _own(sub) if sub else None) for icon, label, value, sub in found if value
    )


def _whole(text: str) -> str:
    """3 楼 stays on one line."""
    return BEFORE_UNIT.sub("", text)


def _own(text: str) -> Message:
    return verbatim(text, personal=True)


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _moment(text: str, zone: tzinfo | None = None) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at.astimezone(zone) if at.tzinfo else None
