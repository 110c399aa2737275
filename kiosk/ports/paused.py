"""Lessons that somebody paused so that another could have the kiosk: on its disk, and nobody's. Methods block."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from kiosk.content.lessons.run import Place


@dataclass(frozen=True)
class Paused:
    """`at` is seconds since this `boot` of the machine: how old a place of another boot is, nobody knows."""

    place: Place
    at: float
    boot: str


class PausedStore(Protocol):
    """Raises StoreError."""

    def kept(self) -> tuple[Paused, ...]:
        """The last one first."""
        ...

    def keep(self, paused: Iterable[Paused]) -> None:
        """These in the place of all others, in this order."""
        ...
