"""The machine's clocks: the battery clock may be years off, the hub corrects it, the boot-time clock measures."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kiosk.ports.clock import Cancel

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
TOLERANCE = timedelta(seconds=2)
YEARS = range(2020, 2200)

Later = Callable[[float, Callable[[], None]], Cancel]


class SystemClock:
    """`later` runs a call on the main thread after so many seconds; it comes from whoever owns that thread's loop."""

    def __init__(self, later: Later) -> None:
        self._later = later
        self._boot = _boot_id()
        self._told: tuple[datetime, float] | None = None  # the hub's time and our monotonic then; replaced as one

    def now(self) -> datetime:
        if self._told is None:
            return datetime.now(UTC)
        hub_time, then = self._told
        return hub_time + timedelta(seconds=self.monotonic() - then)

    def monotonic(self) -> float:
        return time.clock_gettime(time.CLOCK_BOOTTIME)

    def boot(self) -> str:
        return self._boot

    def call_later(self, seconds: float, call: Callable[[], None]) -> Cancel:
        return self._later(seconds, call)

    def correct(self, hub_time: datetime) -> None:
        if hub_time.year not in YEARS:
            return  # no hub that runs this program lives then, and time must be left to reckon with
        if abs(hub_time - self.now()) >= TOLERANCE:
            self._told = (hub_time.astimezone(UTC), self.monotonic())


def _boot_id() -> str:
    try:
        return BOOT_ID.read_text("ascii").strip()
    except OSError:  # without it every start counts as a new boot: ages are unknown, never wrong
        return str(uuid.uuid4())
