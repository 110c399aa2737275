"""Who turns pinyin into words."""

from __future__ import annotations

from typing import Protocol

from kiosk.content.typing.candidate import Candidate


class Candidates(Protocol):
    """Knows nothing of who typed what: there is no user dictionary, and nothing is written (S3)."""

    @property
    def available(self) -> bool:
        """Whether the program behind it is installed; without it `find` finds nothing. May be slow the first time."""
        ...

    def find(self, letters: str, most: int) -> tuple[Candidate, ...]:
        """Words for these letters (a to z, ' between syllables), the likeliest first. Fast; from any thread.

        Never raises: letters that are no pinyin have no words.
        """
        ...

    def close(self) -> None: ...
