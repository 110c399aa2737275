"""What a card reader reads goes to whoever wants it now: a screen that asks for a card, else to the kiosk itself."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.ports.clock import Cancel

Taker = Callable[[str], None]


class Scans:
    """Main thread only. `otherwise` gets what no screen has asked for."""

    def __init__(self, otherwise: Taker) -> None:
        self._otherwise = otherwise
        self._takers: list[Taker] = []

    def take(self, taker: Taker) -> Cancel:
        """From now on `taker` gets what is scanned, until cancelled; the newest wins."""
        self._takers.append(taker)

        def cancel() -> None:
            if taker in self._takers:
                self._takers.remove(taker)

        return cancel

    def read(self, scanned: str) -> None:
        (self._takers[-1] if self._takers else self._otherwise)(scanned)
