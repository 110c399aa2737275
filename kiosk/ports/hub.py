"""The station hub, as the kiosk talks to it.

All methods block, at most about 20 s, and raise HubUnreachable, HubRefused or NotEnrolled; nothing else.
A link belongs to one thread; `close` may come from any.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from kiosk.domain.asked import AskedCount
from kiosk.domain.drill import DrillCall
from kiosk.domain.presence import Presence
from kiosk.domain.request import Event, Request, Status
from kiosk.domain.steps import StepCount


@dataclass(frozen=True)
class Reply:
    """Where a request stands at the hub, with all of its events in the hub's order."""

    status: Status
    events: tuple[Event, ...]
    presence: Presence
    hub_time: datetime


@dataclass(frozen=True)
class Beat:
    """What the desk learns of this kiosk every 30 seconds; `faults` are codes, `steps` and `asked` count once for each
    `batch`, `content` are the installed packages and their versions, as ("policies/policies", 3)."""

    sent_at: datetime
    screen: str = ""
    pending: int = 0
    faults: tuple[str, ...] = ()
    batch: str = ""
    steps: tuple[StepCount, ...] = ()
    content: tuple[tuple[str, int], ...] = ()
    asked: tuple[AskedCount, ...] = ()


@dataclass(frozen=True)
class Pulse:
    hub_time: datetime
    presence: Presence


StreamItem = Event | Presence | DrillCall


class HubLink(Protocol):
    @property
    def channel(self) -> str:
        """Which hub this is, by the id we have there; "" while not enrolled."""
        ...

    def prepare(self) -> None:
        """Load what a call needs, without the network, so that the first call loses no time. Never raises."""
        ...

    def submit(self, request: Request, *, boot: str, now: float) -> Reply:
        """Idempotent by the request's id. `boot` and `now` (monotonic) tell the hub its age."""
        ...

    def add_event(self, event: Event) -> Reply:
        """Idempotent by the event's id."""
        ...

    def attach(self, request_id: str, ident: str, sound: bytes) -> None:
        """The sound of the event `ident`, before that event. Idempotent by the id."""
        ...

    def fetch(self, request_id: str) -> Reply: ...

    def beat(self, beat: Beat) -> Pulse: ...

    def stream(self, after: int) -> Iterator[tuple[StreamItem, ...]]:
        """Everything after the event `after` as it happens, in batches; an empty one is a sign of life.

        Ends only with an error: HubUnreachable when the line broke or was closed.
        """
        ...

    def close(self) -> None:
        """End what is under way, at once, and every later call with HubUnreachable."""
        ...
