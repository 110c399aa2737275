"""Begins the exercise's call, or leaves it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from kiosk.ports.navigator import Navigator
from kiosk.screens.drill.state import State
from kiosk.services.screen import Presenter as Base
from kiosk.services.speech import Speaker


class Drill(Protocol):
    """kiosk.services.drilling."""

    @property
    def by(self) -> str: ...

    def press(self, screen: str, /) -> None: ...


class Presenter(Base[State]):
    """Leaving the screen, by whatever key, leaves the exercise; the red key of the bar is none of its business."""

    def __init__(self, render: Callable[[State], None], *, speech: Speaker, navigator: Navigator, drill: Drill) -> None:
        super().__init__(render, speech, State(drill.by))
        self._navigator = navigator
        self._drill = drill

    def pressed(self, key: str) -> None:
        """A key of the screen, by its id in `State.keys`."""
        if key == "press":
            self._drill.press("drill")
            self._navigator.replace("drill_call")
        elif key == "leave":
            self._navigator.home()
