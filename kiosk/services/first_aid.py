"""First-aid cards for the alarm's screen: read ahead, off the main thread, and only those that may be shown today."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import tzinfo
from typing import TYPE_CHECKING

from kiosk.ports.clock import Clock
from kiosk.ports.tasks import Tasks
from kiosk.services.saytime import local

if TYPE_CHECKING:  # cards are looked at when they are read, not at the start
    from kiosk.content.first_aid.card import AidCard

log = logging.getLogger(__name__)


class FirstAid:
    """Lives on the main thread. Help is called without it: what cannot be read is missing, and nothing waits for it."""

    def __init__(
        self, read: Callable[[], tuple[AidCard, ...]], tasks: Tasks, clock: Clock, zone: tzinfo | None = None
    ) -> None:
        self._read = read
        self._tasks = tasks
        self._clock = clock
        self._zone = zone
        self._cards: tuple[AidCard, ...] = ()
        self._unread = False

    def start(self) -> None:
        """Read the cards, once there is time for it."""
        self._tasks.submit(self._read, self._keep, self._failed)

    def faults(self) -> tuple[str, ...]:
        """What the desk should know: that a folder of cards cannot be read, so that none is shown from it."""
        return ("first_aid_unread",) if self._unread else ()

    def cards(self) -> tuple[AidCard, ...]:
        """Those that a clinician vouches for today; () until they are read."""
        today = local(self._clock, self._zone).date()
        return tuple(card for card in self._cards if card.may_be_shown(today))

    def _keep(self, cards: tuple[AidCard, ...]) -> None:
        self._cards = cards
        self._unread = False

    def _failed(self, error: Exception) -> None:
        log.warning("no first-aid cards: %s", type(error))
        self._unread = True
