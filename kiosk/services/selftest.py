"""The morning's self-test: made once a day at its time, late when the kiosk was off then, told to the hub until it has
it. Nothing of it leaves the building or rings anybody: each part is probed."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import time, tzinfo
from typing import Protocol

from kiosk.domain.selftest import Row, SelfTest
from kiosk.errors import HubError, HubRefused
from kiosk.ports.clock import Clock
from kiosk.ports.ids import Ids
from kiosk.ports.tasks import Tasks

log = logging.getLogger(__name__)
LOOK_SECONDS = 60.0
SETTLE_SECONDS = 180.0  # after the start: network, sound and hub may still be coming up
AGAIN_SECONDS = 900.0  # something is red: perhaps only the Wi-Fi was away for a moment
TRIES = 3


@dataclass(frozen=True)
class Kept:
    """What a restart must not forget: `day` of the last one, as the centre dates it; `untold` the hub does not have."""

    day: str = ""
    untold: SelfTest | None = None


class Memory(Protocol):
    """Both may raise StoreError, on any thread."""

    def load(self) -> Kept: ...

    def save(self, kept: Kept) -> None: ...


@dataclass(frozen=True)
class SelfTestParts:
    """`look` examines everything and takes its time; `tell` is idempotent by the id and raises HubError; `busy` says
    that somebody is at the kiosk, or an alarm is under way: then it waits. `zone` None: the machine's."""

    look: Callable[[], Sequence[Row]]
    tell: Callable[[SelfTest], None]
    memory: Memory
    busy: Callable[[], bool]
    zone: tzinfo | None = None


class MorningSelfTest:
    """Every method is for the main thread and returns at once."""

    def __init__(self, at: time, parts: SelfTestParts, clock: Clock, tasks: Tasks, ids: Ids) -> None:
        self._at = at
        self._parts = parts
        self._clock = clock
        self._tasks = tasks
        self._ids = ids
        self._kept: Kept | None = None
        self._started = clock.monotonic()
        self._looking = self._telling = self._loading = False
        self._tries = 0
        self._not_before = 0.0
        self._closed = False

    def start(self) -> None:
        self._started = self._clock.monotonic()
        self._look_soon()

    def close(self) -> None:
        self._closed = True

    def _look_soon(self) -> None:
        self._clock.call_later(LOOK_SECONDS, self._each_minute)

    def _each_minute(self) -> None:
        if self._closed:
            return
        self._look_soon()
        if self._kept is None:
            self._load()
            return
        if self._due():
            self._make()
        elif self._kept.untold is not None and not self._telling:
            self._tell(self._kept.untold)

    def _load(self) -> None:
        if self._loading:
            return
        self._loading = True

        def loaded(kept: Kept) -> None:
            self._kept, self._loading = kept, False

        def failed(error: Exception) -> None:
            log.warning("the self-test's memory: %s", type(error).__name__)
            loaded(Kept())

        self._tasks.submit(self._parts.memory.load, loaded, failed)

    def _due(self) -> bool:
        """Whether the time has come. A day that differs counts, not a later one: a wrong clock may have been ahead."""
        monotonic, local = self._clock.monotonic(), self._clock.now().astimezone(self._parts.zone)
        if self._looking or monotonic - self._started < SETTLE_SECONDS or monotonic < self._not_before:
            return False
        made = self._kept is not None and self._kept.day == local.date().isoformat() and not self._tries
        return not made and local.time() >= self._at and not self._parts.busy()

    def _make(self) -> None:
        self._looking = True
        self._tasks.submit(self._parts.look, self._made, self._not_made)

    def _not_made(self, error: Exception) -> None:
        """It could not even be made: that is red."""
        log.error("the self-test failed: %s", type(error).__name__)
        self._made((Row("selftest", ok=False, detail=type(error).__name__),))

    def _made(self, rows: Sequence[Row]) -> None:
        now = self._clock.now()
        test = SelfTest(self._ids(), now, tuple(rows))
        self._looking = False
        self._tries = self._tries + 1 if test.red and self._tries + 1 < TRIES else 0
        self._not_before = self._clock.monotonic() + AGAIN_SECONDS if self._tries else 0.0
        self._keep(Kept(now.astimezone(self._parts.zone).date().isoformat(), test))
        self._tell(test)

    def _tell(self, test: SelfTest) -> None:
        self._telling = True

        def told(_: None) -> None:
            self._telling = False
            if self._kept is not None and self._kept.untold == test:
                self._keep(replace(self._kept, untold=None))

        def failed(error: Exception) -> None:
            if isinstance(error, HubRefused):
                log.error("the hub does not take the self-test: %s", error.code)
                told(None)
            elif not isinstance(error, HubError):
                log.error("the self-test could not be told: %s", type(error).__name__)
            self._telling = False

        self._tasks.submit(lambda: self._parts.tell(test), told, failed)

    def _keep(self, kept: Kept) -> None:
        self._kept = kept

        def failed(error: Exception) -> None:  # it is in memory, and made anew after a restart
            log.warning("the self-test is not written down: %s", type(error).__name__)

        self._tasks.submit(lambda: self._parts.memory.save(kept), None, failed)
