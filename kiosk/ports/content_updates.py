"""Content that can be had, and having it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class Source:
    """Where published content lies: an address, or a stick's folder. `stick` is what a person calls it, "" if none."""

    where: str
    stick: str = ""


@dataclass(frozen=True)
class Change:
    """One package that an update brings; `before` is 0 when it is new. Counts are of files, `travels` is in bytes."""

    kind: str
    package: str
    title: str
    before: int
    after: int
    added: int
    changed: int
    removed: int
    travels: int


@dataclass(frozen=True)
class Offer:
    """What a source has for this kiosk; `valid_until` is when its signatures end. `too_new` names packages that need a
    newer program than this one."""

    source: Source
    changes: tuple[Change, ...]
    valid_until: datetime
    too_new: tuple[str, ...] = ()

    @property
    def travels(self) -> int:
        return sum(change.travels for change in self.changes)


@dataclass(frozen=True)
class Progress:
    """Bytes; `seconds_left` is None until it can be guessed."""

    done: int
    total: int
    seconds_left: float | None


OnProgress = Callable[[Progress], None]
Stopped = Callable[[], bool]
"""Asked between any two pieces of work: whether a person has stopped it."""


class ContentUpdates(Protocol):
    """Slow: never on the main thread. One at a time; a second call meanwhile raises ContentError."""

    def look(self, source: Source, stopped: Stopped) -> Offer:
        """What an update would change. Raises ContentError and its kinds."""
        ...

    def install(self, source: Source, on_progress: OnProgress, stopped: Stopped) -> Offer:
        """Fetch, verify, test and switch; what was installed. Raises ContentError and its kinds; the old stays then."""
        ...

    def examine(self) -> bool:
        """Whether what is installed passes its self-test; if not, the version before it is in use now."""
        ...

    def sticks(self) -> tuple[Source, ...]:
        """The sticks that hold published content, now."""
        ...
