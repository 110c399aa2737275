"""A way out for a call for help beside the hub: a lamp, a siren, a short message to whoever is on duty."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class AlarmNote:
    """What leaves the building: where, which number, since when. Never who (S1). `at` is UTC, None when not known."""

    id: str
    kiosk: str
    place: str
    number: int
    at: datetime | None = None


class AlarmPath(Protocol):
    """Every method blocks, at most about ten seconds, on a thread of its own, and raises PathFailed; nothing else."""

    @property
    def name(self) -> str:
        """As the settings call it; events and the doctor name it so."""
        ...

    @property
    def kind(self) -> str:
        """ "relay" or "sms": decides what the resident is told when it has gone out."""
        ...

    def send(self, note: AlarmNote) -> None:
        """Once it returns, the message is out: the relay has switched, the gateway has taken it."""
        ...

    def probe(self) -> None:
        """Whether `send` would work now; nothing leaves, nothing sounds."""
        ...
