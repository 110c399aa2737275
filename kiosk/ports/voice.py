"""Speech made to a file: recordings first, then what was made before, then the voice worker."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True)
class Sound:
    """A file to play. `kept` False: made for one hearing, to be dropped after it (S3)."""

    path: Path
    kept: bool = True


class Voice(Protocol):
    """All calls may block, so never on the main thread. Safe from several threads."""

    def start(self) -> None:
        """Gets ready, so that the first text is quick. Raises nothing."""

    def make(self, text: str, *, language: str, rate: int, keep: bool) -> Sound:
        """The spoken text. `rate` is in characters a minute (90 to 240), `language` as in preferences.

        `keep` False (a name, a number, anything personal): nothing of it stays on the disk.
        Raises VoiceError.
        """
        ...

    def drop(self, sound: Sound) -> None:
        """A sound that was not kept is no longer wanted. Raises nothing."""

    def forget(self) -> None:
        """The session has ended: all that was not kept is gone, also what is being made now. Raises nothing."""

    def close(self) -> None:
        """Ends the voice and forgets; a later `make` raises VoiceError."""
