"""What the hub is asked next about a call, and what becomes of the call by its answer or its silence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from kiosk.domain.request import Event, Request
from kiosk.errors import HubRefused, HubUnreachable
from kiosk.ports.hub import Reply
from kiosk.ports.journal import Stage
from kiosk.services.alarm import call as calls
from kiosk.services.alarm.call import Call
from kiosk.services.alarm.state import Rules


class Ask(Enum):
    SUBMIT = "submit"
    EVENT = "event"
    FETCH = "fetch"
    WAIT = "wait"  # the countdown still runs
    END = "end"


@dataclass(frozen=True)
class Task:
    """What to ask the hub next."""

    ask: Ask
    request: Request | None = None
    event: Event | None = None
    request_id: str = ""


def next_task(call: Call | None, boot: str, now: float, rules: Rules) -> Task:
    """None: a call that the kiosk knows nothing of any more."""
    if call is None or call.finished:
        return Task(Ask.END)
    if call.fired_at is None and not call.cancelled:
        return Task(Ask.WAIT)
    if not call.reached:
        return Task(Ask.SUBMIT, request=calls.submission(call, boot, now, rules))
    if call.unsent:
        return Task(Ask.EVENT, event=call.unsent[0])
    return Task(Ask.FETCH, request_id=call.id)


def answered(call: Call, task: Task, reply: Reply, now: float) -> Call:
    """The hub took it."""
    return _without(calls.replied(call, reply, now), task)


def failed(call: Call, task: Task, error: Exception) -> Call:
    """It did not: unreachable, or it refuses."""
    refused = isinstance(error, HubRefused)
    if call.cancelled and refused:
        return replace(call, reached=True, entry=replace(call.entry, stage=Stage.OVER))  # no trace is left then
    if task.ask is Ask.SUBMIT:
        return replace(call, stuck=not isinstance(error, HubUnreachable))
    if task.event is not None and refused:
        return _without(call, task)
    if task.ask is Ask.FETCH and isinstance(error, HubRefused) and error.code == "not_found":
        return calls.forgotten(call)
    return call


def _without(call: Call, task: Task) -> Call:
    """Its event has not to be told again."""
    event = task.event
    return replace(call, unsent=tuple(e for e in call.unsent if e.id != event.id)) if event is not None else call
