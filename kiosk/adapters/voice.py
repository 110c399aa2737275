"""The voice port: recordings by people, then what was made before, then the voice worker."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from kiosk.adapters.sound_files import MEGABYTE, Recordings, SessionFolder, SoundCache
from kiosk.adapters.voice_worker import WORKER, VoiceWorker
from kiosk.errors import VoiceError
from kiosk.ports.voice import Sound

_EDITION = "1"
"""Part of every file's name: raise it when the same text must sound different."""


class WorkerVoice:
    """`cache` keeps what may stay on the disk; without it, or when it cannot be written, nothing stays.

    What is not kept lies under `session_root` (in memory by default) until `drop`, `forget` or `close` (S3).
    `timeout` is what one text may take, in seconds. Safe from several threads.
    """

    def __init__(
        self,
        cache: Path | None = None,
        *,
        recordings: Path | Callable[[], tuple[Path, ...]] | None = None,
        session_root: Path | None = None,
        cache_limit: int = 64 * MEGABYTE,
        timeout: float = 5.0,
        command: Sequence[str] = WORKER,
    ) -> None:
        self._cache = SoundCache(cache, cache_limit) if cache else None
        self._recordings: dict[Path, Recordings] = {}
        self._recorded = recordings if callable(recordings) else lambda: (recordings,) if recordings else ()
        self._session = SessionFolder(session_root)
        self._worker = VoiceWorker(command, timeout=timeout)

    @property
    def worker_pid(self) -> int | None:
        """The worker's process, for figures; None before the first text."""
        return self._worker.pid

    def start(self) -> None:
        self._session.sweep()
        with contextlib.suppress(VoiceError):
            self._worker.start()

    def make(self, text: str, *, language: str, rate: int, keep: bool) -> Sound:
        for folder in self._recorded():
            recorded = self._recordings.setdefault(folder, Recordings(folder)).find(text, language)
            if recorded is not None:
                return Sound(recorded)
        if keep and self._cache is not None:
            name = _name(text, rate, language)
            found = self._cache.find(name)
            if found is not None:
                return Sound(found)
            if self._cache.usable():
                made = self._worker.make(text, self._cache.path(name), rate=rate, language=language)
                self._cache.added(made)
                return Sound(made)
        return Sound(self._worker.make(text, self._session.new(), rate=rate, language=language), kept=False)

    def drop(self, sound: Sound) -> None:
        if not sound.kept:
            self._session.drop(sound.path)

    def forget(self) -> None:
        self._session.forget()

    def close(self) -> None:
        self._worker.close()
        self._session.forget()


def _name(text: str, rate: int, language: str) -> str:
    told = "\0".join((_EDITION, language, str(rate), text))
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:40] + ".wav"
