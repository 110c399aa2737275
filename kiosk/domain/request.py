"""One idea carries everything: a request. A taxi, an alarm, a call for a volunteer share one life.

    armed ──▶ recorded ──▶ delivered ──▶ accepted ──▶ in_progress ──▶ done
      │           │            ▲  │          │             │
      │           │            │  └──────────┴─────────────┴──▶ failed, cancelled, expired, unknown
      └───────────┴─▶ delivered (an alarm is sent and written at once: whichever is first)

A request goes back to `delivered` when who had taken it lets go (a driver cancels): said to the resident as it is.
`unknown` means a reply was lost: no machine asks a provider again, a person finds out and moves it on.

Two ways to move one on: `after` for what happens here, and strict; `told` for what the hub says, which wins.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from kiosk.domain.details import AlarmCall, AppointmentWish, Consultation, Details, HelpCall, TaxiWish
from kiosk.domain.owner import GUEST, Owner
from kiosk.errors import InvalidTransition

EMPTY: Mapping[str, Any] = MappingProxyType({})


class Kind(StrEnum):
    TAXI = "taxi"
    ALARM = "alarm"
    VOLUNTEER = "volunteer"
    APPOINTMENT = "appointment"
    CONSULTATION = "consultation"


class Mode(StrEnum):
    """Only `actual` may ever reach a provider's `send`."""

    ACTUAL = "actual"
    EXERCISE = "exercise"
    TEST = "test"


class Status(StrEnum):
    ARMED = "armed"
    RECORDED = "recorded"
    DELIVERED = "delivered"
    ACCEPTED = "accepted"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"
    EXPIRED = "expired"
    UNKNOWN = "unknown"

    @property
    def ended(self) -> bool:
        return self in ENDED


LOW_NUMBER, HIGH_NUMBER = 10, 99
NUMBERS = HIGH_NUMBER - LOW_NUMBER + 1
ENDED = frozenset({Status.DONE, Status.CANCELLED, Status.FAILED, Status.EXPIRED})
LIVE = frozenset(Status) - ENDED

_S = Status
ALLOWED: Mapping[Status, frozenset[Status]] = MappingProxyType(
    {
        _S.ARMED: frozenset({_S.RECORDED, _S.DELIVERED, _S.CANCELLED}),
        # unknown: it may have reached the hub, whose reply never came, and its time has run out since
        _S.RECORDED: frozenset({_S.DELIVERED, _S.CANCELLED, _S.FAILED, _S.EXPIRED, _S.UNKNOWN}),
        _S.DELIVERED: frozenset({_S.ACCEPTED, _S.DONE, _S.CANCELLED, _S.FAILED, _S.EXPIRED, _S.UNKNOWN}),
        _S.ACCEPTED: frozenset(
            {_S.ACCEPTED, _S.IN_PROGRESS, _S.DELIVERED, _S.DONE, _S.CANCELLED, _S.FAILED, _S.UNKNOWN}
        ),
        _S.IN_PROGRESS: frozenset(
            {_S.IN_PROGRESS, _S.ACCEPTED, _S.DELIVERED, _S.DONE, _S.CANCELLED, _S.FAILED, _S.UNKNOWN}
        ),
        _S.UNKNOWN: frozenset(
            {_S.DELIVERED, _S.ACCEPTED, _S.IN_PROGRESS, _S.DONE, _S.CANCELLED, _S.FAILED, _S.EXPIRED, _S.UNKNOWN}
        ),
        _S.DONE: frozenset(),
        _S.CANCELLED: frozenset(),
        _S.FAILED: frozenset(),
        _S.EXPIRED: frozenset(),
    }
)


class Role(StrEnum):
    RESIDENT = "resident"
    KIOSK = "kiosk"
    HUB = "hub"
    VOLUNTEER = "volunteer"
    PROVIDER = "provider"


_HERE = frozenset({Role.RESIDENT, Role.KIOSK})


@dataclass(frozen=True)
class Actor:
    """Who did it. `name` is what may be said to the resident: 王阿姨, 李师傅; "" when nobody has a name."""

    role: Role
    name: str = ""


