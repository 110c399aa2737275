"""The lessons of this kiosk, and those that somebody has paused so that another could have it. Nothing of who."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.ports.clock import Cancel, Clock
from kiosk.ports.paused import Paused, PausedStore
from kiosk.ports.tasks import Tasks

if TYPE_CHECKING:  # lessons are looked at when somebody asks, not at the start
    from kiosk.content.lessons.check import Lessons
    from kiosk.content.lessons.run import Place

log = logging.getLogger(__name__)
OnError = Callable[[Exception], None]
MOST_PAUSED = 3
PAUSED_SECONDS = 3 * 3600.0
"""A class is over by then, and who paused it has gone home."""


class LessonShelf:
    """Lives on the main thread: every callback comes there. `read` may be slow; it is called once it is wanted."""

    def __init__(self, read: Callable[[], Lessons], tasks: Tasks, clock: Clock, store: PausedStore) -> None:
        self._read = read
        self._tasks = tasks
        self._clock = clock
        self._store = store
        self._lessons: Lessons | None = None
        self._paused: list[Paused] = []
        self._listeners: list[Callable[[], None]] = []
        self._writing = self._again = False
        self._renewals = 0

    @property
    def lessons(self) -> Lessons | None:
        """None until they are loaded, and where they cannot be."""
        return self._lessons

    def load(self, on_done: Callable[[Lessons], None], on_error: OnError) -> None:
        """Read the lessons; those that were read already come at once. Errors: KioskError."""
        if self._lessons is not None:
            on_done(self._lessons)
            return

        asked = self._renewals

        def done(lessons: Lessons) -> None:
            self._lessons = lessons
            if asked != self._renewals:
                self.renew()
            on_done(lessons)

        self._tasks.submit(self._read, done, on_error)

    def renew(self) -> None:
        """Other lessons count now. Those of before serve until these are read: somebody may be in the middle of one."""
        self._renewals += 1
        if self._lessons is None:
            return
        mine = self._renewals

        def done(lessons: Lessons) -> None:
            if mine == self._renewals:
                self._lessons = lessons

        self._tasks.submit(self._read, done, lambda error: log.warning("lessons stay: %s", type(error).__name__))

    def start(self) -> None:
        """Paused lessons of before a restart wait on. Call it once the store is open."""
        self._tasks.submit(self._store.kept, self._found, _lost)

    def pause(self, place: Place) -> None:
        """有人要用: the place waits here, nobody's, for the rest of the class."""
        others = [one for one in self._waiting() if one.place.lesson != place.lesson]
        self._put([Paused(place, self._clock.monotonic(), self._clock.boot()), *others])

    def paused(self) -> Place | None:
        """Where the last one who paused goes on."""
        waiting = self._waiting()
        return waiting[0].place if waiting else None

    def watch(self, listener: Callable[[], None]) -> Cancel:
        """`listener` is called when paused lessons of before a restart are found: somebody may be looking already."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def resumed(self, lesson: str) -> None:
        """Somebody goes on with it, or begins it anew."""
        left = [one for one in self._waiting() if one.place.lesson != lesson]
        if left != self._paused:
            self._put(left)

    def _waiting(self) -> list[Paused]:
        """Those of this class: how old one is that was paused before the machine started, nobody knows."""
        now, boot = self._clock.monotonic(), self._clock.boot()
        return [one for one in self._paused if one.boot == boot and now - one.at < PAUSED_SECONDS]

    def _found(self, kept: tuple[Paused, ...]) -> None:
        """What was paused since the start is newer."""
        here = {one.place.lesson for one in self._paused}
        self._paused = [*self._paused, *(one for one in kept if one.place.lesson not in here)]
        waiting = self._waiting()[:MOST_PAUSED]
        if waiting != list(kept):
            self._put(waiting)
        for listener in tuple(self._listeners):
            listener()

    def _put(self, paused: list[Paused]) -> None:
        self._paused = paused[:MOST_PAUSED]
        self._write()

    def _write(self) -> None:
        """One after the other, so that the last state is the one that stays."""
        if self._writing:
            self._again = True
            return
        self._writing, self._again = True, False
        paused = tuple(self._paused)
        self._tasks.submit(lambda: self._store.keep(paused), lambda _: self._written(), self._unwritten)

    def _written(self) -> None:
        self._writing = False
        if self._again:
            self._write()

    def _unwritten(self, error: Exception) -> None:
        _lost(error)
        self._written()


def _lost(error: Exception) -> None:
    """A lesson goes on without it; it only does not outlive a restart."""
    log.info("paused lessons: %s", type(error).__name__)
