"""A microphone for demonstrations: it hears a WAV file, as long as somebody would be speaking. Refused elsewhere."""

from __future__ import annotations

import wave
from collections.abc import Callable
from pathlib import Path

from kiosk.adapters.mulaw import Encoder
from kiosk.errors import RecorderError
from kiosk.ports.clock import Cancel, Clock

LEVELS_EVERY = 0.2


class FileRecorder:
    """See kiosk.ports.recorder. `play` is another's: the loudspeaker is a real one."""

    def __init__(self, path: Path, clock: Clock, replay: Callable[[bytes, Callable[[], None]], None]) -> None:
        self._path = path
        self._clock = clock
        self._replay = replay
        self._since: float | None = None
        self._next: Cancel = lambda: None

    @property
    def available(self) -> bool:
        return True

    def start(self, on_level: Callable[[float], None]) -> None:
        if not self._path.is_file():
            raise RecorderError("the demonstration's sound is not there")
        self._since = self._clock.monotonic()
        self._tell(on_level)

    def stop(self) -> bytes:
        """As much of the file as time went by, from its beginning, and at least a tenth of a second of it."""
        self._next()
        since, self._since = self._since, None
        if since is None:
            return b""
        with wave.open(str(self._path), "rb") as sound:
            encoder = Encoder(sound.getframerate(), sound.getnchannels())
            seconds = max(0.1, self._clock.monotonic() - since)
            encoder.feed(sound.readframes(int(sound.getframerate() * seconds)))
        return encoder.file()

    def play(self, sound: bytes, on_end: Callable[[], None]) -> None:
        self._replay(sound, on_end)

    def hush(self) -> None: ...

    def close(self) -> None:
        self._next()

    def _tell(self, on_level: Callable[[float], None]) -> None:
        on_level(0.5)
        self._next = self._clock.call_later(LEVELS_EVERY, lambda: self._tell(on_level))
