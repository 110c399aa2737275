"""What the demo has said, in order, for its control socket: noted when it is played, not when it is wished."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from pathlib import Path

from kiosk.ports.player import Player
from kiosk.ports.voice import Voice

LAST = 200


class Heard:
    """`voice` and `player` stand before the real ones; see both ports. Demo only: it keeps what was said."""

    def __init__(self, voice: Voice, player: Player) -> None:
        self.said: deque[str] = deque(maxlen=LAST)
        texts: dict[Path, str] = {}
        self.voice = _HeardVoice(voice, texts)
        self.player = _HeardPlayer(player, texts, self.said)


class _HeardVoice:
    def __init__(self, voice: Voice, texts: dict[Path, str]) -> None:
        self._voice = voice
        self._texts = texts

    def prepare(self) -> None:
        self._voice.prepare()

    def make(self, text: str, *, rate: int, language: str, static: bool = False, out: Path | None = None) -> Path:
        sound = self._voice.make(text, rate=rate, language=language, static=static, out=out)
        self._texts[sound] = text
        return sound

    def forget(self) -> None:
        self._texts.clear()
        self._voice.forget()

    def close(self) -> None:
        self._voice.close()


class _HeardPlayer:
    def __init__(self, player: Player, texts: dict[Path, str], said: deque[str]) -> None:
        self._player = player
        self._texts = texts
        self._said = said

    @property
    def available(self) -> bool:
        return self._player.available

    def describe(self) -> str:
        return self._player.describe()

    def prepare(self) -> None:
        self._player.prepare()

    def play(self, path: Path, *, volume: int, on_finished: Callable[[], None]) -> None:
        if path in self._texts:
            self._said.append(self._texts[path])
        self._player.play(path, volume=volume, on_finished=on_finished)

    def stop(self) -> None:
        self._player.stop()

    def close(self) -> None:
        self._player.close()
