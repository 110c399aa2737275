"""A voice that makes nothing and a player that plays when a test says so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kiosk.errors import VoiceError
from kiosk.ports.voice import Sound


class FakeVoice:
    """`made` holds (text, language, rate, keep); texts in `fails` cannot be said."""

    def __init__(self) -> None:
        self.made: list[tuple[str, str, int, bool]] = []
        self.dropped: list[str] = []
        self.forgotten = 0
        self.fails: set[str] = set()

    def make(self, text: str, *, language: str, rate: int, keep: bool) -> Sound:
        if text in self.fails:
            raise VoiceError(text)
        self.made.append((text, language, rate, keep))
        return Sound(Path(text), keep)

    def drop(self, sound: Sound) -> None:
        self.dropped.append(sound.path.name)

    def start(self) -> None:
        return None

    def forget(self) -> None:
        self.forgotten += 1

    def close(self) -> None:
        return None


class FakePlayer:
    """`playing` is what would be heard now; `end` lets it come to its end. `heard` is all that began."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, int]] = []
        self.playing = ""
        self._on_end: Callable[[], None] | None = None

    def play(self, path: Path, volume: int, on_end: Callable[[], None]) -> None:
        self.heard.append((path.name, volume))
        self.playing, self._on_end = path.name, on_end

    def prepare(self) -> None:
        return None

    def close(self) -> None:
        self.stop()

    def stop(self) -> None:
        self.playing, self._on_end = "", None

    def end(self) -> None:
        on_end, self._on_end = self._on_end, None
        self.playing = ""
        if on_end is not None:
            on_end()
