"""Where sound files live: recordings by people, what may stay on the disk, and what must be gone after the session."""

from __future__ import annotations

import contextlib
import fcntl
import itertools
import json
import os
import shutil
import tempfile
import threading
import wave
from pathlib import Path

from kiosk.errors import VoiceError

MEGABYTE = 1024 * 1024
_AFTER_DROPPING = 0.8
_PREFIX = "silver-key-voice-"
_HEADER = 44
"""Bytes before the samples in a WAV file, at least."""


def whole(path: Path) -> bool:
    """The WAV file is there, holds sound and can be played to its end."""
    try:
        with wave.open(str(path), "rb") as sound:
            needed = sound.getnframes() * sound.getsampwidth() * sound.getnchannels()
            return 0 < needed <= path.stat().st_size - _HEADER
    except (OSError, EOFError, wave.Error):
        return False


class Recordings:
    """Phrases spoken by people, from a content package: <folder>/<language>/phrases.json holds {"text": "file.wav"}.

    A file that is torn or lies outside its folder does not count.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[str, tuple[int, dict[str, str]]] = {}

    def find(self, text: str, language: str) -> Path | None:
        name = self._phrases(language).get(text)
        if not name:
            return None
        folder = (self._folder / language).resolve()
        path = (folder / name).resolve()
        return path if path.is_relative_to(folder) and whole(path) else None

    def _phrases(self, language: str) -> dict[str, str]:
        """Read anew when the file changes; a broken one counts as empty."""
        index = self._folder / language / "phrases.json"
        try:
            changed = index.stat().st_mtime_ns
            known = self._read.get(language)
            if known is None or known[0] != changed:
                table = dict(json.loads(index.read_text(encoding="utf-8")))
                known = (changed, {str(text): str(name) for text, name in table.items()})
                self._read[language] = known
        except (OSError, ValueError, TypeError):
            return {}
        return known[1]


class SoundCache:
    """Files by name in one folder, at most `limit` bytes; the longest unused go first. Safe from several threads."""

    def __init__(self, folder: Path, limit: int) -> None:
        self._folder = folder
        self._limit = limit
        self._lock = threading.Lock()
        self._size: int | None = None

    def path(self, name: str) -> Path:
        return self._folder / name

    def usable(self) -> bool:
        """It can be written to and the disk has room."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            return os.access(self._folder, os.W_OK) and shutil.disk_usage(self._folder).free > MEGABYTE
        except OSError:
            return False

    def find(self, name: str) -> Path | None:
        """The file if it is whole; a torn one is to be made again."""
        path = self.path(name)
        if not whole(path):
            return None
        with contextlib.suppress(OSError):
            os.utime(path)
        return path

    def added(self, path: Path) -> None:
        """Counts a new file, and makes room for the next beyond the limit."""
        with self._lock:
            if self._size is None:
                self._size = sum(size for _, size, _ in self._files())
            else:
                with contextlib.suppress(OSError):
                    self._size += path.stat().st_size
            if self._size > self._limit:
                self._drop_oldest(path)

    def _drop_oldest(self, keep: Path) -> None:
        files = sorted(self._files())
        total = sum(size for _, size, _ in files)
        for _, size, path in files:
            if total <= self._limit * _AFTER_DROPPING:
                break
            if path != keep:
                path.unlink(missing_ok=True)
                total -= size
        self._size = total

    def _files(self) -> list[tuple[int, int, Path]]:
        found = []
        for path in self._folder.glob("*.wav"):
            with contextlib.suppress(OSError):
                info = path.stat()
                found.append((info.st_mtime_ns, info.st_size, path))
        return found


class SessionFolder:
    """A private folder for what one resident heard, in memory where the system offers that. Made when first needed.

    While it is in use it is locked, which ends with the process however that ends: so `sweep` knows what a killed
    kiosk has left behind.
    """

    def __init__(self, root: Path | None = None) -> None:
        self._root = root
        self._lock = threading.Lock()
        self._folder: Path | None = None
        self._held = -1
        self._numbers = itertools.count()

    def new(self) -> Path:
        """A path of its own for one sound. Raises VoiceError when there is no place at all."""
        with self._lock:
            if self._folder is None:
                try:
                    self._folder, self._held = self._made()
                except OSError as error:
                    raise VoiceError(f"no place for sound: {error.strerror}") from error
            return self._folder / f"{next(self._numbers)}.wav"

    def drop(self, path: Path) -> None:
        """That sound is gone, if it is one of ours."""
        with self._lock:
            ours = self._folder is not None and path.parent == self._folder
        if ours:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)

    def forget(self) -> None:
        """All are gone when this returns. Who still writes finds no folder and fails."""
        with self._lock:
            folder, self._folder = self._folder, None
            held, self._held = self._held, -1
        if folder is None:
            return
        gone = folder.with_name(folder.name + ".gone")
        with contextlib.suppress(OSError):
            folder.rename(gone)
        shutil.rmtree(gone, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)
        os.close(held)

    def sweep(self) -> None:
        """Removes what kiosks of this user that were killed have left here (S3); those of living ones stay."""
        for folder in (self._root or _in_memory() or Path(tempfile.gettempdir())).glob(f"{_PREFIX}*"):
            with contextlib.suppress(OSError):
                held = _locked(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
                try:
                    shutil.rmtree(folder, ignore_errors=True)
                finally:
                    os.close(held)

    def _made(self) -> tuple[Path, int]:
        while True:
            folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=self._root or _in_memory()))
            held = _locked(folder, fcntl.LOCK_EX)
            if os.fstat(held).st_nlink:  # else another kiosk's sweep was there first
                return folder, held
            os.close(held)


def _locked(folder: Path, how: int) -> int:
    """The folder, open and locked. Raises OSError: another holds it, it is a link, or somebody else's."""
    held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        if os.fstat(held).st_uid != os.geteuid():
            raise PermissionError
        fcntl.flock(held, how)
    except OSError:
        os.close(held)
        raise
    return held


def _in_memory() -> Path | None:
    """XDG_RUNTIME_DIR, else /dev/shm; None leaves it to the system's temporary folder."""
    for place in (os.environ.get("XDG_RUNTIME_DIR"), "/dev/shm"):  # noqa: S108  # mkdtemp makes a private folder there
        if place and os.access(place, os.W_OK):
            return Path(place)
    return None
