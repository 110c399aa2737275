"""The red button: a key of its own, pressed with the screen dark, the programme hung or dead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class Press:
    """One press. `id` is that of the alarm it calls for and `event_id` of its first event, so that the same press told
    twice is one alarm. `pressed` is in seconds on the boot-time clock of `boot`; `at` is UTC, None when not known.
    """

    id: str
    event_id: str
    boot: str
    pressed: float
    at: datetime | None = None


class AlarmButton(Protocol):
    def start(self, on_press: Callable[[Press], None]) -> None:
        """`on_press` is called on a thread of the button's own, which nothing else can hold up."""
        ...

    def taken(self, press_id: str) -> None:
        """This press needs no telling again: it is on the disk, or at the hub. Any thread, any id, however often."""
        ...

    def faults(self) -> tuple[str, ...]:
        """What the desk should know, as codes: "alarm_button" while the device is not there."""
        ...

    def close(self) -> None:
        """Nothing is heard any more."""
        ...
