"""A request, or what the hub tells of one from elsewhere, in the resident's words. Pure."""

from __future__ import annotations

from datetime import datetime, tzinfo

from kiosk.domain.question import open_question
from kiosk.domain.request import Request, Status
from kiosk.domain.story import Moment, tell
from kiosk.ports.residents import Affair
from kiosk.screens.mine.state import Matter
from kiosk.services.calendar import moment, place
from kiosk.services.saytime import date_words, time_words
from kiosk.text import Message, msg, verbatim

_MOMENTS = {
    Status.ARMED: Moment.RECORDED,
    Status.RECORDED: Moment.RECORDED,
    Status.DELIVERED: Moment.SENT,
    Status.ACCEPTED: Moment.TAKEN,
    Status.IN_PROGRESS: Moment.TAKEN,
    Status.DONE: Moment.DONE,
    Status.CANCELLED: Moment.CANCELLED,
    Status.FAILED: Moment.FAILED,
    Status.EXPIRED: Moment.EXPIRED,
    Status.UNKNOWN: Moment.UNKNOWN,
}
"""The hub tells the status of what is followed elsewhere, and no more."""


def matter_of(request: Request, *, online: bool, zone: tzinfo | None = None) -> Matter:
    """Of what this kiosk follows itself."""
    now = tell(request, online=online).moment
    at = request.created_at
    return Matter(
        request.id,
        str(request.kind),
        request.number,
        msg(f"request.moment_{now}"),
        msg(f"mine.next_{now}"),
        time_words(at.astimezone(zone)) if at else None,
        live=not request.status.ended,
        asked=open_question(request) is not None,
    )


def matter_from(affair: Affair, *, today: datetime, zone: tzinfo | None = None) -> Matter:
    """Of what was asked for at another kiosk, or here some time ago. `today` tells whether the day has to be said."""
    now = _MOMENTS[affair.status]
    if affair.appointment is not None and not affair.status.ended:
        now = Moment.BOOKED
    return Matter(
        affair.request_id,
        str(affair.kind),
        affair.number,
        msg(f"request.moment_{now}"),
        msg(f"mine.next_{now}"),
        _day(affair.asked_at.astimezone(zone), today.astimezone(zone)),
        live=not affair.status.ended,
        here=False,
        on_paper=now is Moment.BOOKED,
        hidden=_hidden(affair, zone),
    )


def _day(at: datetime, today: datetime) -> Message:
    return time_words(at) if at.date() == today.date() else date_words(at)


def _hidden(affair: Affair, zone: tzinfo | None) -> tuple[Message, ...]:
    lines = [verbatim(affair.words, personal=True)] if affair.words else []
    booked = affair.appointment
    if booked is None:
        return tuple(lines)
    try:
        start = moment(booked.start).astimezone(zone)
    except ValueError:
        return tuple(lines)
    lines.append(Message("mine.when", {"date": date_words(start), "time": time_words(start)}, personal=True))
    where = place(booked)
    return (*lines, verbatim(where, personal=True)) if where else tuple(lines)
