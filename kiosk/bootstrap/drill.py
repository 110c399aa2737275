"""The exercise on the screen: it comes when nobody is busy there, under its band, and goes by itself."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.ports.clock import Clock
from kiosk.services.drilling import Drilling
from kiosk.ui.navigator import HOME, RESTING, QtNavigator
from kiosk.ui.widgets.band import BandKind
from kiosk.ui.window import KioskWindow

OFFER, CALL = "drill", "drill_call"
ITS_OWN = frozenset({OFFER, CALL})
FREE = frozenset({HOME, RESTING})


class DrillBeside:
    """Ties `drilling` to window and navigator. `usual` puts back the band that there was; `demo`: it says 演示 too.

    The band lies over the exercise's own screens and over no other: what is asked for elsewhere meanwhile is real.
    """

    def __init__(
        self,
        window: KioskWindow,
        navigator: QtNavigator,
        clock: Clock,
        drilling: Drilling,
        usual: Callable[[], None],
        *,
        demo: bool,
    ) -> None:
        self._window = window
        self._navigator = navigator
        self._clock = clock
        self._drilling = drilling
        self._usual = usual
        self._kind = BandKind.DEMO_DRILL if demo else BandKind.DRILL
        self._banded = self._offered = False
        drilling.watch(self._changed)

    def moved(self, screen: str) -> None:
        """Another screen is shown."""
        own, before = screen in ITS_OWN, self._banded
        self._banded = own
        self.show()
        if before and not own:
            self._usual()
            self._drilling.leave()
        if own or (screen in FREE and self._drilling.on):
            self._clock.call_later(0.0, self._settle)

    def show(self) -> None:
        """Its band, over its own screens; also when a helper has come or gone."""
        if self._banded and self._window.band is not self._kind:
            self._window.set_band(self._kind)

    def _changed(self) -> None:
        self._clock.call_later(0.0, self._settle)

    def _settle(self) -> None:
        """Offer it where nobody is disturbed; take away what is left of one that is over."""
        screen = self._navigator.current
        if not self._drilling.on:
            self._offered = False
        if self._drilling.on and screen in FREE:
            if self._offered:  # its screen could not be opened: sorry is said once, not until the desk ends it
                self._drilling.leave()
                return
            self._offered = True
            self._navigator.go(OFFER)
        elif not self._drilling.on and (screen == OFFER or (screen == CALL and not self._drilling.finished)):
            self._navigator.home()
