"""A clock that a test turns by hand."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from kiosk.ports.clock import Cancel

START = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


class FakeClock:
    """`advance` moves time and runs what became due, in order; `reboot` starts a new boot."""

    def __init__(self, now: datetime = START) -> None:
        self._now = now
        self._monotonic = 1000.0
        self._boot = 1
        self._due: list[tuple[float, int, Callable[[], None]]] = []
        self._made = 0
        self._lock = threading.RLock()

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._monotonic

    def boot(self) -> str:
        return f"boot-{self._boot}"

    def call_later(self, seconds: float, call: Callable[[], None]) -> Cancel:
        with self._lock:
            self._made += 1
            entry = (self._monotonic + max(0.0, seconds), self._made, call)
            self._due.append(entry)

        def cancel() -> None:
            with self._lock:
                if entry in self._due:
                    self._due.remove(entry)

        return cancel

    def correct(self, hub_time: datetime) -> None:
        if abs(hub_time - self._now) >= timedelta(seconds=2):
            self._now = hub_time

    def advance(self, seconds: float) -> None:
        until = self._monotonic + seconds
        while due := [entry for entry in self._due if entry[0] <= until]:
            at, _, call = entry = min(due, key=lambda e: e[:2])
            self._due.remove(entry)
            self._move(at)
            call()
        self._move(until)

    @property
    def waiting(self) -> int:
        """How many calls are still to come."""
        return len(self._due)

    def reboot(self, monotonic: float = 5.0) -> None:
        self._boot += 1
        self._monotonic = monotonic
        self._due.clear()

    def _move(self, to: float) -> None:
        self._now += timedelta(seconds=max(0.0, to - self._monotonic))
        self._monotonic = max(to, self._monotonic)