@dataclass(frozen=True)
class Event:
    """Something that happened to a request.

    `what` is a code from `What`; `status` the status it leads to, None when it does not change it.
    `at` is UTC, None when the time is not known. `hub_seq` is the hub's order, None until the hub has it.
    `facts` holds JSON values: a ride's plate and minutes, a person's note, a reason.
    """

    id: str
    request_id: str
    what: str
    by: Actor
    status: Status | None = None
    at: datetime | None = None
    hub_seq: int | None = None
    facts: Mapping[str, Any] = field(default_factory=lambda: EMPTY)


class What:
    """Codes of events; kiosk, hub and providers use these and no others."""

    ARMED = "armed"
    RECORDED = "recorded"
    DELIVERED = "delivered"
    ACCEPTED = "accepted"
    ON_THE_WAY = "on_the_way"  # who took an alarm goes to where it was raised
    HANDED_OVER = "handed_over"  # facts: to (name) or group
    RELEASED = "released"  # who had it let go; facts: reason
    NOTE = "note"  # facts: text; for the desk's eyes only
    SAID = "said"  # facts: text; a person's words to the resident
    LOOKING = "looking"  # a provider looks for a car
    CAR_FOUND = "car_found"  # facts: Ride as JSON
    COMING = "coming"  # facts: minutes
    ARRIVED = "arrived"
    ABOARD = "aboard"
    DRIVER_CANCELLED = "driver_cancelled"
    NO_CAR = "no_car"
    NOT_SEEN = "not_seen"  # the resident does not see the car
    CANCEL_ASKED = "cancel_asked"
    CANCELLED = "cancelled"
    PROMISE_LAPSED = "promise_lapsed"  # R8: a person takes over
    RINGS = "rings"  # an alarm rings at some desks only; facts: to, name (docs/emergency.md)
    ESCALATED = "escalated"  # nobody acknowledged in time; facts: to, name, because (docs/emergency.md)
    ESCALATED_OUTSIDE = "escalated_outside"  # an actual alarm, and nobody in the house is left; facts: because
    PHONED = "phoned"  # the desk telephoned somebody of its list; facts: name, ok (that one comes)
    ANSWER = "answer"  # an alarm's question answered; facts: question, answer
    BOOKED = "booked"  # facts: kiosk.domain.appointment.Appointment as JSON
    SLOT_GONE = "slot_gone"  # somebody else was given that time; facts: reason
    MOVED = "moved"  # the hospital or a person moved it; facts: as BOOKED
    REMINDED = "reminded"  # a person reminded the resident
    ASKED = "asked"  # a person's question; facts: question (id), text, answers (up to three words)
    VOICE_NOTE = "voice_note"  # 留话; facts: attachment (id), seconds
    VOUCHED = "vouched"  # a person vouches for who stands there
    PATH_TRIED = "path_tried"  # an alarm's way beside the hub; facts as PATH_FACTS in docs/emergency.md
    TAKEN_OUTSIDE = "taken_outside"  # a platform outside acknowledged an alarm (CAP); facts: endpoint, title
    REPLY_LOST = "reply_lost"
    EXPIRED = "expired"
    FAILED = "failed"
    DONE = "done"


@dataclass(frozen=True)
class Request:
    """A request as this side knows it; immutable, moved on by `after`.

    `number` is the two-digit waiting number (10 to 99), `seq` the kiosk's own order. `created_at` is UTC by the
    kiosk's clock, which may be wrong; so the age comes from `born`, seconds on the boot-time clock of boot `boot`.
    `valid_for` is in seconds, None for ever.
    """

    id: str
    kind: Kind
    details: Details
    mode: Mode = Mode.ACTUAL
    status: Status = Status.RECORDED
    number: int = 0
    seq: int = 0
    created_at: datetime | None = None
    boot: str = ""
    born: float = 0.0
    valid_for: float | None = None
    events: tuple[Event, ...] = ()
    owner: Owner = GUEST

    @property
    def valid_until(self) -> datetime | None:
        if self.created_at is None or self.valid_for is None:
            return None
        return self.created_at + timedelta(seconds=self.valid_for)

    def age(self, boot: str, now: float) -> float | None:
        """Seconds since it was made; None when the machine was started anew since."""
        return max(0.0, now - self.born) if boot and boot == self.boot else None

    def expired(self, boot: str, now: float) -> bool:
        """True past its validity, or when its age is not known (design.md, The product)."""
        if self.valid_for is None:
            return False
        age = self.age(boot, now)
        return age is None or age > self.valid_for

    @property
    def taken_by(self) -> str:
        """The name of who has it now, "" when nobody has."""
        if self.status not in (Status.ACCEPTED, Status.IN_PROGRESS):
            return ""
        for event in reversed(self.events):
            if event.status is Status.ACCEPTED and event.by.name:
                return event.by.name
        return ""

    def last(self, *whats: str) -> Event | None:
        """The newest event of these codes."""
        return next((e for e in reversed(self.events) if e.what in whats), None)


