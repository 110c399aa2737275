"""Decides the way from a card, or its number, to somebody known, and on to where they wanted to go."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kiosk.domain import card
from kiosk.domain.request import EMPTY
from kiosk.domain.resident import Level, Resident, Zodiac
from kiosk.errors import CardUnknown
from kiosk.ports.clock import Cancel
from kiosk.ports.navigator import Navigator
from kiosk.screens.who.state import DIGITS, Page, Shut, State
from kiosk.services.residents import WhoIsHere
from kiosk.services.scans import Scans
from kiosk.services.screen import Presenter as Base
from kiosk.services.session import Session
from kiosk.services.speech import Speaker
from kiosk.text import Message, msg

DRAFT = "who"
PERSONAL = frozenset({"mine", "policy"})
"""Screens for which 属相 opens what a card alone does not."""


class Presenter(Base[State]):
    """`then` is the screen to go on to, with `then_args`; "" is home. Nobody who is known already is asked again.

    A number that is half typed is kept in the session, so that a visit elsewhere loses nothing.
    """

    def __init__(
        self,
        render: Callable[[State], None],
        *,
        speech: Speaker,
        navigator: Navigator,
        residents: WhoIsHere,
        scans: Scans,
        session: Session,
        then: str = "",
        then_args: Mapping[str, Any] = EMPTY,
    ) -> None:
        kept = session.kept(DRAFT)
        super().__init__(render, speech, State(Page.NUMBER, typed=kept) if isinstance(kept, str) else State())
        self._session = session
        self._navigator = navigator
        self._residents = residents
        self._scans = scans
        self._then = then
        self._then_args = dict(then_args)
        self._no_more_scans: Cancel = lambda: None

    def open(self) -> None:
        if self._residents.known:
            self._known(self._residents.current, arriving=True)
            return
        self._no_more_scans = self._scans.take(self.scanned)
        self._until_closed(lambda: self._no_more_scans())
        super().open()

    def scanned(self, scanned: str) -> None:
        """From the card reader."""
        self._ask(scanned)

    def pressed(self, key: str) -> None:
        """A key of the page, by its id in `State.keys`."""
        actions: dict[str, Callable[[], None]] = {
            "number": self._to_number,
            "guest": self._go_on,
            "volunteer": lambda: self._navigator.go("volunteer", screen="who", about=self._then),
            "leave": self._go_on,
        }
        if key in {name for name, _ in self._state.keys}:
            actions[key]()

    def typed(self, digits: str) -> None:
        """What stands in the number pad."""
        if not self._state.busy and (digits.isdecimal() or not digits):
            self._show(typed=digits[:DIGITS], problem=None)
            if not self.closed:
                self._session.keep(DRAFT, self._state.typed)

    def number_done(self, digits: str) -> None:
        self.typed(digits)
        missing = DIGITS - len(self._state.typed)
        if self._state.busy:
            return
        if missing:
            self._problem(msg("who.number_short", count=missing))
            return
        try:
            card.read(self._state.typed)
        except card.CardUnreadable:
            self._problem(msg("who.number_wrong"))
        else:
            self._ask(self._state.typed)

    def sign_chosen(self, sign: str) -> None:
        """属相, by its picture."""
        if self._state.busy or self._state.page is not Page.ZODIAC:
            return
        self._show(busy=True, problem=None)
        guard = self._guard()
        self._residents.open(Zodiac(sign), guard(lambda _: self._go_on()), guard(self._not_opened))

    def back(self) -> bool:
        if self._state.page is not Page.NUMBER:
            return False
        self._guard()  # what is still under way counts no more
        self._session.drop(DRAFT)
        self._turn(Page.CARD, typed="", busy=False)
        return True

    def _to_number(self) -> None:
        self._session.keep(DRAFT, "")
        self._turn(Page.NUMBER, typed="")

    def _ask(self, typed: str) -> None:
        self._show(busy=True, problem=None)
        guard = self._guard()
        self._residents.card(typed, guard(self._known), guard(self._not_known))

    def _known(self, who: Resident, *, arriving: bool = False) -> None:
        """On at once, unless 属相 would open what is asked for."""
        self._no_more_scans()
        self._session.drop(DRAFT)
        if self._then not in PERSONAL or who.level is Level.OPENED:
            self._go_on()
            return
        shut = self._shut(who)
        page = Page.ZODIAC if shut is None else Page.CLOSED
        if arriving:
            self._state = State(page, shut=shut or Shut.NO_SIGN)
            super().open()
        else:
            self._turn(page, typed="", busy=False, shut=shut or Shut.NO_SIGN)

    def _shut(self, who: Resident) -> Shut | None:
        if who.offline:
            return Shut.OFFLINE
        if not who.can_open:
            return Shut.NO_SIGN
        return None if self._residents.tries_left else Shut.TRIES

    def _not_known(self, error: Exception) -> None:
        number = self._state.page is Page.NUMBER and isinstance(error, CardUnknown)
        self._show(busy=False, typed="")
        if number:
            self._session.keep(DRAFT, "")
        self._problem(msg("who.number_unknown") if number else self._residents.trouble(error))

    def _not_opened(self, error: Exception) -> None:
        if not isinstance(error, CardUnknown):
            self._turn(Page.CLOSED, busy=False, shut=Shut.OFFLINE)
        elif self._residents.tries_left:
            self._show(busy=False)
            self._problem(msg("who.sign_again"))
        else:
            self._turn(Page.CLOSED, busy=False, shut=Shut.TRIES)

    def _go_on(self) -> None:
        if self._then:
            self._navigator.replace(self._then, **self._then_args)
        else:
            self._navigator.home()

    def _problem(self, words: Message) -> None:
        self._show(problem=words)
        self._speech.say(words)

    def _turn(self, page: Page, **changes: Any) -> None:
        self._show(aloud=True, page=page, problem=None, **changes)
