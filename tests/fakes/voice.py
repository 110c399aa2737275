"""A voice that makes nothing and a player that plays when a test says so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kiosk.errors import VoiceError


class FakeVoice:
    """`made` holds (text, language, rate, static); texts in `fails` cannot be said."""

    def __init__(self) -> None:
        self.made: list[tuple[str, str, int, bool]] = []
        self.forgotten = 0
        self.fails: set[str] = set()

    def prepare(self) -> None:
        return None

    def make(self, text: str, *, rate: int, language: str, static: bool = False, out: Path | None = None) -> Path:
        if text in self.fails:
            raise VoiceError(text)
        self.made.append((text, language, rate, static))
        return out or Path(text)

    def forget(self) -> None:
        self.forgotten += 1

    def close(self) -> None:
        return None


class FakePlayer:
    """`playing` is what would be heard now; `end` lets it come to its end. `heard` is all that began."""

    available = True

    def __init__(self) -> None:
        self.heard: list[tuple[str, int]] = []
        self.playing = ""
        self.on_finished: Callable[[], None] | None = None

    def describe(self) -> str:
        return "a test's ears"

    def prepare(self) -> None:
        return None

    def play(self, path: Path, *, volume: int, on_finished: Callable[[], None]) -> None:
        self.heard.append((path.name, volume))
        self.playing, self.on_finished = path.name, on_finished

    def stop(self) -> None:
        self.playing, self.on_finished = "", None

    def end(self) -> None:
        on_finished, self.on_finished = self.on_finished, None
        self.playing = ""
        if on_finished is not None:
            on_finished()

    def close(self) -> None:
        self.stop()
