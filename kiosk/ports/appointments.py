"""Hospitals and their times, as the hub offers them. All methods block; call them off the main thread.

They raise HubUnreachable, HubRefused or NotEnrolled, and `hold` SlotGone too; nothing else.
"""

from __future__ import annotations

from datetime import date
from typing import Protocol

from kiosk.domain.appointment import Hold, Hospital, Slot
from kiosk.domain.details import SlotRef


class Appointments(Protocol):
    def hospitals(self) -> tuple[Hospital, ...]:
        """Those that can be booked here, community centres first; () when this centre has none."""
        ...

    def days(self, hospital: str, department: str, *, doctor: str = "") -> tuple[date, ...]:
        """Days with a free time, earliest first. `doctor` is an id; "" means any."""
        ...

    def slots(self, hospital: str, department: str, *, day: date | None = None, doctor: str = "") -> tuple[Slot, ...]:
        """Free times, earliest first, at most 60; of one `day`, or from now on."""
        ...

    def hold(self, key: str, hospital: str, slot: SlotRef) -> Hold:
        """Keep a time for a few minutes. Idempotent by `key` (an id of ours). Raises SlotGone."""
        ...

    def release(self, key: str) -> None:
        """Let a kept time go; one that is gone already is no error."""
        ...
