"""What is true of a call at a moment, and what may be said of it. No clock, no thread."""

from __future__ import annotations

import math
from collections.abc import Iterable

from kiosk.domain.request import Event, Mode, Status, What
from kiosk.services.alarm import elsewhere, questions
from kiosk.services.alarm.call import TAKEN, Call
from kiosk.services.alarm.state import AlarmPhase, AlarmState, Rules
from kiosk.services.alarm.turns import turn_of


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
    if call.request.status in TAKEN or elsewhere.taken(call.request):
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
        by=_by(call) or elsewhere.by(call.request),
        words=str(said.facts.get("text", "")) if said else elsewhere.said(call.request),
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
        question=questions.newest(call.request),
        turn=turn_of(call.request),
        on_phone=bool(call.on_phone),
        withdrawn=_withdrawn(call),
        kept=call.off_kept,
        stalled=_off_for(call, now) >= rules.off_wait and not call.off_kept,
    )


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


def afraid(call: Call) -> bool:
    """Whether the last word on what is wrong was 我害怕."""
    said = [e.facts for e in call.request.events if e.what == What.ANSWER and e.facts.get("question") == "where"]
    return bool(said) and said[-1].get("answer") == "afraid"


def until_change(calls: Iterable[Call], now: float, rules: Rules) -> float | None:
    """As `next_change`, of the one that changes first; never quite nothing, so that who waits so long does not spin."""
    changes = [next_change(call, now, rules) for call in calls]
    coming = [seconds for seconds in changes if seconds is not None]
    return max(0.001, min(coming)) if coming else None


def _withdrawn(call: Call) -> bool:
    """By the hub, with its drill (kiosk.hub.drills): nobody has seen to it."""
    off = call.request.last(What.CANCELLED)
    return off is not None and off.facts.get("reason") == "drill_over"


def _off_for(call: Call, now: float) -> float:
    return now - call.off_at if call.off_at is not None else 0.0


def _by(call: Call) -> str:
    """Who has it, "" when nobody has a name: a telephone that was taken has only the name of its way."""
    newest = next((e for e in reversed(call.request.events) if e.status is Status.ACCEPTED), None)
    return "" if newest is not None and newest.facts.get("path") else call.request.taken_by


def _went_out(event: Event) -> bool:
    tried = event.what == What.PATH_TRIED and event.facts.get("ok") is True
    return tried or event.what == What.TAKEN_OUTSIDE  # a platform outside has it; its kind is "outside"
