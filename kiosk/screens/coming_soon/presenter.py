"""Leads from a service that is not built to a person."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.ports.navigator import Navigator
from kiosk.screens.coming_soon.state import State
from kiosk.services.screen import Presenter as Base
from kiosk.services.speech import Speaker


class Presenter(Base[State]):
    def __init__(
        self, render: Callable[[State], None], *, speech: Speaker, navigator: Navigator, service: str = "doctor"
    ) -> None:
        super().__init__(render, speech, State(service))
        self._navigator = navigator

    def help(self) -> None:
        self._navigator.go("volunteer", screen="coming_soon", about=self._state.service)

    def leave(self) -> None:
        self._navigator.home()
