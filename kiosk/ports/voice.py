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
    def make(self, text: str, *, language: str, rate: int, keep: bool) -> Sound:
        """The spoken text; blocks, so never on the main thread. `rate` is in characters a minute.

        `keep` False (a name, a number, anything personal): nothing of it stays on the disk.
        Raises VoiceError.
        """
        ...

    def drop(self, sound: Sound) -> None:
        """A sound that was not kept is no longer wanted. From any thread; raises nothing."""
        ...
