"""Prints a slip when it is wanted; who leaves meanwhile leaves, and the printer goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from kiosk.domain.slip import Slip
from kiosk.ports.navigator import Navigator
from kiosk.screens.slip.state import Paper, Phase, State
from kiosk.services.screen import Presenter as Base
from kiosk.services.screen import in_words
from kiosk.services.speech import Speaker


class Slips(Protocol):
    """kiosk.services.slips."""

    @property
    def available(self) -> bool: ...

    def print(self, slip: Slip, on_done: Callable[[], None], on_error: Callable[[Exception], None], /) -> None: ...


class Presenter(Base[State]):
    def __init__(
        self,
        render: Callable[[State], None],
        *,
        speech: Speaker,
        navigator: Navigator,
        slips: Slips,
        paper: Paper,
        slip: Slip,
    ) -> None:
        phase = Phase.READY if slips.available else Phase.NONE
        super().__init__(render, speech, State(slip, paper, phase))
        self._navigator = navigator
        self._slips = slips

    def pressed(self, key: str) -> None:
        """A key of the screen, by its id in `State.keys`."""
        actions: dict[str, Callable[[], None]] = {
            "print_it": self._print,
            "read": lambda: self._speech.say(*self._state.text, personal_too=True),
            "help": lambda: self._navigator.go("volunteer", screen="slip", about="slip"),
            "leave": self._navigator.back,
        }
        if key in {k.id for k in self._state.keys}:
            actions[key]()

    def _print(self) -> None:
        guard = self._guard()
        self._show(phase=Phase.PRINTING, problem=None, aloud=True)
        done = guard(lambda _: self._show(phase=Phase.PRINTED, aloud=True))
        self._slips.print(self._state.slip, lambda: done(None), guard(self._failed))

    def _failed(self, error: Exception) -> None:
        self._show(phase=Phase.FAILED, problem=in_words(error), aloud=True)
