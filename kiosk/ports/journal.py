"""The alarm's own memory: a small file of fixed size that needs neither the database nor room on the disk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Stage(StrEnum):
    ARMED = "armed"  # the countdown runs
    FIRED = "fired"  # it ended: the hub is being called
    REACHED = "reached"  # the hub has it
    CALLED_OFF = "called_off"  # cancelled in time: nobody is called, and the hub is told for its history
    OVER = "over"  # the hub knows the end of it

    @property
    def open(self) -> bool:
        return self is not Stage.OVER


@dataclass(frozen=True)
class Entry:
    """How far one alarm has come. `pressed` and `fire_at` are seconds on the boot-time clock of `boot`.

    `mode` as kiosk.domain.request.Mode. It holds no personal data: an id, a waiting number, a screen's name, times.
    """

    id: str
    event_id: str
    stage: Stage
    screen: str = ""
    number: int = 0
    boot: str = ""
    pressed: float = 0.0
    fire_at: float = 0.0
    at: datetime | None = None
    mode: str = "actual"


class Journal(Protocol):
    """Belongs to one thread. Raises StoreError."""

    def open(self) -> tuple[Entry, ...]:
        """Make ready, and give what a former process left open, oldest first. What a crash tore is passed over."""
        ...

    def write(self, entry: Entry) -> None:
        """On the disk when it returns. Newer entries of an id replace older ones."""
        ...

    def close(self) -> None: ...
