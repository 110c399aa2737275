"""练习: walking through the real screens without anything being ordered. Begun by a lesson, ended by leaving.

While it lasts every wish for a taxi or a doctor's time is written down as an exercise, whichever screen it comes from.
A call for a volunteer and an alarm are always real: who asks for a person in a lesson wants one.
"""

from __future__ import annotations

from collections.abc import Callable

from kiosk.domain.request import Kind, Mode
from kiosk.ports.clock import Cancel

PRACTISED = frozenset({Kind.TAXI, Kind.APPOINTMENT})
WITHIN = frozenset({"taxi", "doctor", "request", "slip", "who", "volunteer", "message", "alarm", "idle", "trouble"})
"""Screens that practice goes on over: its own, and those that lie on the way or come in between. Home ends it."""


class Practice:
    """Main thread only. `watch`: called when practice begins or ends."""

    def __init__(self) -> None:
        self._lesson = ""
        self._listeners: list[Callable[[], None]] = []

    @property
    def on(self) -> bool:
        return bool(self._lesson)

    @property
    def lesson(self) -> str:
        """The lesson that began it, "" for none."""
        return self._lesson

    def mode(self, kind: Kind) -> Mode:
        """As what a request of this kind is to be written down now."""
        return Mode.EXERCISE if self.on and kind in PRACTISED else Mode.ACTUAL

    def begin(self, lesson: str) -> None:
        self._lesson = lesson
        self._tell()

    def end(self) -> None:
        """What is asked for from now on is real."""
        if self.on:
            self._lesson = ""
            self._tell()

    def moved(self, screen: str) -> None:
        """Another screen is shown: anywhere but on the way practice is over."""
        if screen not in WITHIN:
            self.end()

    def watch(self, listener: Callable[[], None]) -> Cancel:
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def _tell(self) -> None:
        for listener in tuple(self._listeners):
            listener()
