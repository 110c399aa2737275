"""Who is there, as the hub last told; nobody knows while it is out of reach."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.domain.drill import DrillCall
from kiosk.domain.presence import NOT_ASKED_YET, Presence
from kiosk.ports.clock import Cancel
from kiosk.ports.tasks import Tasks


class PresenceBoard:
    """`tell` comes from any thread; `current` and listeners live on the main thread."""

    def __init__(self, tasks: Tasks) -> None:
        self._tasks = tasks
        self._current = NOT_ASKED_YET
        self.on_drill: Callable[[DrillCall], None] = lambda _drill: None
        self._listeners: list[Callable[[Presence], None]] = []

    @property
    def current(self) -> Presence:
        return self._current

    def watch(self, listener: Callable[[Presence], None]) -> Cancel:
        """`listener` hears every change from now on."""
        self._listeners.append(listener)

        def cancel() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return cancel

    def tell_drill(self, drill: DrillCall) -> None:
        """A volunteer has begun an exercise here, or ended it; `on_drill` hears on the main thread."""
        self._tasks.to_main(lambda: self.on_drill(drill))

    def tell(self, presence: Presence) -> None:
        self._tasks.to_main(lambda: self._take(presence))

    def _take(self, presence: Presence) -> None:
        if presence == self._current:
            return
        self._current = presence
        for listener in tuple(self._listeners):
            listener(presence)
