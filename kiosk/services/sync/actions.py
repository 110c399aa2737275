"""What the hub is asked, a class for each kind; all are idempotent by their ids."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from kiosk.domain.request import Event, Request, What
from kiosk.errors import HubRefused, HubStumbled, HubUnreachable, RequestError
from kiosk.ports.clock import Clock
from kiosk.ports.hub import HubLink, Reply
from kiosk.ports.store import Action, Work

log = logging.getLogger(__name__)
NEVER = frozenset({"invalid", "too_large", "conflict"})  # refusals of the sound itself


class ServerAction(Protocol):
    @property
    def ends_request(self) -> bool:
        """Whether the request has failed when the hub refuses this."""
        ...

    def send(self, hub: HubLink, clock: Clock) -> Reply: ...


@dataclass(frozen=True)
class SubmitRequest:
    request: Request
    ends_request: bool = True

    def send(self, hub: HubLink, clock: Clock) -> Reply:
        return hub.submit(self.request, boot=clock.boot(), now=clock.monotonic())


@dataclass(frozen=True)
class ReportEvent:
    event: Event
    ends_request: bool = False

    def send(self, hub: HubLink, clock: Clock) -> Reply:  # noqa: ARG002 - an event carries its own time
        return hub.add_event(self.event)


@dataclass(frozen=True)
class LeaveVoiceNote:
    """The sound first, so that whoever reads of it can hear it."""

    event: Event
    sound: bytes
    ends_request: bool = False

    def send(self, hub: HubLink, clock: Clock) -> Reply:  # noqa: ARG002 - an event carries its own time
        try:
            hub.attach(self.event.request_id, self.event.id, self.sound)
        except HubRefused as error:
            if error.code not in NEVER:
                raise
            log.warning("the hub does not take a recording: %s", error.code)  # its event still says that there was one
        except HubUnreachable as error:
            if error.sent:  # the line is there and too slow for this: other things go first
                raise HubStumbled("a recording did not arrive whole") from error
            raise
        return hub.add_event(self.event)


def action_of(work: Work, sound: Callable[[str], bytes]) -> ServerAction:
    """`sound` gives what was kept with an event.

    Raises RequestError when the outbox names an event that the request does not have.
    """
    if work.outgoing.action is Action.SUBMIT:
        return SubmitRequest(work.request)
    event = next((e for e in work.request.events if e.id == work.outgoing.event_id), None)
    if event is None:
        raise RequestError(f"{What.FAILED}: no event {work.outgoing.event_id}")
    data = sound(event.id) if event.what == What.VOICE_NOTE else b""
    return LeaveVoiceNote(event, data) if data else ReportEvent(event)
