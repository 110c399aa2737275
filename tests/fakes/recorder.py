"""A microphone for tests: `sound` is what it hears; every call is remembered."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.errors import RecorderError


class FakeRecorder:
    def __init__(self, sound: bytes = b"sound") -> None:
        self.available = True
        self.sound = sound
        self.broken = False
        self.recording = False
        self.played: list[bytes] = []
        self.level: Callable[[float], None] = lambda _level: None
        self.ended: Callable[[], None] = lambda: None

    def start(self, on_level: Callable[[float], None]) -> None:
        if self.broken:
            raise RecorderError("no microphone")
        self.recording, self.level = True, on_level

    def stop(self) -> bytes:
        was, self.recording = self.recording, False
        return self.sound if was else b""

    def play(self, sound: bytes, on_end: Callable[[], None]) -> None:
        self.played.append(sound)
        self.ended = on_end

    def hush(self) -> None:
        self.ended = lambda: None

    def close(self) -> None: ...
