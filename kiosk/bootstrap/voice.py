"""The spoken word: speech over the voice worker and the player, with workers of its own."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from kiosk.adapters.heard import Heard
from kiosk.adapters.player import QtPlayer
from kiosk.adapters.voice import WorkerVoice
from kiosk.config import Settings
from kiosk.services.session import Session
from kiosk.services.speech import Speech, Translate
from kiosk.text import Translator
from kiosk.ui.tasks import OnError, QtTasks

CHIME = Path(__file__).resolve().parent.parent.parent / "assets" / "sounds" / "chime.wav"
WORKERS = 2


class Voices:
    """`speech` is what screens use. A voice that hangs holds up nothing but itself."""

    def __init__(
        self,
        settings: Settings,
        session: Session,
        unforeseen: OnError,
        installed: Callable[[], tuple[Path, ...]] = tuple,
    ) -> None:
        self._tasks = QtTasks(WORKERS, on_unforeseen=unforeseen)
        self._started = threading.Event()
        for _ in range(WORKERS):  # the first screen's words wait: playing them would hold up its painting
            self._tasks.submit(self._started.wait)
        own = settings.voice.recordings_dir
        recordings = (lambda: (own,)) if own is not None else installed
        self._voice = WorkerVoice(settings.kiosk.state_dir / "speech", recordings=recordings)
        self._player = QtPlayer()
        heard = Heard(self._voice, self._player) if settings.kiosk.demo else None
        self.said: deque[str] = heard.said if heard is not None else deque()
        self.speech = Speech(
            heard or self._voice,
            heard or self._player,
            self._tasks,
            _translator,
            lambda: session.preferences,
            enabled=settings.voice.enabled,
            chime=CHIME,
        )
        session.on_end(self.speech.forget)

    def start(self) -> None:
        """Warm the worker up, in the background."""
        self._started.set()
        self._tasks.submit(self._voice.start)
        self._player.prepare()

    def close(self) -> None:
        self.speech.stop()
        self._started.set()
        self._tasks.close()
        self._player.close()
        self._voice.close()


@lru_cache
def _translator(language: str) -> Translate:
    return Translator(language)
