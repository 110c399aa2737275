"""One call for help as a value, and what happens to it. No clock, no thread."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid5

from kiosk.domain.details import AlarmCall
from kiosk.domain.owner import GUEST, Owner
from kiosk.domain.request import Actor, Event, Kind, Mode, Request, Role, Status, What, after, settled
from kiosk.ports.alarm_path import Step
from kiosk.ports.hub import Reply
from kiosk.ports.journal import Entry, Stage
from kiosk.services.alarm import elsewhere
from kiosk.services.alarm.state import Rules

TAKEN = frozenset({Status.ACCEPTED, Status.IN_PROGRESS})
CALL_ENDS = frozenset({Step.CALLING, Step.ENDED, Step.FAILED})


@dataclass(frozen=True)
class Call:
    """Times are seconds on the boot-time clock of this boot. `waiting_since`: the hub has it and nobody has taken it.

    `stuck`: the hub refuses us, so there is no point in waiting before saying whom to phone. `off_kept`: that it was
    called off, since `off_at`, is on the disk, so that no restart finds a countdown.
    """

    entry: Entry
    request: Request
    fired_at: float | None = None
    waiting_since: float | None = None
    listening: int | None = None
    written: bool = False
    reached: bool = False
    cancelled: bool = False
    off_at: float | None = None
    off_kept: bool = False
    stuck: bool = False
    late: bool = False
    unsent: tuple[Event, ...] = ()
    paths_begun: bool = False
    on_phone: frozenset[str] = frozenset()  # paths whose telephone talks in the room now

    @property
    def id(self) -> str:
        return self.request.id

    @property
    def live(self) -> bool:
        """Whether the hub still has to be asked about it."""
        return self.fired_at is not None and not self.over

    @property
    def closed_elsewhere(self) -> bool:
        """Whether a person at another hub has closed it. The kiosk's own still has to be told."""
        return elsewhere.closed(self.request)

    @property
    def settled(self) -> bool:
        """Nothing more is to come of it for the resident: another press is another call."""
        return self.over or self.closed_elsewhere

    @property
    def over(self) -> bool:
        """No hub needs to hear of it any more."""
        told = self.closed_elsewhere and self.reached and not self.unsent
        return self.cancelled or self.request.status.ended or told

    @property
    def finished(self) -> bool:
        """Whether the hub has nothing more to hear of it. What was called off leaves a trace there, when it can."""
        return self.over and (self.reached or not self.cancelled)


def begun(entry: Entry, owner: Owner = GUEST) -> Call:
    """A call as the journal knows it, which knows of no owner."""
    armed = Event(entry.event_id, entry.id, What.ARMED, Actor(Role.RESIDENT), Status.ARMED, entry.at)
    request = Request(
        id=entry.id,
        kind=Kind.ALARM,
        details=AlarmCall(entry.screen),
        mode=Mode(entry.mode),
        status=Status.ARMED,
        number=entry.number,
        created_at=entry.at,
        boot=entry.boot,
        born=entry.pressed,
        events=(armed,),
        owner=owner,
    )
    return Call(entry, request)


def fired(call: Call, boot: str, now: float, rules: Rules) -> Call:
    """The countdown is over, or 马上叫 was pressed."""
    stage = call.entry.stage if call.entry.stage is Stage.REACHED else Stage.FIRED
    age = call.request.age(boot, now)
    late = age is not None and age > rules.late
    return replace(call, entry=replace(call.entry, stage=stage), fired_at=now, late=late)


def called_off(call: Call, at: datetime | None, now: float) -> Call:
    """Cancelled in time; its trace is nobody's by name. The event's id follows from the alarm's: told again after a
    restart, it is the same event."""
    event_id = _made_from(call.id, What.CANCELLED)
    event = Event(event_id, call.id, What.CANCELLED, Actor(Role.RESIDENT), Status.CANCELLED, at)
    entry = replace(call.entry, stage=Stage.CALLED_OFF)
    request = replace(after(call.request, event), owner=GUEST)
    return replace(call, entry=entry, cancelled=True, off_at=now, request=request)


def written(call: Call, entry: Entry) -> Call:
    """This entry of it is on the disk."""
    off = call.cancelled and entry.stage in (Stage.CALLED_OFF, Stage.OVER)
    return replace(call, written=True, off_kept=call.off_kept or off)


def _made_from(alarm_id: str, what: str) -> str:
    """An id of the form that the hub takes (UUIDv7, whose time nobody reads), the same whenever it is made."""
    version = 0xF << 76
    return str(UUID(int=uuid5(UUID(alarm_id), what).int & ~version | 0x7 << 76))


def submission(call: Call, boot: str, now: float, rules: Rules) -> Request:
    """What the hub is sent, its age judged at this moment."""
    age = call.request.age(boot, now)
    details = AlarmCall(call.entry.screen, late=age is not None and age > rules.late, age_unknown=age is None)
    first = (What.ARMED, What.CANCELLED) if call.cancelled else (What.ARMED,)
    birth = tuple(e for e in call.request.events if e.what in first)
    return replace(call.request, details=details, events=birth)


def replied(call: Call, reply: Reply, now: float) -> Call:
    """The hub has answered about it, with all it knows: what it told before and leaves out now, it has forgotten."""
    request, again = settled(call.request, reply.events, sys.maxsize)
    waiting_since = None if request.status in TAKEN else call.waiting_since or now
    known = {event.id for event in reply.events}
    unsent = tuple(e for e in (*again, *call.unsent) if e.id not in known and e.what != What.ARMED)
    stage = Stage.OVER if request.status.ended else Stage.REACHED
    answered = replace(
        call,
        entry=replace(call.entry, stage=stage),
        request=request,
        waiting_since=waiting_since,
        listening=reply.presence.listening,
        reached=True,
        stuck=False,
        unsent=unsent,
    )
    return replace(answered, entry=replace(call.entry, stage=Stage.OVER)) if answered.over else answered


def forgotten(call: Call) -> Call:
    """The hub knows nothing of it any more, so nobody is coming: it is called anew."""
    request = begun(call.entry, call.request.owner).request
    waiting = {event.id for event in call.unsent}
    tried = [e for e in call.request.events if e.what == What.PATH_TRIED and e.id not in waiting]
    unsent = (*(replace(event, hub_seq=None) for event in tried), *call.unsent)
    request = replace(request, events=(*request.events, *unsent))
    return replace(call, request=request, reached=False, waiting_since=None, unsent=unsent)


def reported(call: Call, event: Event) -> Call:
    """Something the resident said since; it goes to the hub once the call has reached it."""
    return replace(call, request=after(call.request, event), unsent=(*call.unsent, event))


def heard_on_phone(call: Call, path: str, step: Step) -> Call:
    """Whether a telephone's voice fills the room: the kiosk's own has to be silent then. Known of this run alone."""
    if step is Step.TALKING:
        return replace(call, on_phone=call.on_phone | {path})
    return replace(call, on_phone=call.on_phone - {path}) if step in CALL_ENDS else call
