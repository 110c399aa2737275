"""The microphone: what a resident says is recorded, listened to again, and nothing of it stays here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol


class Recorder(Protocol):
    """Main thread only."""

    @property
    def available(self) -> bool:
        """A microphone is there."""
        ...

    def start(self, on_level: Callable[[float], None]) -> None:
        """Record from now on; `on_level` hears several times a second how loud it is, 0 to 1.

        Raises RecorderError when the microphone cannot be used.
        """
        ...

    def stop(self) -> bytes:
        """A sound file (WAV) of what was said since `start`; b"" when nothing came, or nothing was started."""
        ...

    def play(self, sound: bytes, on_end: Callable[[], None]) -> None:
        """What was recorded, aloud; `on_end` once, at its end, never after `hush`."""
        ...

    def hush(self) -> None:
        """Silence, at once."""
        ...

    def close(self) -> None: ...