def after(request: Request, event: Event) -> Request:
    """The request once `event` has happened. The same event twice changes nothing.

    Raises InvalidTransition when the event belongs elsewhere or its status does not follow.
    """
    if event.request_id != request.id:
        raise InvalidTransition(f"event of {event.request_id} for {request.id}")
    if any(e.id == event.id for e in request.events):
        return request
    if event.status is None or event.status is request.status:
        return replace(request, events=(*request.events, event))
    if event.status not in ALLOWED[request.status]:
        raise InvalidTransition(f"{request.status} cannot become {event.status}")
    return replace(request, status=event.status, events=(*request.events, event))


def told(request: Request, events: Iterable[Event]) -> Request:
    """The request once the hub has told `events`, in whatever order they came and however often.

    The hub's order is the truth and the hub wins: its newest status stands, also over an ending this side had thought
    of. What this side did since, and the hub has not confirmed yet, still counts where it can follow.
    Raises InvalidTransition when an event belongs elsewhere.
    """
    known = {e.id: e for e in request.events}
    for event in events:
        if event.request_id != request.id:
            raise InvalidTransition(f"event of {event.request_id} for {request.id}")
        known[event.id] = event
    ordered = _in_hub_order(tuple(known.values()))
    return replace(request, events=ordered, status=_standing(request.status, ordered))


def settled(request: Request, events: Iterable[Event], upto: int) -> tuple[Request, tuple[Event, ...]]:
    """The request after the hub's whole answer about it, and what was done here that the hub has to be told again.

    A hub that came back from a backup no longer knows what it once told, and gives the numbers to other events. So what
    it had told up to `upto` and leaves out now does not stand; what is newer may have come while it was answering.
    """
    whole = tuple(events)
    known = {e.id for e in whole}
    lost = {e.id for e in request.events if e.hub_seq is not None and e.hub_seq <= upto} - known
    ours = tuple(replace(e, hub_seq=None) for e in request.events if e.id in lost and e.by.role in _HERE)
    again = {e.id: e for e in ours}
    kept = tuple(again.get(e.id, e) for e in request.events if e.id not in lost or e.id in again)
    return told(replace(request, events=kept), whole), ours


def _in_hub_order(events: tuple[Event, ...]) -> tuple[Event, ...]:
    """Events the hub knows change places among themselves until they follow its order; others stay where they are."""
    confirmed = iter(sorted((e for e in events if e.hub_seq is not None), key=lambda e: e.hub_seq or 0))
    return tuple(e if e.hub_seq is None else next(confirmed) for e in events)


def _standing(before: Status, events: tuple[Event, ...]) -> Status:
    """The status after the hub's newest word on it and what has been done here since."""
    newest = max((n for n, e in enumerate(events) if e.hub_seq is not None and e.status), default=None)
    if newest is None:
        return before
    status = events[newest].status or before
    for event in events[newest + 1 :]:
        if event.status in ALLOWED[status]:
            status = event.status
    return status


def next_number(last: int, taken: Collection[int]) -> int:
    """The waiting number after `last`, two digits, round and round, leaving out those `taken` by live requests.

    With all ninety taken the ring goes on: two people with one number is better than one person with none.
    """
    last = last if last in range(LOW_NUMBER, HIGH_NUMBER) else LOW_NUMBER - 1
    ring = [LOW_NUMBER + (last - LOW_NUMBER + step) % NUMBERS for step in range(1, NUMBERS + 1)]
    return next((n for n in ring if n not in taken), ring[0])


def kind_of(details: Details) -> Kind:
    """The kind that belongs to these details."""
    match details:
        case TaxiWish():
            return Kind.TAXI
        case AlarmCall():
            return Kind.ALARM
        case HelpCall():
            return Kind.VOLUNTEER
        case AppointmentWish():
            return Kind.APPOINTMENT
        case Consultation():
            return Kind.CONSULTATION
