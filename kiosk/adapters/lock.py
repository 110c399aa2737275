"""One kiosk for one state folder: two would deliver each other's requests and tear the journal."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from types import TracebackType

from kiosk.errors import SettingsError

NAME = "running.lock"


class StateInUse(SettingsError):
    """`holder` is the other process's id, "?" when it could not write it down."""

    def __init__(self, folder: Path, holder: str) -> None:
        super().__init__(
            f"{folder}: state_dir: in use by process {holder}; end that kiosk or give this one a folder of its own"
        )
        self.holder = holder


class StateLock:
    """Holds `folder` for this process until `release` or the process's end, however it ends (also kill -9).

    Makes the folder (0700) if it is not there. Raises SettingsError, naming the other process and the folder, if
    another kiosk holds it, or if the folder cannot be used.
    """

    def __init__(self, folder: Path) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._fd = os.open(folder / NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise SettingsError(
                f"{folder}: state_dir: {error.strerror}; a folder this user may write is needed"
            ) from error
        try:
            fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(self._fd, 32, 0).decode("ascii", "replace").strip() or "?"
            os.close(self._fd)
            raise StateInUse(folder, holder) from None
        self._note_holder()

    def release(self) -> None:
        os.close(self._fd)

    def __enter__(self) -> StateLock:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    def _note_holder(self) -> None:
        """Writes who holds the folder. On a full disk the lock still holds; only the name is missing."""
        try:
            os.ftruncate(self._fd, 0)
            os.pwrite(self._fd, f"{os.getpid()}\n".encode(), 0)
        except OSError:
            pass
