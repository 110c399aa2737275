"""One call for help as a value: what happened to it, and what is therefore true at a moment. No clock, no thread."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from kiosk.domain.details import AlarmCall
from kiosk.domain.owner import GUEST, Owner
from kiosk.domain.question import Question, question_in, question_of
from kiosk.domain.request import Actor, Event, Kind, Mode, Request, Role, Status, What, after, settled
from kiosk.ports.alarm_path import Step
from kiosk.ports.hub import Reply
from kiosk.ports.journal import Entry, Stage
from kiosk.services.alarm.state import AlarmPhase, AlarmState, Rules
from kiosk.services.alarm.turns import turn_of

TAKEN = frozenset({Status.ACCEPTED, Status.IN_PROGRESS})
COMING = frozenset({Step.CONFIRMED, Step.TAKEN})
MOVES = COMING | {Step.RELEASED}
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
        return any(facts.get("step") == Step.CLOSED for facts in _tried(self))

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


def phase(call: Call, now: float, rules: Rules) -> AlarmPhase:
    """What may be said of it now, and nothing more."""
    if call.cancelled:
        return AlarmPhase.CANCELLED
    if call.fired_at is None:
        return AlarmPhase.COUNTDOWN
    if call.settled:
        return AlarmPhase.OVER
    if call.request.status is Status.IN_PROGRESS:  # who took it has said that they are on the way
        return AlarmPhase.COMING
    if call.request.status in TAKEN or _taken_elsewhere(call):
        return AlarmPhase.ANSWERED
    if not call.reached:
        silent = call.stuck or now - call.fired_at >= rules.no_answer
        return AlarmPhase.UNANSWERED if silent else AlarmPhase.CALLING
    waited = now - (call.waiting_since if call.waiting_since is not None else now)
    if call.listening == 0 or waited >= rules.escalate or turn_of(call.request):
        return AlarmPhase.UNANSWERED
    return AlarmPhase.REACHED


def needs_paths(call: Call, now: float, rules: Rules, mode: Mode = Mode.ACTUAL) -> bool:
    """R4: the hub is silent, no desk listens, or nobody answers: the other ways, once. They are those for calls of
    `mode`: nothing of an exercise takes a way that is not for exercises, and nothing of a test any."""
    meant = call.request.mode is mode and mode is not Mode.TEST and not call.late
    return meant and not call.paths_begun and phase(call, now, rules) is AlarmPhase.UNANSWERED


def state(call: Call, now: float, rules: Rules) -> AlarmState:
    said = call.request.last(What.SAID)
    counting = call.fired_at is None and not call.cancelled
    return AlarmState(
        phase=phase(call, now, rules),
        seconds_left=max(0, math.ceil(call.entry.fire_at - now)) if counting else 0,
        cancel_ready=counting and now - call.entry.pressed >= rules.cancel_after,
        written=call.written,
        reached=call.reached,
        by=_by(call) or _by_elsewhere(call),
        words=str(said.facts.get("text", "")) if said else _said_elsewhere(call),
        number=call.entry.number,
        request_id=call.id,
        late=call.late,
        listening=call.listening,
        answers=tuple(
            (str(e.facts.get("question", "")), str(e.facts.get("answer", "")))
            for e in call.request.events
            if e.what == What.ANSWER
        ),
        gone_out=tuple(dict.fromkeys(str(e.facts.get("kind", "")) for e in call.request.events if _went_out(e))),
        question=_question(call),
        turn=turn_of(call.request),
        on_phone=bool(call.on_phone),
        withdrawn=_withdrawn(call),
        kept=call.off_kept,
        stalled=_off_for(call, now) >= rules.off_wait and not call.off_kept,
    )


def _withdrawn(call: Call) -> bool:
    """By the hub, with its drill (kiosk.hub.drills): nobody has seen to it."""
    off = call.request.last(What.CANCELLED)
    return off is not None and off.facts.get("reason") == "drill_over"


def _off_for(call: Call, now: float) -> float:
    return now - call.off_at if call.off_at is not None else 0.0


def heard_on_phone(call: Call, path: str, step: Step) -> Call:
    """Whether a telephone's voice fills the room: the kiosk's own has to be silent then. Known of this run alone."""
    if step is Step.TALKING:
        return replace(call, on_phone=call.on_phone | {path})
    return replace(call, on_phone=call.on_phone - {path}) if step in CALL_ENDS else call


def _by(call: Call) -> str:
    """Who has it, "" when nobody has a name: a telephone that was taken has only the name of its way."""
    newest = next((e for e in reversed(call.request.events) if e.status is Status.ACCEPTED), None)
    return "" if newest is not None and newest.facts.get("path") else call.request.taken_by


def _tried(call: Call) -> Iterator[Mapping[str, Any]]:
    """What happened on the ways beside the hub, oldest first."""
    return (event.facts for event in call.request.events if event.what == What.PATH_TRIED)


def afraid(call: Call) -> bool:
    """Whether the last word on what is wrong was 我害怕."""
    said = [e.facts for e in call.request.events if e.what == What.ANSWER and e.facts.get("question") == "where"]
    return bool(said) and said[-1].get("answer") == "afraid"


def _taken_elsewhere(call: Call) -> bool:
    """Whether a person comes: at a telephone they pressed the key, at another hub's desk they took it and kept it."""
    last = {facts.get("path"): facts.get("step") for facts in _tried(call) if facts.get("step") in MOVES}
    return any(step in COMING for step in last.values())


