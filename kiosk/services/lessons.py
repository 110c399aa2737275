"""The lessons of this kiosk, and those that somebody has paused so that another could have it. Nothing of who."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.ports.clock import Clock
from kiosk.ports.tasks import Tasks

if TYPE_CHECKING:  # lessons are looked at when somebody asks, not at the start
    from kiosk.content.lessons.check import Lessons
    from kiosk.content.lessons.run import Place

OnError = Callable[[Exception], None]
MOST_PAUSED = 3
PAUSED_SECONDS = 3 * 3600.0
"""A class is over by then, and who paused it has gone home."""


@dataclass(frozen=True)
class _Paused:
    place: Place
    at: float


class LessonShelf:
    """Lives on the main thread: every callback comes there. `read` may be slow; it is called once it is wanted."""

    def __init__(self, read: Callable[[], Lessons], tasks: Tasks, clock: Clock) -> None:
        self._read = read
        self._tasks = tasks
        self._clock = clock
        self._lessons: Lessons | None = None
        self._paused: list[_Paused] = []

    @property
    def lessons(self) -> Lessons | None:
        """None until they are loaded, and where they cannot be."""
        return self._lessons

    def load(self, on_done: Callable[[Lessons], None], on_error: OnError) -> None:
        """Read the lessons; those that were read already come at once. Errors: KioskError."""
        if self._lessons is not None:
            on_done(self._lessons)
            return

        def done(lessons: Lessons) -> None:
            self._lessons = lessons
            on_done(lessons)

        self._tasks.submit(self._read, done, on_error)

    def forget(self) -> None:
        """Other lessons may count now: they are read anew when somebody asks."""
        self._lessons = None

    def pause(self, place: Place) -> None:
        """有人要用: the place waits here, nobody's, for the rest of the class."""
        others = [one for one in self._waiting() if one.place.lesson != place.lesson]
        self._paused = [_Paused(place, self._clock.monotonic()), *others][:MOST_PAUSED]

    def paused(self) -> Place | None:
        """Where the last one who paused goes on."""
        waiting = self._waiting()
        return waiting[0].place if waiting else None

    def resumed(self, lesson: str) -> None:
        """Somebody goes on with it, or begins it anew."""
        self._paused = [one for one in self._waiting() if one.place.lesson != lesson]

    def _waiting(self) -> list[_Paused]:
        now = self._clock.monotonic()
        return [one for one in self._paused if now - one.at < PAUSED_SECONDS]
