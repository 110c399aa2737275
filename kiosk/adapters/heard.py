"""What the demo has said, in order, for its control socket: noted when it is played, not when it is wished."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from pathlib import Path

from kiosk.ports.player import Player
from kiosk.ports.voice import Sound, Voice

LAST = 200


class Heard:
    """Stands between speech and the real voice and player; see both ports. Demo only: it keeps what was said."""

    def __init__(self, voice: Voice, player: Player) -> None:
        self._voice = voice
        self._player = player
        self._texts: dict[Path, str] = {}
        self.said: deque[str] = deque(maxlen=LAST)

    def make(self, text: str, *, language: str, rate: int, keep: bool) -> Sound:
        sound = self._voice.make(text, language=language, rate=rate, keep=keep)
        self._texts[sound.path] = text
        return sound

    def drop(self, sound: Sound) -> None:
        self._texts.pop(sound.path, None)
        self._voice.drop(sound)

    def play(self, path: Path, volume: int, on_end: Callable[[], None]) -> None:
        if path in self._texts:
            self.said.append(self._texts[path])
        self._player.play(path, volume, on_end)

    def stop(self) -> None:
        self._player.stop()

    def start(self) -> None:
        self._voice.start()

    def prepare(self) -> None:
        self._player.prepare()

    def forget(self) -> None:
        self._texts.clear()
        self.said.clear()
        self._voice.forget()

    def close(self) -> None:
        """Nothing of its own; the real voice and player are closed by who made them."""
