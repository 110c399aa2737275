"""A helper beside the resident: from badge and PIN until it locks, at the latest two minutes after their last act.

The resident's screens stay the resident's: a helper takes over one step, and the next page is the resident's again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from kiosk.domain import badge
from kiosk.domain.badge import Act, Helper
from kiosk.domain.card import CardUnreadable
from kiosk.domain.other_card import OtherKind
from kiosk.domain.resident import Resident
from kiosk.errors import CardUnknown, HubBusy, HubError
from kiosk.ports.clock import Cancel, Clock
from kiosk.ports.helpers import Helpers, NewCard, NewResident
from kiosk.ports.tasks import Tasks
from kiosk.services.residents import WhoIsHere
from kiosk.services.session import Session
from kiosk.text import Message, msg

LOCK_SECONDS = 120.0
T = TypeVar("T")
OnError = Callable[[Exception], None]
Listener = Callable[[], None]


class Helping:
    """Main thread only. Requests made meanwhile carry the helper's name; everything goes to the hub's audit log."""

    def __init__(self, helpers: Helpers, tasks: Tasks, clock: Clock, session: Session, residents: WhoIsHere) -> None:
        self._helpers = helpers
        self._tasks = tasks
        self._clock = clock
        self._session = session
        self._residents = residents
        self._current: Helper | None = None
        self._stepping = False
        self._asked = 0
        self._lock_later: Cancel = lambda: None
        self._listeners: list[Listener] = []
        session.on_end(self.lock)

    @property
    def current(self) -> Helper | None:
        return self._current

    @property
    def stepping(self) -> bool:
        """The helper does this one step for the resident."""
        return self._stepping

    @property
    def can_vouch(self) -> bool:
        """A card has been shown, and what it could open is shut."""
        who = self._residents.current
        return self._current is not None and bool(who.id) and bool(who.pass_) and who.level != "opened"

    def watch(self, listener: Listener) -> Cancel:
        """`listener` is called when a helper comes, takes or gives back a step, or has gone."""
        self._listeners.append(listener)

        def cancel() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return cancel

    def enter(self, scanned: str, pin: str, on_done: Callable[[Helper], None], on_error: OnError) -> None:
        """Badge and PIN, asked of the hub. Errors: CardUnknown, HubBusy, HubUnreachable, HubRefused, NotEnrolled."""
        try:
            code = badge.read(scanned)
        except CardUnreadable:
            on_error(CardUnknown("unreadable"))
            return
        self._asked += 1
        asked = self._asked

        def done(helper: Helper) -> None:
            if asked != self._asked:
                self._quietly(lambda: self._helpers.did(helper, Act.LOCKED))
                return
            self.lock()
            self._current = helper
            self._residents.helped_by(helper.name)
            self.touch()
            self._tell()
            on_done(helper)

        def failed(error: Exception) -> None:
            if asked == self._asked:
                on_error(error)

        self._tasks.submit(lambda: self._helpers.enter(code, pin), done, failed)

    @staticmethod
    def trouble(error: Exception) -> Message:
        """What to say when badge and PIN opened nothing; the same words for every reason of theirs."""
        if isinstance(error, CardUnknown):
            return msg("helper.wrong")
        if isinstance(error, HubBusy):
            return msg("helper.too_often")
        return msg("helper.no_line" if isinstance(error, HubError) else "error.unforeseen")

    def touch(self) -> None:
        """The helper has done something: two minutes from now it locks."""
        self._lock_later()
        if self._current is not None:
            self._lock_later = self._clock.call_later(LOCK_SECONDS, self.lock)

    def note(self, act: Act) -> None:
        """Into the audit log, in the background."""
        helper = self._current
        if helper is not None:
            self.touch()
            self._quietly(lambda: self._helpers.did(helper, act))

    def take_step(self) -> None:
        """The page that is shown now is the helper's, until it turns or is given back."""
        if self._current is not None and not self._stepping:
            self._stepping = True
            self.note(Act.TOOK_STEP)
            self._tell()

    def give_back(self) -> None:
        """还给您, or the step is done."""
        if self._stepping:
            self._stepping = False
            self.note(Act.GAVE_BACK)
            self._tell()

    def vouch(self, on_done: Callable[[Resident], None], on_error: OnError) -> None:
        """The helper knows who stands there: what the card alone does not open is opened."""
        if self._current is None:
            on_error(CardUnknown("nobody helps"))
            return
        self.touch()
        self._residents.vouched(self._current.pass_, "", on_done, on_error)

    def register(self, person: NewResident, on_done: Callable[[NewCard], None], on_error: OnError) -> None:
        """A resident who has agreed, and their card. Errors as `Helpers.register`."""
        self._act(lambda helper: self._helpers.register(helper, person), on_done, on_error)

    def issue(self, on_done: Callable[[NewCard], None], on_error: OnError) -> None:
        """A new card for who stands here opened."""
        who = self._residents.current
        self._act(lambda helper: self._helpers.issue(helper, who), on_done, on_error)

    def tie(
        self, code: str, readings: tuple[str, str], kind: OtherKind, on_done: Callable[[], None], on_error: OnError
    ) -> None:
        """Another card is as good as the one with this code from now on."""
        self._act(lambda helper: self._helpers.tie(helper, code, readings, kind), lambda _: on_done(), on_error)

    @property
    def can_issue(self) -> bool:
        """A new card for who is here: opened, so it is surely theirs."""
        who = self._residents.current
        return self._current is not None and bool(who.id) and bool(who.pass_) and who.level == "opened"

    @property
    def nobody_known(self) -> bool:
        return not self._residents.known

    def _act(self, work: Callable[[Helper], T], on_done: Callable[[T], None], on_error: OnError) -> None:
        helper = self._current
        if helper is None:
            on_error(CardUnknown("nobody helps"))
            return
        self.touch()
        self._tasks.submit(lambda: work(helper), on_done, on_error)

    def hand_over(self, on_done: Callable[[], None], on_error: OnError) -> None:
        """交班. It locks when the hub has taken it."""
        helper = self._current
        if helper is None:
            on_error(CardUnknown("nobody helps"))
            return
        self.touch()

        def done(_: None) -> None:
            if self._current is helper:
                self._leave()
            on_done()

        self._tasks.submit(lambda: self._helpers.hand_over(helper), done, on_error)

    def lock(self) -> None:
        """The helper has gone: from now on it takes badge and PIN again."""
        helper = self._current
        self._asked += 1
        if helper is not None:
            self._quietly(lambda: self._helpers.did(helper, Act.LOCKED))
            self._leave()

    def _leave(self) -> None:
        self._lock_later()
        self._current, self._stepping = None, False
        self._residents.helped_by("")
        self._tell()

    def _quietly(self, work: Callable[[], None]) -> None:
        """In the background, as well as may be: a log line that is lost must not stop anybody."""

        def work_quietly() -> None:
            try:
                work()
            except HubError:
                return

        self._tasks.submit(work_quietly, lambda _: None, lambda _error: None)

    def _tell(self) -> None:
        for listener in tuple(self._listeners):
            listener()
