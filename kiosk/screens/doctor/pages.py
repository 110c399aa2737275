"""Pages, the way back through them, and questions that somebody outside answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import tzinfo
from typing import Any, TypeVar

from kiosk.content.guide import Guide
from kiosk.ports.clock import Cancel, Clock
from kiosk.screens.doctor.asks import OnError, Times, Who
from kiosk.screens.doctor.draft import CHOOSING, Around, Draft, Page
from kiosk.screens.doctor.state import State
from kiosk.screens.doctor.wording import picture
from kiosk.services.saytime import local
from kiosk.services.screen import Presenter as Base
from kiosk.services.session import Session
from kiosk.services.speech import Speaker
from kiosk.text import Message

A = TypeVar("A")
DRAFT = "doctor"
SLOW = 0.6
ASIDE = frozenset({Page.PHONE, Page.TWICE, Page.URGENT})


class Pages(Base[State]):
    """Holds the draft, draws it, and keeps it in the session: a visit elsewhere loses nothing."""

    _guide: Guide | None = None
    _approved = ""

    def __init__(
        self,
        render: Callable[[State], None],
        *,
        speech: Speaker,
        session: Session,
        clock: Clock,
        times: Times,
        residents: Who,
        zone: tzinfo | None,
    ) -> None:
        self._session = session
        self._clock = clock
        self._times = times
        self._residents = residents
        self._zone = zone
        kept = session.kept(DRAFT)
        self._draft = kept if isinstance(kept, Draft) else Draft(for_whom=residents.owner().for_whom)
        super().__init__(render, speech, picture(self._draft, self._around()))
        self._slow: Cancel = _nothing

    def _turn(self, page: Page, *, problem: Message | None = None, **changes: Any) -> None:
        self._update(page=page, trail=_trail(self._draft, page), problem=problem, **changes)
        self._speech.say(*self._state.say)

    def _step_back(self) -> bool:
        draft = self._draft
        if not draft.trail:
            return False
        self._update(page=draft.trail[-1], trail=draft.trail[:-1], problem=None)
        self._speech.say(*self._state.say)
        return True

    def _problem(self, words: Message) -> None:
        self._update(problem=words)
        self._speech.say(words)

    def _ask(
        self,
        question: Callable[[Callable[[A], None], OnError], None],
        then: Callable[[A], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Ask for something outside; what takes long is shown as waiting. Only the newest question is answered."""
        guard = self._guard()
        self._settle()
        self._update(busy=True, problem=None)
        self._slow = self._clock.call_later(SLOW, self._show_waiting)

        def done(answer: A) -> None:
            self._settle()
            then(answer)

        def not_done(error: Exception) -> None:
            self._settle()
            failed(error)

        question(guard(done), guard(not_done))

    def _settle(self) -> None:
        """Nothing is waited for any more."""
        self._slow()
        self._slow = _nothing
        self._update(busy=False, waiting=False)

    def _show_waiting(self) -> None:
        if self._draft.busy and not self.closed:
            self._update(waiting=True)
            self._speech.say(*self._state.say)

    def _update(self, **changes: Any) -> None:
        self._draft = replace(self._draft, **changes)
        if self.closed:
            return
        self._session.keep(DRAFT, replace(self._draft, busy=False, waiting=False, problem=None))
        drawn = picture(self._draft, self._around())
        if drawn != self._state:
            self._state = drawn
            self._render(drawn)

    def _around(self) -> Around:
        who = self._residents.current
        today = local(self._clock, self._zone).date()
        hospitals, usual = self._times.hospitals, who.habits.doctor
        return Around(today, self._zone, usual, bool(who.id), hospitals, self._guide, self._approved)


def _trail(draft: Draft, page: Page) -> tuple[Page, ...]:
    """The pages behind `page`: 返回 leads through what was chosen, never to a read-back of what is kept no more."""
    if page in draft.trail:
        return draft.trail[: draft.trail.index(page)]
    if page is draft.page:
        return draft.trail
    longer = (*draft.trail, draft.page)
    return longer if page in ASIDE else tuple(p for p in longer if p in CHOOSING)


def _nothing() -> None:
    return None
