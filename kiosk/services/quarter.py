"""通知和电话: the quarter's notices of today and its directory, read ahead, off the main thread."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import tzinfo
from typing import TYPE_CHECKING

from kiosk.ports.clock import Cancel, Clock
from kiosk.ports.tasks import Tasks
from kiosk.services.saytime import local

if TYPE_CHECKING:  # packages are looked at when they are read, not at the start
    from kiosk.content.package.quarter import Quarter

log = logging.getLogger(__name__)


class QuarterBoard:
    """Lives on the main thread. What cannot be read is missing, and its key is not shown."""

    def __init__(self, read: Callable[[], Quarter], tasks: Tasks, clock: Clock, zone: tzinfo | None = None) -> None:
        self._read = read
        self._tasks = tasks
        self._clock = clock
        self._zone = zone
        self._quarter: Quarter | None = None
        self._listeners: list[Callable[[], None]] = []

    def start(self) -> None:
        """Read it, once there is time for it; again when other content counts."""
        self._tasks.submit(self._read, self._keep, lambda error: log.warning("no notices: %s", type(error).__name__))

    def today(self) -> Quarter | None:
        """What counts today; None when that is nothing, and until it is read."""
        if self._quarter is None:
            return None
        now = self._quarter.on(local(self._clock, self._zone).date())
        return None if now.empty else now

    @property
    def anything(self) -> bool:
        return self.today() is not None

    @property
    def notices(self) -> bool:
        """Whether the centre has something to tell today."""
        today = self.today()
        return today is not None and bool(today.notices)

    def watch(self, listener: Callable[[], None]) -> Cancel:
        """`listener` hears that other content counts from now on."""
        self._listeners.append(listener)

        def cancel() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return cancel

    def _keep(self, quarter: Quarter) -> None:
        self._quarter = quarter
        for listener in tuple(self._listeners):
            listener()
