"""Names for new things."""

from __future__ import annotations

from typing import Protocol


class Ids(Protocol):
    def __call__(self) -> str:
        """A new UUIDv7 in text form; nobody reads the time in it (the clock may be wrong)."""
        ...
