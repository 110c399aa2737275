"""Decides the way from a resident's yes to a card in the hand. What was entered is kept in the session until then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol

from kiosk.domain.card import CardUnreadable
from kiosk.domain.other_card import OtherKind, fingerprint
from kiosk.domain.resident import Resident, Zodiac
from kiosk.domain.slip import Slip
from kiosk.errors import HubRefused
from kiosk.ports.helpers import NewCard, NewResident
from kiosk.ports.ids import Ids
from kiosk.ports.navigator import Navigator
from kiosk.screens.register.state import PHONE_DIGITS, Page, State
from kiosk.services.helping import Helping
from kiosk.services.scans import Scans
from kiosk.services.screen import Presenter as Base
from kiosk.services.session import Session, SessionPhase
from kiosk.services.speech import Speaker
from kiosk.text import Message, msg

DRAFT = "register"
LEAST_PHONE = 5
BACK = {
    Page.HEALTH: Page.AGREE,
    Page.PHONE: Page.HEALTH,
    Page.SIGN: Page.PHONE,
    Page.ZODIAC: Page.SIGN,
    Page.CHECK: Page.SIGN,
    Page.KIND: Page.CARD,
    Page.TIE: Page.KIND,
}


class Who(Protocol):
    """kiosk.services.residents."""

    def card(
        self, typed: str, on_done: Callable[[Resident], None], on_error: Callable[[Exception], None], /
    ) -> None: ...  # fmt: skip


class Presenter(Base[State]):
    """`again`: a new card for who is here opened, in place of a lost one. Only while a helper is here: when that ends,
    so does this, and what was not sent is gone."""

    def __init__(
        self,
        render: Callable[[State], None],
        *,
        speech: Speaker,
        navigator: Navigator,
        session: Session,
        helping: Helping,
        residents: Who,
        scans: Scans,
        ids: Ids,
        slip: Callable[[str, str], Slip],
        months: int,
        again: bool = False,
    ) -> None:
        kept = session.kept(DRAFT)
        fresh = State(Page.REISSUE if again else Page.AGREE, id=ids(), months=months)
        super().__init__(render, speech, kept if isinstance(kept, State) else fresh)
        self._navigator = navigator
        self._session = session
        self._helping = helping
        self._residents = residents
        self._scans = scans
        self._slip = slip

    def open(self) -> None:
        self._until_closed(self._scans.take(self.scanned))
        self._until_closed(self._helping.watch(self._helper_changed))
        super().open()

    def pressed(self, key: str) -> None:
        """A key of the page, by its id in `State.keys`."""
        if self._state.busy or key not in {name for name, _ in self._state.keys}:
            return
        self._helping.touch()
        actions: dict[str, Callable[[], None]] = {
            "agree": lambda: self._turn(Page.HEALTH),
            "health_yes": lambda: self._turn(Page.PHONE, health=True),
            "health_no": lambda: self._turn(Page.PHONE, health=False),
            "sign_yes": lambda: self._turn(Page.ZODIAC),
            "sign_no": lambda: self._turn(Page.CHECK, zodiac=None),
            "make": self._make,
            "issue": self._issue,
            "slip": lambda: self._navigator.go("slip", slip=self._slip(self._state.code, self._state.number)),
            "tie": lambda: self._turn(Page.KIND),
            "card": lambda: self._turn(Page.CARD, read=""),
            "finish": self._finish,
            "leave": self._finish,
        }
        if key.startswith("kind_"):
            self._turn(Page.TIE, kind=OtherKind(key.removeprefix("kind_")), read="")
        else:
            actions[key]()

    def typed(self, digits: str) -> None:
        """What stands in the number pad."""
        if digits.isdecimal() or not digits:
            self._update(phone=digits[:PHONE_DIGITS], problem=None)

    def phone_done(self, digits: str) -> None:
        """The number as it stands; none is a good answer too."""
        self.typed(digits)
        self._helping.touch()
        if 0 < len(self._state.phone) < LEAST_PHONE:
            self._problem(msg("taxi.phone_short"))
        else:
            self._turn(Page.SIGN)

    def sign_chosen(self, sign: str) -> None:
        if self._state.page is Page.ZODIAC and sign in set(Zodiac):
            self._helping.touch()
            self._turn(Page.CHECK, zodiac=Zodiac(sign))

    def scanned(self, scanned: str) -> None:
        """From the card reader: the other card, once and once more."""
        if self._state.page is not Page.TIE or self._state.busy:
            self._problem(msg("register.not_now"))
            return
        try:
            read = fingerprint(scanned)
        except CardUnreadable:
            self._problem(msg("register.not_such"))
            return
        if not self._state.read:
            self._turn(Page.TIE, read=read)
        elif self._state.read != read:
            self._update(read="")
            self._problem(msg("register.changes"))
        else:
            self._tie(read)

    def back(self) -> bool:
        if self._state.page not in BACK:
            return False
        if not self._state.busy:
            self._turn(BACK[self._state.page], read="")
        return True

    def _make(self) -> None:
        now = self._state
        person = NewResident(now.id, now.phone, now.zodiac, now.health)
        self._wait()
        guard = self._guard()
        self._helping.register(person, guard(self._made), guard(self._failed))

    def _issue(self) -> None:
        self._wait()
        guard = self._guard()
        self._helping.issue(guard(self._made), guard(self._failed))

    def _made(self, card: NewCard) -> None:
        """The session is this resident's from now on, as if the card had been shown."""
        self._turn(Page.CARD, busy=False, code=card.code, number=card.number, phone="")
        self._residents.card(card.code, lambda _who: None, lambda _error: None)

    def _tie(self, read: str) -> None:
        self._wait()
        guard = self._guard()
        done = guard(lambda _: self._turn(Page.CARD, busy=False, read="", told=msg("register.tied")))
        self._helping.tie(
            self._state.code, (read, read), self._state.kind, lambda: done(None), guard(self._not_tied)
        )  # fmt: skip

    def _not_tied(self, error: Exception) -> None:
        self._update(busy=False, read="")
        refused = isinstance(error, HubRefused)
        self._problem(msg("register.not_tied") if refused else self._helping.trouble(error))

    def _failed(self, error: Exception) -> None:
        self._update(busy=False)
        refused = isinstance(error, HubRefused)
        self._problem(msg("register.refused") if refused else self._helping.trouble(error))

    def _finish(self) -> None:
        self._session.drop(DRAFT)
        self._navigator.home()

    def _helper_changed(self) -> None:
        if not self.closed and self._helping.current is None and self._session.phase is not SessionPhase.RESTING:
            self._finish()

    def _wait(self) -> None:
        self._update(busy=True, problem=None, told=None)

    def _problem(self, words: Message) -> None:
        self._show(problem=words)
        self._speech.say(words)

    def _turn(self, page: Page, told: Message | None = None, **changes: Any) -> None:
        self._update(page=page, problem=None, told=told, **changes)
        self._speech.say(*self._state.say)

    def _update(self, **changes: Any) -> None:
        self._show(**changes)
        if not self.closed:
            self._session.keep(DRAFT, replace(self._state, busy=False, problem=None))