def _by_elsewhere(call: Call) -> str:
    names = [str(facts.get("by", "")) for facts in _tried(call) if facts.get("step") == Step.TAKEN]
    return names[-1] if names else ""


def _said_elsewhere(call: Call) -> str:
    words = [str(facts.get("text", "")) for facts in _tried(call) if facts.get("step") == Step.SAID]
    return words[-1] if words else ""


def _question(call: Call) -> Question | None:
    """Of each desk its newest counts, and of those one that waits for its answer comes first, then the newest.

    Two desks may ask in one moment, and the first hub's numbers then say nothing of which was heard first: neither is
    to be hidden for good by the other.
    """
    newest_first = list(_of_each_desk(call))
    return next((q for q in newest_first if not q.answer), newest_first[0] if newest_first else None)


def _of_each_desk(call: Call) -> Iterator[Question]:
    """The newest question of each desk, newest first. One request seen through two addresses asks once."""
    own, heard = question_of(call.request), set[str]()
    for event in reversed(call.request.events):
        if event.what == What.ASKED:
            desk, question = "", own
        elif event.what == What.PATH_TRIED and event.facts.get("step") == Step.ASKED:
            desk, question = str(event.facts.get("path", "")), _elsewhere(call, event)
        else:
            continue
        if question is not None and own is not None and question.id == own.id:
            desk, question = "", own
        if question is not None and desk not in heard:
            heard.add(desk)
            yield question


def _elsewhere(call: Call, event: Event) -> Question | None:
    """What another hub's desk asked; it is told once that hub has the answer."""
    asked = question_in(replace(event, by=Actor(Role.VOLUNTEER, str(event.facts.get("by", "")))), call.request.events)
    if asked is None:
        return None
    heard = any(f.get("step") == Step.HEARD and f.get("question") == asked.id for f in _tried(call))
    return replace(asked, told=heard)


def _went_out(event: Event) -> bool:
    tried = event.what == What.PATH_TRIED and event.facts.get("ok") is True
    return tried or event.what == What.TAKEN_OUTSIDE  # a platform outside has it; its kind is "outside"


def next_change(call: Call, now: float, rules: Rules) -> float | None:
    """Seconds until its state changes by time alone; None when only news can change it."""
    if call.cancelled and not call.off_kept:
        left = rules.off_wait - _off_for(call, now)
        return left if left > 0 else None
    if call.settled:
        return None
    if call.fired_at is None:
        left = call.entry.fire_at - now
        if left <= 0:
            return 0.0
        to_cancel = call.entry.pressed + rules.cancel_after - now
        whole = left - (math.ceil(left) - 1)  # until one second less is shown
        return max(0.0, min(whole, to_cancel) if to_cancel > 0 else whole)
    times = [call.fired_at + rules.no_answer]
    if call.waiting_since is not None:
        times.append(call.waiting_since + rules.escalate)
    coming = [moment - now for moment in times if moment > now]
    return min(coming) if coming else None
