"""A helper at work, seen and heard on every screen: the band, the key that gives a step back, and how the kiosk is."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kiosk.config import Settings
from kiosk.services.helping import Helping
from kiosk.services.speech import Speaker
from kiosk.text import msg
from kiosk.ui.navigator import QtNavigator
from kiosk.ui.widgets.band import BandKind
from kiosk.ui.window import KioskWindow

LOOKED_AT = ("database", "hub", "alarm", "clock", "disk", "printer")
"""What the doctor can look at beside a running kiosk; the rest the kiosk notices by itself."""
NOTICED = {
    "voice": "voice",
    "sound": "sound",
    "screen": "screen",
    "display": "screen",
    "card_reader": "reader",
    "delivery_stuck": "delivery",
    "request_refused": "delivery",
}


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

    def _changed(self) -> None:
        helper, stepping = self._helping.current, self._helping.stepping
        if (helper is not None) is not self._here:
            self._here = helper is not None
            self._window.set_band(self._helped if self._here else self._usual)
        if stepping is self._stepping:
            return
        self._stepping = stepping
        self._window.set_giving_back(stepping)
        if stepping and helper is not None:
            self._speech.aside(msg("helper.takes_step", name=helper.name))
        else:
            self._speech.say(msg("helper.step_done"), interrupt=False)


def health(settings: Settings, faults: Callable[[], tuple[str, ...]]) -> tuple[tuple[str, str], ...]:
    """How the kiosk's parts are: name, and "ok", "warn" or "bad". It takes its time."""
    from kiosk.bootstrap.doctor import examine

    return tuple(dict([*_noticed(faults()), *((f.name, f.state) for f in examine(settings, LOOKED_AT))]).items())


def _noticed(faults: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for fault in faults:
        if fault in NOTICED:
            yield NOTICED[fault], "bad"
