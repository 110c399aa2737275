"""Where a request stands for the resident, decided from its status and events alone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.appointment import Appointment
from kiosk.domain.details import TaxiWish
from kiosk.domain.request import Kind, Request, Role, Status, What
from kiosk.domain.ride import Ride


class Moment(StrEnum):
    """One word for what matters to the resident now."""

    RECORDED = "recorded"
    OFFLINE = "offline"
    SENT = "sent"
    LOOKING = "looking"
    TAKEN = "taken"
    ORDERED = "ordered"  # a driver has promised to come, later
    CAR = "car"
    ARRIVED = "arrived"
    ABOARD = "aboard"
    DONE = "done"
    LAPSED = "lapsed"
    OVERDUE = "overdue"
    DRIVER_CANCELLED = "driver_cancelled"
    RELEASED = "released"
    CANCELLING = "cancelling"
    CANCELLED = "cancelled"
    CANCELLED_BY = "cancelled_by"
    NO_CAR = "no_car"
    BOOKED = "booked"
    MOVED = "moved"
    SLOT_GONE = "slot_gone"
    CALLED_OFF = "called_off"
    FAILED = "failed"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Story:
    """`reached` counts the steps that are true (0 to 5 for a taxi, 0 to 4 for the others); `said` and `said_by` are a
    person's last words to the resident; `not_seen`: the resident does not see the car and has said so.
    `appointment` is set as long as the hospital's word for it stands."""

    moment: Moment
    reached: int
    by: str = ""
    ride: Ride | None = None
    said: str = ""
    said_by: str = ""
    not_seen: bool = False
    appointment: Appointment | None = None


ON_ITS_WAY = (
    4  # a platform's "a car is found" means that it comes (docs/taxi-platform.md): title and steps say one thing
)
ORDER = (Status.RECORDED, Status.DELIVERED, Status.ACCEPTED, Status.IN_PROGRESS, Status.DONE)
_TURNS = {
    What.LOOKING: Moment.LOOKING,
    What.PROMISE_LAPSED: Moment.LAPSED,
    What.ESCALATED: Moment.LAPSED,
    What.ESCALATED_OUTSIDE: Moment.LAPSED,
    What.DRIVER_CANCELLED: Moment.DRIVER_CANCELLED,
    What.RELEASED: Moment.RELEASED,
    What.NO_CAR: Moment.RELEASED,  # the provider has none: it waits for a person
    What.CAR_FOUND: Moment.CAR,
    What.COMING: Moment.CAR,
    What.ARRIVED: Moment.ARRIVED,
    What.ABOARD: Moment.ABOARD,
}
_BEFORE = frozenset({Moment.LOOKING, Moment.LAPSED, Moment.DRIVER_CANCELLED, Moment.RELEASED})
_TAKEN = (What.ACCEPTED, What.HANDED_OVER)
_LAST_STEP = {Kind.TAXI: 4, Kind.APPOINTMENT: 4}  # before 办好了; 约好了 is all that an appointment waits for
_NOBODY_YET = frozenset({Moment.RECORDED, Moment.SENT, Moment.LOOKING})
_WITH_CAR = frozenset({Moment.CAR, Moment.ARRIVED, Moment.ABOARD})
_ONLY_CARS = frozenset({Moment.LOOKING, Moment.DRIVER_CANCELLED})
_HOSPITAL = {
    What.BOOKED: Moment.BOOKED,
    What.MOVED: Moment.MOVED,
    What.SLOT_GONE: Moment.SLOT_GONE,
    What.CANCELLED: Moment.CALLED_OFF,  # by the hospital itself, when the request goes on: a person finds another time
}
_STANDS = frozenset({Moment.BOOKED, Moment.MOVED})


def tell(request: Request, *, online: bool = True, overdue: bool = False) -> Story:
    """The story of a request. `online`: the hub can be reached now; `overdue`: our promise has passed by our clock."""
    moment = _moment(request, online)
    if overdue and moment in _NOBODY_YET:
        moment = Moment.OVERDUE
    said = request.last(What.SAID)
    return Story(
        moment=moment,
        reached=max(_reached(request), ON_ITS_WAY if moment is Moment.CAR else 0),
        by=request.taken_by or _who_ended(request),
        ride=_ride(request),
        said=str(said.facts.get("text", "")) if said else "",
        said_by=said.by.name if said else "",
        not_seen=_since(request, What.NOT_SEEN, What.CAR_FOUND, What.ABOARD) and moment in _WITH_CAR,
        appointment=_appointment(request),
    )


