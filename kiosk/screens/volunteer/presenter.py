"""Asks a volunteer over at once, or says honestly that nobody is there and takes the wish."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from kiosk.domain.details import HelpCall
from kiosk.domain.request import Kind, Request
from kiosk.ports.navigator import Navigator
from kiosk.screens.volunteer.state import Phase, State
from kiosk.services.duty import Duty
from kiosk.services.screen import Presenter as Base
from kiosk.services.screen import in_words
from kiosk.services.speech import Speaker


class Calls(Protocol):
    """kiosk.services.requests."""

    def live(self) -> tuple[Request, ...]: ...

    def call_volunteer(
        self,
        call: HelpCall,
        *,
        on_done: Callable[[Request], None],
        on_error: Callable[[Exception], None],
    ) -> None: ...


class Presenter(Base[State]):
    """`screen` is where the resident was, `about` what with. A call under way is shown, not doubled."""

    def __init__(
        self,
        render: Callable[[State], None],
        *,
        speech: Speaker,
        navigator: Navigator,
        requests: Calls,
        duty: Duty,
        phone: str,
        screen: str = "",
        about: str = "",
    ) -> None:
        somebody, known = duty.somebody, duty.known
        phase = Phase.CALLING if somebody else Phase.NOBODY if known else Phase.UNSURE
        super().__init__(render, speech, State(phase, phone, duty.next_time()))
        self._navigator = navigator
        self._requests = requests
        self._screen = screen
        self._about = about

    def open(self) -> None:
        under_way = next((r for r in reversed(self._requests.live()) if r.kind is Kind.VOLUNTEER), None)
        if under_way is not None:
            self._navigator.replace("request", request_id=under_way.id)
            return
        self._render(self._state)
        if self._state.phase is Phase.CALLING:
            self._speech.chime()
            self._call(wish=False)
        else:
            self._speech.say(*self._state.say)

    def pressed(self, key: str) -> None:
        """A key of the screen, by its id in `State.keys`."""
        if key not in {name for name, _ in self._state.keys}:
            return
        if key == "leave":
            self._navigator.back()
        elif key == "helper":
            self._navigator.replace("helper")
        else:
            self._call(wish=key == "wish")

    def _call(self, *, wish: bool) -> None:
        self._show(busy=True, problem=None)
        guard = self._guard()
        call = HelpCall(screen=self._screen, about=self._about, wish=wish)
        self._requests.call_volunteer(call, on_done=guard(self._called), on_error=guard(self._failed))

    def _called(self, request: Request) -> None:
        self._navigator.replace("request", request_id=request.id)

    def _failed(self, error: Exception) -> None:
        self._show(aloud=True, phase=Phase.FAILED, busy=False, problem=in_words(error))
