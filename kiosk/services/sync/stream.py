"""What the hub tells, as it happens; taken up where it was left.

Before each new line the hub is asked about everything that is live here. A hub that came back from a backup, or another
hub than the one that was told, has forgotten what it said: then it does not stand here either, and the resident hears.
"""

from __future__ import annotations

import logging
from random import Random

from kiosk.domain.drill import DrillCall
from kiosk.domain.presence import Presence
from kiosk.domain.request import Event, Kind, Request
from kiosk.errors import HubError, HubRefused, HubUnreachable, NotEnrolled, StoreError
from kiosk.ports.clock import Clock
from kiosk.ports.hub import HubLink, StreamItem
from kiosk.ports.ids import Ids
from kiosk.ports.store import Action, Store
from kiosk.services.presence import PresenceBoard
from kiosk.services.sync.backoff import Backoff
from kiosk.services.sync.contact import NEEDS_A_PERSON, NEEDS_ENROLMENT, Contact
from kiosk.services.sync.forgotten import forgotten

log = logging.getLogger(__name__)


class Listening:
    """One thread's work: `step` holds the line until it breaks and gives the seconds until the next try."""

    def __init__(
        self, store: Store, hub: HubLink, clock: Clock, ids: Ids, contact: Contact, board: PresenceBoard, rng: Random
    ) -> None:
        self._store = store
        self._hub = hub
        self._clock = clock
        self._ids = ids
        self._contact = contact
        self._board = board
        self._backoff = Backoff(0.5, 10.0, rng)
        self._checked: set[str] = set()  # live requests the hub was asked about since the line was last up
        self._forgotten = False

    def faults(self) -> tuple[str, ...]:
        """What the desk should know: somebody has to ask the resident."""
        return ("request_refused",) if self._forgotten else ()

    def step(self) -> float | None:
        try:
            channel = self._hub.channel
            cursor = self._store.cursor(channel)
            self._check(cursor)
            for batch in self._hub.stream(cursor):
                self._checked.clear()
                self._take(batch, channel)
                self._contact.made()
                self._backoff.succeeded()
        except HubUnreachable as error:
            self._contact.lost(error)
        except NotEnrolled as error:
            self._contact.lost(error)
            return NEEDS_ENROLMENT if self._hub.channel == "" else NEEDS_A_PERSON
        except HubError as error:
            self._contact.lost(error)
            return NEEDS_A_PERSON
        except StoreError as error:  # nothing is lost: the cursor has not moved
            log.warning("news cannot be kept: %s", type(error).__name__)
        return self._backoff.failed()

    def _check(self, cursor: int) -> None:
        """A line that breaks while we ask goes on from there, so that many requests are no load for long."""
        live = self._store.live()  # before the outbox: what is recorded in between must not look as if it had been sent
        unsent = {work.request.id for work in self._store.outgoing() if work.outgoing.action is Action.SUBMIT}
        for request in live:
            if (
                request.kind is not Kind.ALARM and request.id not in unsent | self._checked
            ):  # an alarm's lane asks itself
                self._ask(request, cursor)
                self._checked.add(request.id)

    def _ask(self, request: Request, cursor: int) -> None:
        try:
            self._store.settled(request.id, self._hub.fetch(request.id).events, cursor)
        except HubRefused as error:
            if error.code != "not_found":
                raise
            if (end := forgotten(request, self._clock, self._ids)) is not None:
                log.warning("the hub has forgotten a request")
                self._forgotten = True
                self._store.note(end)

    def _take(self, batch: tuple[StreamItem, ...], channel: str) -> None:
        events = [item for item in batch if isinstance(item, Event)]
        if events:
            self._store.told(events, channel=channel, cursor=max(e.hub_seq or 0 for e in events))
        for item in batch:
            if isinstance(item, Presence):
                self._board.tell(item)
            elif isinstance(item, DrillCall):
                self._board.tell_drill(item)
