"""Sound files made audible."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol


class Player(Protocol):
    """Plays one file at a time, on the main thread only; a new `play` ends the one before."""

    @property
    def available(self) -> bool:
        """A sound device is there. Without one `play` still takes its time and comes to its end."""
        ...

    def describe(self) -> str:
        """The device's name, or that there is none; for `kiosk doctor`."""
        ...

    def prepare(self) -> None:
        """Loads what playing needs, best after the first screen is painted."""

    def play(self, path: Path, *, volume: int, on_finished: Callable[[], None]) -> None:
        """Starts at once. `volume` 0 to 100, as loud as it sounds.

        `on_finished` is called once, when the file has ended or cannot be played; never after `stop` or a newer `play`.
        """

    def stop(self) -> None:
        """Silence, at once."""

    def close(self) -> None:
        """Silence; lets go of the device."""
