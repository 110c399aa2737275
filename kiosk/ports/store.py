"""The kiosk's memory: requests, their events, and what still has to be told to the hub.

Every method blocks, is safe from any thread, is one transaction, and is on the disk when it returns.
All raise StoreFull (no room), StoreBusy (another program holds the database) or StoreUnreadable (it broke just now and
was moved aside; the next call finds a fresh one). After an error nothing of the call has happened, or, when the disk
failed at the last moment, all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from kiosk.domain.request import Event, Request
from kiosk.ports.clock import Cancel


class Action(StrEnum):
    """What the hub is to be asked."""

    SUBMIT = "submit"
    EVENT = "event"


@dataclass(frozen=True)
class Outgoing:
    """Something still to be told to the hub; `id` grows with time. `maybe_sent`: the hub may have it already."""

    id: int
    request_id: str
    action: Action
    event_id: str = ""
    maybe_sent: bool = False


@dataclass(frozen=True)
class Work:
    """An outgoing thing with the request it belongs to, as it stands now."""

    outgoing: Outgoing
    request: Request


class Store(Protocol):
    def open(self) -> None:
        """Make ready. Other methods do it themselves; this only brings the cost forward."""
        ...

    def watch(self, listener: Callable[[Request], None]) -> Cancel:
        """`listener` hears every change of a request, in order, on the store's own thread, after it is on the disk."""
        ...

    def faults(self) -> tuple[str, ...]:
        """What the desk should know, as codes: "store_moved_aside" while an unreadable database lies beside ours."""
        ...

    def live(self) -> tuple[Request, ...]:
        """Requests that have not ended, oldest first."""
        ...

    def get(self, request_id: str) -> Request | None: ...

    def add(self, request: Request) -> Request:
        """Keep a new request with its events and put it in the outbox; gives it its `seq` and waiting number.

        An id known already changes nothing and gives the request as it stands.
        """
        ...

    def record(self, event: Event, sound: bytes = b"") -> Request:
        """Keep something that happened here and put it in the outbox; `sound` with it until it has left the outbox.

        Raises InvalidTransition when it cannot follow, RequestError when the request is not known.
        """
        ...

    def sound(self, event_id: str) -> bytes:
        """What was kept with an event that waits in the outbox; b"" when there is nothing."""
        ...

    def note(self, event: Event) -> Request:
        """Like `record`, for what the hub learns by itself: nothing is put in the outbox."""
        ...

    def cancel(self, cancelled: Event, asked: Event) -> Request:
        """What surely never left is `cancelled` at once, and the hub need not hear of it; else the hub is `asked`."""
        ...

    def mirror(self, request: Request) -> Request:
        """Keep a request that another lane delivers (the alarm), as far as it has come; nothing enters the outbox."""
        ...

    def told(self, events: Iterable[Event], *, channel: str = "", cursor: int | None = None) -> tuple[Request, ...]:
        """Take in what the hub says; events of unknown requests are passed over. Gives the requests that changed.

        `cursor` is kept for `channel` (which hub, by our id there) in the same transaction.
        """
        ...

    def settled(self, request_id: str, events: Iterable[Event], upto: int) -> Request | None:
        """Take in the hub's whole answer about one request (`kiosk.domain.request.settled`); None when not known.

        What was done here and the hub has forgotten enters the outbox again.
        """
        ...

    def cursor(self, channel: str) -> int:
        """How far the hub's stream has been taken in; 0 at first."""
        ...

    def outgoing(self) -> tuple[Work, ...]:
        """The first thing to be told of each request, oldest first."""
        ...

    def pending(self) -> int:
        """How many things the hub has not been told yet."""
        ...

    def sending(self, outgoing: Outgoing) -> None:
        """From now on it may have reached the hub; on the disk before anything leaves."""
        ...

    def not_sent(self, outgoing: Outgoing, cancelled: Event | None = None) -> None:
        """It surely did not reach the hub. A cancellation asked for meanwhile takes effect here, as `cancelled`."""
        ...

    def delivered(self, outgoing: Outgoing, events: Iterable[Event]) -> Request | None:
        """The hub has it: out of the outbox, and what the hub said taken in."""
        ...

    def refused(self, outgoing: Outgoing, failed: Event | None) -> Request | None:
        """The hub will never take it. A refused request ends as `failed` says, with everything else of it unsent."""
        ...

    def tidy(self, before: datetime) -> int:
        """Remove requests that ended before, and everything of them; gives how many. Unsent ones stay."""
        ...

    def close(self) -> None: ...
