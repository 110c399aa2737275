"""Plays a short sound and, where a microphone is, listens whether it can be heard. Nothing that was heard is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kiosk.errors import RecorderError
from kiosk.ports.recorder import Recorder

QUIET_SECONDS = 0.6
LONGEST = 6.0
LOUDER = 1.5  # so many times what the room is by itself
LEAST = 0.004  # of full scale: less is a microphone that hears nothing at all


class Loudspeaker(Protocol):
    """The player (kiosk.ports.player) that also knows whether a device is there."""

    @property
    def available(self) -> bool: ...

    def play(self, path: Path, volume: int, on_end: Callable[[], None]) -> None: ...


Wait = Callable[[float, Callable[[], bool]], bool]
"""Let time go by on this thread, at most so many seconds, until the condition holds; whether it did."""


@dataclass(frozen=True)
class Heard:
    """`microphone` None: there is none, or none is to be used. Levels are of full scale, 0 to 1."""

    loudspeaker: bool
    played: bool
    microphone: bool | None = None
    quiet: float = 0.0
    loud: float = 0.0


def listen(speaker: Loudspeaker, recorder: Recorder | None, sound: Path, volume: int, wait: Wait) -> Heard:
    """On the main thread, where player and recorder live."""
    if not speaker.available:
        return Heard(loudspeaker=False, played=False)
    levels: list[float] = []
    hears = _start(recorder, levels)
    wait(QUIET_SECONDS if hears else 0.0, lambda: False)
    quiet = max(levels, default=0.0)
    levels.clear()
    ended: list[bool] = []
    speaker.play(sound, volume, lambda: ended.append(True))
    played = wait(LONGEST, lambda: bool(ended))
    loud = max(levels, default=0.0)
    if recorder is not None and hears:
        recorder.stop()  # what it heard is dropped here
    microphone = None if hears is None else hears and loud >= max(LEAST, LOUDER * quiet)
    return Heard(loudspeaker=True, played=played, microphone=microphone, quiet=quiet, loud=loud)


def _start(recorder: Recorder | None, levels: list[float]) -> bool | None:
    """None without a microphone, False when it cannot be opened."""
    if recorder is None or not recorder.available:
        return None
    try:
        recorder.start(levels.append)
    except RecorderError:
        return False
    return True
