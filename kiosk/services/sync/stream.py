"""What the hub tells, as it happens; taken up where it was left."""

from __future__ import annotations

import logging
from random import Random

from kiosk.domain.presence import Presence
from kiosk.domain.request import Event
from kiosk.errors import HubError, HubUnreachable, StoreError
from kiosk.ports.hub import HubLink, StreamItem
from kiosk.ports.store import Store
from kiosk.services.presence import PresenceBoard
from kiosk.services.sync.backoff import Backoff
from kiosk.services.sync.contact import Contact

log = logging.getLogger(__name__)
NEEDS_A_PERSON = 30.0


class Listening:
    """One thread's work: `step` holds the line until it breaks and gives the seconds until the next try."""

    def __init__(self, store: Store, hub: HubLink, contact: Contact, board: PresenceBoard, rng: Random) -> None:
        self._store = store
        self._hub = hub
        self._contact = contact
        self._board = board
        self._backoff = Backoff(0.5, 10.0, rng)

    def step(self) -> float | None:
        try:
            channel = self._hub.channel
            for batch in self._hub.stream(self._store.cursor(channel)):
                self._take(batch, channel)
                self._contact.made()
                self._backoff.succeeded()
        except HubUnreachable as error:
            self._contact.lost(error)
        except HubError as error:
            self._contact.lost(error)
            return NEEDS_A_PERSON
        except StoreError as error:  # nothing is lost: the cursor has not moved
            log.warning("news cannot be kept: %s", type(error).__name__)
        return self._backoff.failed()

    def _take(self, batch: tuple[StreamItem, ...], channel: str) -> None:
        events = [item for item in batch if isinstance(item, Event)]
        if events:
            self._store.told(events, channel=channel, cursor=max(e.hub_seq or 0 for e in events))
        for item in batch:
            if isinstance(item, Presence):
                self._board.tell(item)
