"""Time, the only way to ask for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol


class Cancel(Protocol):
    def __call__(self) -> None: ...


class Clock(Protocol):
    """`now` is UTC with zone, corrected by the hub once it has answered; `monotonic` counts seconds since boot and
    goes on while the machine sleeps; `boot` names this boot. `call_later` runs on the main thread."""

    def now(self) -> datetime: ...

    def monotonic(self) -> float: ...

    def boot(self) -> str: ...

    def call_later(self, seconds: float, call: Callable[[], None]) -> Cancel: ...

    def correct(self, hub_time: datetime) -> None:
        """Take the hub's time as the truth; `now` never jumps for less than two seconds."""
        ...
