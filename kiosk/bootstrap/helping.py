"""A helper at work, seen and heard on every screen: the band, and the key that gives a step back."""

from __future__ import annotations

from kiosk.services.helping import Helping
from kiosk.services.speech import Speaker
from kiosk.text import msg
from kiosk.ui.navigator import QtNavigator
from kiosk.ui.widgets.band import BandKind
from kiosk.ui.window import KioskWindow


class HelperBeside:
    """Ties `helping` to window, navigator and voice. `demo`: the band goes on saying that nothing here is real."""

    def __init__(
        self, window: KioskWindow, navigator: QtNavigator, speech: Speaker, helping: Helping, *, demo: bool
    ) -> None:
        self._window = window
        self._speech = speech
        self._helping = helping
        self._usual = BandKind.DEMO if demo else None
        self._helped = BandKind.DEMO_HELPED if demo else BandKind.HELPED
        self._here = self._stepping = False
        window.give_back_requested.connect(helping.give_back)
        navigator.stepped = helping.give_back
        helping.watch(self._changed)

    @property
    def band(self) -> BandKind | None:
        """What stands over every screen now."""
        return self._helped if self._here else self._usual

    def _changed(self) -> None:
        helper, stepping = self._helping.current, self._helping.stepping
        if (helper is not None) is not self._here:
            self._here = helper is not None
            self._window.set_band(self.band)
        if stepping is self._stepping:
            return
        self._stepping = stepping
        self._window.set_giving_back(stepping)
        if stepping and helper is not None:
            self._speech.aside(msg("helper.takes_step", name=helper.name))
        else:
            self._speech.say(msg("helper.step_done"), interrupt=False)
