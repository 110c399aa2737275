"""Content updates without a disk or a line: a test says what is offered and how it goes."""

from __future__ import annotations

from datetime import UTC, datetime

from kiosk.ports.content_updates import Change, Offer, OnProgress, Progress, Source, Stopped

STICK = Source("file:///media/USB/silver-key", "USB")
UNTIL = datetime(2026, 12, 30, 1, 0, tzinfo=UTC)
CHANGE = Change("lessons", "course", "手机课", 3, 4, 2, 5, 1, 48_000_000)


class MemoryUpdates:
    """`found` are the sticks; `error` is raised instead of looking or installing; `asked` is what was called."""

    def __init__(self, changes: tuple[Change, ...] = (CHANGE,)) -> None:
        self.found: tuple[Source, ...] = ()
        self.changes = changes
        self.well = True
        self.error: Exception | None = None
        self.asked: list[str] = []

    def look(self, source: Source, stopped: Stopped) -> Offer:
        del stopped
        self.asked.append(f"look {source.where}")
        return self._offer(source)

    def install(self, source: Source, on_progress: OnProgress, stopped: Stopped) -> Offer:
        del stopped
        self.asked.append(f"install {source.where}")
        on_progress(Progress(24_000_000, 48_000_000, 130.0))
        return self._offer(source)

    def examine(self) -> bool:
        self.asked.append("examine")
        return self.well

    def sticks(self) -> tuple[Source, ...]:
        return self.found

    def _offer(self, source: Source) -> Offer:
        if self.error is not None:
            raise self.error
        return Offer(source, self.changes, UNTIL)
