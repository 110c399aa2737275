"""The loudspeaker."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol


class Player(Protocol):
    """Main thread only. Without a sound device everything still comes to its end."""

    def prepare(self) -> None:
        """Loads what playing needs, best after the first screen is painted."""

    def play(self, path: Path, volume: int, on_end: Callable[[], None]) -> None:
        """Plays a file instead of what is playing; `volume` 0 to 100. `on_end` once, when it ended or could not be
        played, never after `stop` or the next `play`."""
        ...

    def stop(self) -> None:
        """Silence, at once."""

    def close(self) -> None:
        """Silence; lets go of the device."""
