"""Says sorry and leads home. Needs no service but the voice, so that it can stand when others fall."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.ports.navigator import Navigator
from kiosk.screens.trouble.state import State
from kiosk.services.screen import Presenter as Base
from kiosk.services.speech import Speaker


class Presenter(Base[State]):
    def __init__(self, render: Callable[[State], None], *, speech: Speaker, navigator: Navigator) -> None:
        super().__init__(render, speech, State())
        self._navigator = navigator

    def leave(self) -> None:
        self._navigator.home()
