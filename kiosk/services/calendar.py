"""An appointment as an entry for a telephone's calendar (iCalendar, RFC 5545), short enough for a QR code.

No name, no department and no doctor in it: whoever scans the slip learns the hour and the place (S13).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from kiosk.domain.appointment import Appointment

LONGEST_LINE = 75
"""Octets a line may have before it is folded (RFC 5545, 3.1)."""

REMIND_MINUTES = 120


def entry(appointment: Appointment, *, stamp: datetime | None = None) -> str:
    """The text of an .ics file with one event and a reminder two hours before. `stamp`: when it was booked.

    Raises ValueError when the appointment's start is not RFC 3339 with a zone.
    """
    start = moment(appointment.start)
    end = start + timedelta(minutes=appointment.minutes)
    name = appointment.hospital or appointment.address
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Silver Key//EN",
        "BEGIN:VEVENT",
        f"UID:{_uid(appointment)}",
        f"DTSTAMP:{_utc(stamp or start)}",
        f"DTSTART:{_utc(start)}",
        f"DTEND:{_utc(end)}",
        f"SUMMARY:{_escaped(name)}",
        *([f"LOCATION:{_escaped(where)}"] if (where := place(appointment)) else []),
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{_escaped(name)}",
        f"TRIGGER:-PT{REMIND_MINUTES}M",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def moment(text: str) -> datetime:
    """An RFC 3339 time in UTC. Raises ValueError when it cannot be read or names no zone."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(f"{text}: no zone")
    return at.astimezone(UTC)


def place(appointment: Appointment) -> str:
    """Building, floor and room as one line, "" when the hospital named none of them."""
    return " ".join(part for part in (appointment.building, appointment.floor, appointment.room) if part)


def _uid(appointment: Appointment) -> str:
    """The same for the same booking, so that a second scan is not a second entry; says nothing by itself."""
    known = "\n".join((appointment.hospital_id, appointment.reference, appointment.start))
    return hashlib.sha256(known.encode()).hexdigest()[:16]


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    """TEXT as RFC 5545, 3.3.11 writes it; control characters go."""
    for mark in ("\\", ";", ","):
        text = text.replace(mark, f"\\{mark}")
    return "".join("\\n" if c == "\n" else c for c in text if c == "\n" or c.isprintable())


def _folded(line: str) -> Iterator[str]:
    """The line in parts of at most 75 octets, never within a character; a continuation begins with a blank."""
    part, size = "", 0
    for char in line:
        width = len(char.encode())
        if size + width > LONGEST_LINE:
            yield part
            part, size = " ", 1
        part, size = part + char, size + width
    yield part