def _moment(request: Request, online: bool) -> Moment:
    status = request.status
    if status is Status.CANCELLED:
        return Moment.CANCELLED if _own_cancel(request) else Moment.CANCELLED_BY
    if status is Status.FAILED:
        return _failure(request)
    plain = {Status.DONE: Moment.DONE, Status.EXPIRED: Moment.EXPIRED, Status.UNKNOWN: Moment.UNKNOWN}
    if status in plain:
        return plain[status]
    if _being_cancelled(request):
        return Moment.CANCELLING
    if status is Status.RECORDED:
        return Moment.RECORDED if online else Moment.OFFLINE
    hospital = _hospital(request)
    if hospital is not None:
        return hospital
    turn = _turn(request)
    if status is Status.DELIVERED:
        return turn if turn in _BEFORE and _can_be(turn, request.kind) else Moment.SENT
    if turn in _WITH_CAR and request.kind is Kind.TAXI and _ride(request) is not None:
        return Moment.ORDERED if turn is Moment.CAR and _for_later(request) else turn
    return turn if turn is Moment.LOOKING and _can_be(turn, request.kind) else Moment.TAKEN


def _for_later(request: Request) -> bool:
    """A car for tomorrow is found today: it is on its way when the provider says so, not before."""
    wish = request.details
    found = request.last(What.CAR_FOUND, What.COMING)
    later = isinstance(wish, TaxiWish) and bool(wish.leave_at or wish.in_minutes)
    return later and found is not None and found.what == What.CAR_FOUND and found.facts.get("minutes") is None


def _failure(request: Request) -> Moment:
    if request.kind is Kind.APPOINTMENT:
        return Moment.SLOT_GONE if _hospital(request) is Moment.SLOT_GONE else Moment.FAILED
    return Moment.NO_CAR if request.last(What.NO_CAR) else Moment.FAILED


def _can_be(turn: Moment, kind: Kind) -> bool:
    return turn not in _ONLY_CARS or kind in (Kind.TAXI, Kind.VOLUNTEER)


def _hospital(request: Request) -> Moment | None:
    """The hospital's last word on an appointment. A person who takes it over does not undo what is booked; one who
    looks for another time does undo that the first is gone."""
    word = request.last(*_HOSPITAL) if request.kind is Kind.APPOINTMENT else None
    if word is None:
        return None
    moment = _HOSPITAL[word.what]
    taken_since = any(e.what in _TAKEN for e in request.events[request.events.index(word) + 1 :])
    return None if moment not in _STANDS and taken_since else moment


def _appointment(request: Request) -> Appointment | None:
    """As the hospital last confirmed it; none once it said that it is not to be."""
    word = request.last(*_HOSPITAL) if request.kind is Kind.APPOINTMENT else None
    if word is None or _HOSPITAL[word.what] not in _STANDS:
        return None
    return Appointment.of(word.facts)


def _turn(request: Request) -> Moment | None:
    """The newest event that turned things; somebody taking it anew turns them too."""
    for event in reversed(request.events):
        if event.what in _TURNS:
            return _TURNS[event.what]
        if event.what in (*_TAKEN, What.DELIVERED):
            return None
    return None


def _reached(request: Request) -> int:
    """Steps that are true now; for an ending, those that had been true."""
    last = _LAST_STEP.get(request.kind, 3)
    if request.status is Status.DONE:
        return last + 1 if request.kind is not Kind.APPOINTMENT else last
    if request.status in ORDER:
        return min(ORDER.index(request.status) + 1, last)
    before = [ORDER.index(e.status) + 1 for e in request.events if e.status in ORDER]
    return min(max(before, default=1), last)


def _ride(request: Request) -> Ride | None:
    """The car as the provider last told it; none once the driver has cancelled."""
    found = request.last(What.CAR_FOUND, What.DRIVER_CANCELLED)
    if found is None or found.what == What.DRIVER_CANCELLED:
        return None
    facts = found.facts
    coming = request.last(What.COMING)
    minutes = facts.get("minutes")
    if coming is not None and request.events.index(coming) > request.events.index(found):
        minutes = coming.facts.get("minutes", minutes)
    return Ride(
        plate=str(facts.get("plate", "")),
        colour=str(facts.get("colour", "")),
        driver=str(facts.get("driver", "")),
        minutes=minutes if isinstance(minutes, int) else None,
        stand_at=str(facts.get("stand_at", "")),
    )


def _since(request: Request, what: str, *answers: str) -> bool:
    """Whether `what` happened and none of `answers` after it."""
    last = request.last(what, *answers)
    return last is not None and last.what == what


def _being_cancelled(request: Request) -> bool:
    """The resident asked for it, and neither a person nor the provider has answered since."""
    asked = request.last(What.CANCEL_ASKED, What.SAID)
    return asked is not None and asked.what == What.CANCEL_ASKED and asked.by.role is not Role.PROVIDER


def _own_cancel(request: Request) -> bool:
    ended = request.last(What.CANCELLED)
    if ended is not None and ended.by.role in (Role.VOLUNTEER, Role.PROVIDER):
        return request.last(What.CANCEL_ASKED) is not None
    return True


def _who_ended(request: Request) -> str:
    ended = request.last(What.CANCELLED, What.FAILED, What.NO_CAR) if request.status.ended else None
    return ended.by.name if ended else ""
