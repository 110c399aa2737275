"""The slip printer."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol


class Paper(StrEnum):
    """What the printer says of its paper. UNKNOWN: it is there, and answers no questions; many cheap ones do not."""

    ENOUGH = "enough"
    LOW = "low"
    OUT = "out"
    UNKNOWN = "unknown"


class Printer(Protocol):
    """All methods block, for a bounded time; call them off the main thread, one after the other."""

    def print(self, picture: bytes) -> None:
        """Print a picture, PNG in black and white, `width_px` wide, and cut the paper.

        Raises PrinterError, whose message says what to do: no printer, no paper, stopped in the middle.
        """
        ...

    def probe(self) -> Paper:
        """Whether it is there, and its paper; nothing is printed. Raises PrinterError when it is not."""
        ...
