"""Moments, days and lengths of time in plain words."""

from __future__ import annotations

import math
from datetime import date, datetime

from kiosk.text import Message, msg, verbatim


def clock(moment: datetime) -> str:
    """The centre's own time of day: 9:30."""
    local = moment.astimezone()
    return f"{local.hour}:{local.minute:02d}"


def second(moment: datetime) -> str:
    """9:30:05, where seconds count."""
    return f"{clock(moment)}:{moment.astimezone().second:02d}"


def day(moment: datetime) -> str:
    local = moment.astimezone()
    return f"{local.year}-{local.month:02d}-{local.day:02d}"


def span(seconds: float, *, up: bool = False) -> Message:
    """A length of time as one says it; desk.js says the same while a page stays open.

    `up`: of what is left, so that two minutes just promised are two and not one.
    """
    unit = next((size for below, size in ((60, 1), (3600, 60), (48 * 3600, 3600)) if seconds < below), 86400)
    whole = max(0, (math.ceil if up else math.floor)(seconds / unit) * unit)
    if whole < 60:
        return msg("desk.span.seconds", n=whole)
    if whole < 3600:
        return msg("desk.span.minutes", n=whole // 60)
    if whole < 48 * 3600:
        return msg("desk.span.hours", n=whole // 3600)
    return msg("desk.span.days", n=whole // 86400)


def at(written: str) -> Message:
    """Day and time of an ISO 8601 moment; what is none stays as it was written."""
    try:
        moment = datetime.fromisoformat(written).astimezone()
    except ValueError:
        return verbatim(written)
    return msg("desk.want.at", day=date_words(moment.date()), time=clock(moment))


def on(written: str) -> Message:
    """An ISO 8601 date; what is none stays as it was written."""
    try:
        return date_words(date.fromisoformat(written))
    except ValueError:
        return verbatim(written)


def date_words(on: date) -> Message:
    """11 月 24 日，周二."""
    return msg("desk.date", month=on.month, day=on.day, weekday=msg(f"desk.weekday.{on.isoweekday()}"))


def selftest_made(at: datetime) -> Message:
    """When a kiosk looked at itself."""
    return msg("desk.selftest.made", day=date_words(at.astimezone().date()), at=clock(at))
