"""What the hub is asked, a class for each kind; all are idempotent by their ids."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from kiosk.domain.request import Event, Request, What
from kiosk.errors import RequestError
from kiosk.ports.clock import Clock
from kiosk.ports.hub import HubLink, Reply
from kiosk.ports.store import Action, Work


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


def action_of(work: Work) -> ServerAction:
    """Raises RequestError when the outbox names an event that the request does not have."""
    if work.outgoing.action is Action.SUBMIT:
        return SubmitRequest(work.request)
    event = next((e for e in work.request.events if e.id == work.outgoing.event_id), None)
    if event is None:
        raise RequestError(f"{What.FAILED}: no event {work.outgoing.event_id}")
    return ReportEvent(event)
