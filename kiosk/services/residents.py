"""Who stands there: a guest until a card is shown, and a guest again when the session ends (S3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from kiosk.domain import card
from kiosk.domain.other_card import fingerprint
from kiosk.domain.owner import ForWhom, Owner
from kiosk.domain.places import Place
from kiosk.domain.preferences import Preferences
from kiosk.domain.resident import GUEST, Habits, Level, Resident, Situation, UsualDoctor, Zodiac
from kiosk.errors import CardUnknown, HubError, StoreError
from kiosk.ports.clock import Cancel
from kiosk.ports.residents import Affair, Residents
from kiosk.ports.tasks import Tasks
from kiosk.services.session import Session, SessionPhase
from kiosk.text import Message, msg

T = TypeVar("T")
OnResident = Callable[[Resident], None]
OnError = Callable[[Exception], None]
TRIES = 2
USUAL_PLACES = 6


class WhoIsHere:
    """Lives on the main thread: every callback comes there, and none for somebody who has left.

    A card's preferences take effect at once and go when the session ends; what is changed meanwhile is kept for the
    resident. Errors given to `on_error`: CardUnknown, HubUnreachable, HubRefused, NotEnrolled.
    """

    def __init__(self, residents: Residents, tasks: Tasks, session: Session) -> None:
        self._residents = residents
        self._tasks = tasks
        self._session = session
        self._listeners: list[Callable[[], None]] = []
        self._visit = 0  # grows when somebody leaves: answers for who was here before are dropped
        self._asked = 0
        self._tries = TRIES
        self._forget_who()
        session.watch(self._session_changed)
        session.on_end(self.leave)

    def _forget_who(self) -> None:
        self._current = GUEST
        self._code = ""
        self._for_whom = ForWhom.SELF
        self._helper = ""
        self._began_with: Preferences | None = None
        self._liked: Preferences | None = None

    @property
    def current(self) -> Resident:
        return self._current

    @property
    def known(self) -> bool:
        return self._current.level is not Level.GUEST

    @property
    def tries_left(self) -> int:
        """How often 属相 may still be tried with this card, as far as this kiosk knows; the hub counts for itself."""
        return self._tries

    def owner(self) -> Owner:
        """Whose request it is that is asked for now."""
        return Owner(self._current.id, self._for_whom, self._helper)

    def card_of(self) -> Owner:
        """Whose card is open, one value for any thread: a call for help is nobody else's affair."""
        return Owner(self._current.id)

    def for_whom(self, whom: ForWhom) -> None:
        """给谁办, until the session ends."""
        self._for_whom = whom

    def helped_by(self, name: str) -> None:
        """Who of the staff helps, "" when nobody does any more: stands with every request until then."""
        self._helper = name

    def watch(self, listener: Callable[[], None]) -> Cancel:
        """`listener` is called when somebody is recognised, opened, or has left."""
        self._listeners.append(listener)

        def cancel() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return cancel

    def card(self, typed: str, on_done: OnResident, on_error: OnError) -> None:
        """Who this card belongs to, scanned or typed. The same card again changes nothing; another's ends the session
        of who was here. What is no card at all is CardUnknown, as one that nobody knows: none of it is sent on. Of a
        card that is not ours only its fingerprint is."""
        try:
            code = _read(typed)
        except card.CardUnreadable:
            on_error(CardUnknown("unreadable"))
            return
        if self.known and code == self._code:
            on_done(self._current)
            return
        self._asked += 1
        asked, visit = self._asked, self._visit

        def done(resident: Resident) -> None:
            if (asked, visit) != (self._asked, self._visit):  # another card since, or nobody there any more
                self._let_go(resident)
                return
            if self.known and resident.id != self._current.id:
                self._session.end()
            self._session.activity()
            self._code, self._tries = code, TRIES
            self._take(resident)
            on_done(self._current)

        def failed(error: Exception) -> None:
            if (asked, visit) == (self._asked, self._visit):
                on_error(error)

        self._tasks.submit(lambda: self._residents.by_card(code), done, failed)

    @staticmethod
    def trouble(error: Exception) -> Message:
        """What to say and do when a card was not recognised; the same words whatever is wrong with the card."""
        if isinstance(error, CardUnknown):
            return msg("who.not_recognised")
        return msg("who.no_line" if isinstance(error, HubError) else "error.unforeseen")

    def open(self, zodiac: Zodiac, on_done: OnResident, on_error: OnError) -> None:
        """Level OPENED when it is the right 属相; else CardUnknown, and one try less."""
        code, who = self._code, self._current

        def work() -> Resident:
            return self._residents.open(who if who.pass_ else self._residents.by_card(code), zodiac)

        def wrong(error: Exception) -> None:
            if isinstance(error, CardUnknown):
                self._tries = max(0, self._tries - 1)
            on_error(error)

        self._ask(work, lambda resident: self._opened(resident, on_done), wrong)

    def vouched(self, badge: str, pin: str, on_done: OnResident, on_error: OnError) -> None:
        """Level OPENED by a volunteer's word; CardUnknown for a wrong badge or PIN."""
        who = self._current
        self._ask(
            lambda: self._residents.vouched(who, badge, pin),
            lambda resident: self._opened(resident, on_done),
            on_error,
        )

    def affairs(self, on_done: Callable[[tuple[Affair, ...]], None], on_error: OnError) -> None:
        """What this resident has asked for, newest first. Needs OPENED."""
        who = self._current
        self._ask(lambda: self._residents.affairs(who), on_done, lambda error: self._closed(error, on_error))

    def cancel(self, request_id: str, on_done: Callable[[], None], on_error: OnError) -> None:
        """Ask for one of the resident's own to be cancelled, whichever kiosk it came from. Needs OPENED."""
        who = self._current
        self._ask(
            lambda: self._residents.cancel(who, request_id),
            lambda _: on_done(),
            lambda error: self._closed(error, on_error),
        )

    def consent(self, given: bool, on_done: OnResident, on_error: OnError) -> None:
        """Health data: given or withdrawn. Needs OPENED."""
        who = self._current

        def done(_: None) -> None:
            habits = self._current.habits if given else replace(self._current.habits, doctor=None, situation=None)
            self._current = replace(self._current, health_consent=given, habits=habits)
            self._tell()
            on_done(self._current)

        self._ask(lambda: self._residents.consent(who, given), done, lambda error: self._closed(error, on_error))

    def forget(self, on_done: Callable[[], None], on_error: OnError) -> None:
        """Delete everything kept of this resident, here and at the hub. They are a guest then. Needs OPENED."""
        who = self._current

        def done(_: None) -> None:
            self._forget_who()
            self._tell()
            on_done()

        self._ask(lambda: self._residents.forget(who), done, lambda error: self._closed(error, on_error))

    def remember_doctor(self, doctor: UsualDoctor) -> None:
        """The one to offer first next time; nothing for a guest."""
        self._remember(replace(self._current.habits, doctor=doctor))

    def remember_place(self, place: Place) -> None:
        """Among the usual places, the last used first; nothing for a guest."""
        others = tuple(p for p in self._current.habits.places if p.id != place.id)
        self._remember(replace(self._current.habits, places=(place, *others)[:USUAL_PLACES]))

    def remember_situation(self, situation: Situation | None) -> None:
        """What is to be looked at when a rule or an age changes; nothing for a guest, nothing without consent."""
        if self._current.health_consent:
            self._remember(replace(self._current.habits, situation=situation))
            self._tell()

    def leave(self) -> None:
        """Nobody is known any more; the hub is told in the background. The session's end calls it."""
        who, liked = self._current, self._liked
        self._visit += 1
        self._forget_who()
        if who.level is not Level.GUEST:
            if liked is not None:
                who = replace(who, habits=replace(who.habits, preferences=liked))
                self._quietly(lambda: self._residents.keep(who, who.habits), lambda: self._let_go(who))
            else:
                self._let_go(who)
        self._tell()

    # inside

    def _take(self, resident: Resident) -> None:
        """`resident` is recognised, with their ways of hearing and seeing; stillness set on this kiosk stays."""
        self._current = GUEST
        likes, now = resident.habits.preferences, self._session.preferences
        if likes is not None:
            self._session.change(replace(likes, motion=likes.motion and now.motion))
        self._current = resident
        self._began_with = self._session.preferences
        self._tell()

    def _opened(self, resident: Resident, on_done: OnResident) -> None:
        self._current = replace(resident, habits=self._current.habits)
        self._tries = TRIES
        self._tell()
        on_done(self._current)

    def _closed(self, error: Exception, on_error: OnError) -> None:
        """The hub knows our pass no more: what was open is closed."""
        if isinstance(error, CardUnknown):
            self._current = replace(self._current, level=Level.CARD, pass_="")
            self._tell()
        on_error(error)

    def _remember(self, habits: Habits) -> None:
        if not self.known:
            return
        who = self._current = replace(self._current, habits=habits)
        self._quietly(lambda: self._residents.keep(who, habits))

    def _session_changed(self) -> None:
        """A louder voice, larger letters: the resident's own from now on."""
        now = self._session.preferences
        if (
            self.known
            and self._session.phase is not SessionPhase.RESTING
            and now not in (self._began_with, self._liked)
        ):
            self._liked = now

    def _let_go(self, resident: Resident) -> None:
        if resident.pass_:
            self._quietly(lambda: self._residents.leave(resident))

    def _ask(self, work: Callable[[], T], on_done: Callable[[T], None], on_error: OnError) -> None:
        visit = self._visit

        def done(answer: T) -> None:
            if visit == self._visit:
                on_done(answer)

        def failed(error: Exception) -> None:
            if visit == self._visit:
                on_error(error)

        self._tasks.submit(work, done, failed)

    def _quietly(self, work: Callable[[], None], then: Callable[[], None] = lambda: None) -> None:
        """In the background, as well as may be: nobody waits for it."""

        def work_quietly() -> None:
            try:
                work()
            except (HubError, StoreError):
                return

        self._tasks.submit(work_quietly, lambda _: then(), lambda _error: then())

    def _tell(self) -> None:
        for listener in tuple(self._listeners):
            listener()


def _read(typed: str) -> str:
    try:
        return card.read(typed)
    except card.CardUnreadable:
        return fingerprint(typed)
