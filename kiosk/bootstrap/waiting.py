"""The waiting strip in the window: on every screen but those that say it themselves or must not be disturbed."""

from __future__ import annotations

from kiosk.services.speech import Speaker
from kiosk.services.waiting import Waiting
from kiosk.ui.navigator import RESTING, TROUBLE, QtNavigator
from kiosk.ui.window import KioskWindow

WITHOUT = (RESTING, TROUBLE, "alarm")
"""At rest the screen lists what is on its way; an alarm has the screen for itself, and calls are still spoken."""


class Strip:
    """`moved` is to be called when another screen opens."""

    def __init__(self, window: KioskWindow, navigator: QtNavigator, waiting: Waiting, speech: Speaker) -> None:
        self._window = window
        self._navigator = navigator
        self._waiting = waiting
        self._speech = speech
        waiting.watch(self._show)
        window.listen_requested.connect(self._read)

    def moved(self) -> None:
        self._waiting.looked_at(self._navigator.request_shown())
        self._show()

    def _show(self) -> None:
        alone = self._navigator.current in WITHOUT
        calls = () if alone else self._waiting.calls(self._navigator.request_shown())
        self._window.set_calls([call.words for call in calls])

    def _read(self) -> None:
        """听一听 reads the screen; then the strip, for all that is seen can be heard (U10)."""
        if self._window.listening:
            for words in self._window.calls:
                self._speech.say(*words, interrupt=False)
