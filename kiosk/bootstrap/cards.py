"""A card shown on any screen, the sign that it was recognised, and 我好了: the same everywhere."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.domain.badge import is_badge
from kiosk.domain.resident import Resident
from kiosk.ports.card_reader import CardReader
from kiosk.services.alarm import AlarmLane, AlarmPhase
from kiosk.services.residents import WhoIsHere
from kiosk.services.scans import Scans
from kiosk.services.session import Session
from kiosk.services.speech import Speaker
from kiosk.text import Message, msg
from kiosk.ui.navigator import RESTING, QtNavigator
from kiosk.ui.window import KioskWindow

HELPER = "helper"
FREE = (AlarmPhase.IDLE, AlarmPhase.CANCELLED, AlarmPhase.OVER)


class Cards:
    """`readers` are started by `start`; what they read comes to the main thread by `to_main`."""

    def __init__(
        self,
        window: KioskWindow,
        navigator: QtNavigator,
        session: Session,
        speech: Speaker,
        residents: WhoIsHere,
        lane: AlarmLane,
    ) -> None:
        self._window = window
        self._navigator = navigator
        self._session = session
        self._speech = speech
        self._residents = residents
        self._lane = lane
        self._readers: tuple[CardReader, ...] = ()
        self.scans = Scans(self._show)
        window.done_requested.connect(self.done)
        residents.watch(lambda: window.set_known(residents.known))

    def start(self, readers: tuple[CardReader, ...], to_main: Callable[[Callable[[], None]], None]) -> None:
        self._readers = readers
        for reader in readers:
            reader.start(lambda scanned: to_main(lambda: self.scanned(scanned)))

    def faults(self) -> tuple[str, ...]:
        return tuple(fault for reader in self._readers for fault in reader.faults())

    def close(self) -> None:
        for reader in self._readers:
            reader.close()

    def scanned(self, scanned: str) -> None:
        """A card was held out. While help is being called nothing else matters."""
        if self._lane.state.phase not in FREE:
            return
        self._session.activity()
        if self._navigator.current == RESTING:
            self._navigator.home()
        if is_badge(scanned) and self._navigator.current != HELPER:
            self._navigator.go(HELPER, badge=scanned)
        else:
            self.scans.read(scanned)

    def done(self) -> None:
        """我好了: at once, unless the screen says why not (help is being called)."""
        if self._navigator.may_leave():
            self._session.end()

    def _show(self, scanned: str) -> None:
        self._residents.card(scanned, self._recognised, self._failed)

    def _recognised(self, _who: Resident) -> None:
        if self._navigator.current == RESTING:  # another's card ended the session of who was here
            self._navigator.home()
        self._say(msg("who.recognised"))

    def _failed(self, error: Exception) -> None:
        self._say(self._residents.trouble(error))

    def _say(self, words: Message) -> None:
        self._navigator.notice(words)
        self._speech.aside(words)
