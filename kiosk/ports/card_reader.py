"""Something that reads cards: a scanner that types, or a device that sends lines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol


class CardReader(Protocol):
    """What is read is opaque here; whoever takes it decides whether it is a card."""

    def start(self, on_card: Callable[[str], None]) -> None:
        """`on_card` is given what was read, at most LONGEST letters of it, on any thread; once for one card."""
        ...

    def faults(self) -> tuple[str, ...]:
        """What the desk should know, as codes: "card_reader" while the device is not there."""
        ...

    def close(self) -> None:
        """Nothing is read any more, and nothing that was is held."""
        ...


LONGEST = 400
"""No card holds more; what is longer is noise, and is handed on cut, so that somebody can say so."""
