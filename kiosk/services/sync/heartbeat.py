"""A sign of life every 30 seconds: the desk sees a fault after 90 (R6), the kiosk learns the time and who is there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from kiosk.errors import HubError, StoreError
from kiosk.ports.clock import Clock
from kiosk.ports.hub import Beat, HubLink
from kiosk.ports.store import Store
from kiosk.services.presence import PresenceBoard
from kiosk.services.steps import Steps
from kiosk.services.sync.contact import Contact

SECONDS = 30.0
TIDY_SECONDS = 3600.0


class Heartbeat:
    """One thread's work. `screen` names the screen that is shown, `faults` gives codes of what is wrong elsewhere,
    `steps` counts how screens are left, `content` names the installed packages and their versions.

    `keep` is how long a request stays on the kiosk after its end; it counts by the hub's time, so nothing is removed
    before the hub has told it.
    """

    def __init__(
        self,
        store: Store,
        hub: HubLink,
        clock: Clock,
        contact: Contact,
        board: PresenceBoard,
        *,
        screen: Callable[[], str],
        faults: Callable[[], tuple[str, ...]],
        keep: timedelta,
        steps: Steps | None = None,
        content: Callable[[], Mapping[str, int]] = dict,
    ) -> None:
        self._store = store
        self._hub = hub
        self._clock = clock
        self._contact = contact
        self._board = board
        self._screen = screen
        self._faults = faults
        self._keep = keep
        self._steps = steps
        self._content = content
        self._tidied: float | None = None

    def step(self) -> float | None:
        beat = self._beat()
        try:
            pulse = self._hub.beat(beat)
        except HubError as error:
            self._contact.lost(error)
            return SECONDS
        self._clock.correct(pulse.hub_time)
        self._board.tell(pulse.presence)
        self._contact.made()
        if self._steps is not None:
            self._steps.taken(beat.batch)
        self._tidy()
        return SECONDS

    def _beat(self) -> Beat:
        faults = (*self._store.faults(), *self._faults())
        try:
            pending = self._store.pending()
        except StoreError:
            pending = 0
            faults = (*faults, "store_unavailable")
        told = tuple(dict.fromkeys(faults))
        batch = self._steps.batch() if self._steps is not None else None
        content = tuple(self._content().items())
        named = (batch.id, batch.counts) if batch is not None else ("", ())
        asked = batch.asked if batch is not None else ()
        return Beat(self._clock.now(), self._screen(), pending, told, *named, content, asked)

    def _tidy(self) -> None:
        now = self._clock.monotonic()
        if self._tidied is not None and now - self._tidied < TIDY_SECONDS:
            return
        try:
            self._store.tidy(self._clock.now() - self._keep)
        except StoreError:
            return  # the next beat tries again
        self._tidied = now
