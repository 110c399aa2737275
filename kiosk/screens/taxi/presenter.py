"""Decides the way from a place to a called taxi."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, tzinfo
from typing import Any, Protocol

from kiosk.domain.details import TaxiWish
from kiosk.domain.leaving import Visit, departures
from kiosk.domain.places import CentrePlaces, Place
from kiosk.domain.request import Request
from kiosk.errors import DuplicateWish
from kiosk.ports.clock import Clock
from kiosk.ports.navigator import Navigator
from kiosk.screens.taxi.state import (
    LATER,
    MOST_PEOPLE,
    NO_DESTINATION,
    PHONE_DIGITS,
    TELL_VOLUNTEER,
    Leaving,
    Page,
    State,
)
from kiosk.services.saytime import date_words, local, near_words, time_words
from kiosk.services.screen import Presenter as Base
from kiosk.services.screen import in_words
from kiosk.services.session import Session
from kiosk.services.speech import Speaker
from kiosk.text import Message, msg

DRAFT = "taxi"
BACK = {Page.CONFIRM: Page.PLACES, Page.OPTIONS: Page.CONFIRM, Page.PHONE: Page.OPTIONS, Page.TWICE: Page.CONFIRM}


class Calls(Protocol):
    """Who takes the wish; kiosk.services.requests."""

    def call_taxi(
        self,
        wish: TaxiWish,
        *,
        on_done: Callable[[Request], None],
        on_error: Callable[[Exception], None],
        again: bool = False,
    ) -> None: ...


class Presenter(Base[State]):
    """What was entered is kept in the session until the taxi is called, so that a visit elsewhere loses nothing.

    `usual` are the places of a resident with a card, the last one first; `remember` takes the one that was called for.
    `visit` is an appointment that the car is for: it is read back at once, for `lead_minutes` before it.
    """

    def __init__(
        self,
        render: Callable[[State], None],
        *,
        speech: Speaker,
        navigator: Navigator,
        session: Session,
        requests: Calls,
        places: CentrePlaces,
        usual: Sequence[Place] = (),
        remember: Callable[[Place], None] = lambda _place: None,
        clock: Clock,
        zone: tzinfo | None = None,
        lead_minutes: int = 60,
        visit: Visit | None = None,
    ) -> None:
        known = {place.id for place in usual}
        offered = (*usual, *(place for place in places.places if place.id not in known))
        kept = session.kept(DRAFT)
        fresh = State(places.pickup, offered)
        if visit is not None:
            fresh = _for_visit(fresh, visit, local(clock, zone), lead_minutes)
        elif usual:  # the last one first, read back at once: two taps (U22)
            fresh = replace(fresh, page=Page.CONFIRM, destination=usual[0])
        same = isinstance(kept, State) and kept.visit == fresh.visit
        super().__init__(render, speech, replace(kept, places=offered) if isinstance(kept, State) and same else fresh)
        self._navigator = navigator
        self._session = session
        self._requests = requests
        self._places = replace(places, places=offered)
        self._remember = remember

    def place_chosen(self, choice: str) -> None:
        if choice == TELL_VOLUNTEER:
            self._navigator.go("volunteer", screen="taxi", about="taxi")
            return
        place = None if choice == NO_DESTINATION else self._places.find(choice)
        if place is None and choice != NO_DESTINATION:
            return
        self._turn(Page.CONFIRM, destination=place)

    def pressed(self, key: str) -> None:
        """A key of the page, by its id in `State.keys`."""
        actions: dict[str, Callable[[], None]] = {
            "call": self._call,
            "again": lambda: self._call(again=True),
            "see": self._see_first,
            "options": lambda: self._turn(Page.OPTIONS),
            "places": lambda: self._turn(Page.PLACES),
            "confirm": lambda: self._turn(Page.CONFIRM),
        }
        if not self._state.busy and key in {name for name, _ in self._state.keys}:
            actions[key]()

    def option(self, name: str) -> None:
        """One step of one option; the new value is said at once, a telephone number never."""
        now = self._state
        if name == "phone":
            self._turn(Page.PHONE, typed=now.phone)
            return
        when: dict[str, object] = {"in_minutes": LATER[(LATER.index(now.in_minutes) + 1) % len(LATER)]}
        changes: dict[str, dict[str, object]] = {
            "people": {"people": now.people % MOST_PEOPLE + 1},
            "wheelchair": {"wheelchair": not now.wheelchair},
            "when": {"leaving": now.next_leaving} if now.leavings else when,
        }
        if name in changes:
            self._update(**changes[name])
            self._speech.say(*(w for o in self._state.options if o.id == name for w in (o.label, o.value)))

    def typed(self, digits: str) -> None:
        """What stands in the number pad."""
        if digits.isdecimal() or not digits:
            self._update(typed=digits[: PHONE_DIGITS[1]], problem=None)

    def phone_done(self, digits: str) -> None:
        """The number as it stands; none is a good answer too."""
        self.typed(digits)
        if self._state.typed and len(self._state.typed) < PHONE_DIGITS[0]:
            self._problem(msg("taxi.phone_short"))
        else:
            self._turn(Page.OPTIONS, phone=self._state.typed, typed="")

    def back(self) -> bool:
        if self._state.page not in BACK:
            return False
        if not self._state.busy:
            self._turn(BACK[self._state.page])
        return True

    def _call(self, *, again: bool = False) -> None:
        self._update(busy=True, problem=None)
        guard = self._guard()
        self._requests.call_taxi(
            self._state.wish, on_done=guard(self._called), on_error=guard(self._failed), again=again
        )

    def _called(self, request: Request) -> None:
        if self._state.destination is not None:
            self._remember(self._state.destination)
        self._session.drop(DRAFT)
        self._navigator.replace("request", request_id=request.id)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, DuplicateWish):
            self._turn(Page.TWICE, busy=False, called_at=error.at, called_id=error.request_id)
        else:
            self._update(busy=False)
            self._problem(in_words(error))

    def _see_first(self) -> None:
        self._session.drop(DRAFT)
        self._navigator.replace("request", request_id=self._state.called_id)

    def _problem(self, words: Message) -> None:
        self._update(problem=words)
        self._speech.say(words)

    def _turn(self, page: Page, **changes: Any) -> None:
        self._update(page=page, problem=None, **changes)
        self._speech.say(*self._state.say)

    def _update(self, **changes: Any) -> None:
        self._show(**changes)
        if not self.closed:
            self._session.keep(DRAFT, replace(self._state, busy=False, problem=None))


def _for_visit(fresh: State, visit: Visit, now: datetime, lead_minutes: int) -> State:
    """To the appointment's place and in time for it; a place that the centre knows by the same name is that place."""
    start = visit.start.astimezone(now.tzinfo)
    place = next((one for one in fresh.places if one.name == visit.place.name), visit.place)
    times = tuple(_leaving(at, now.date()) for at in departures(start, now, lead_minutes))
    return replace(
        fresh,
        page=Page.CONFIRM,
        destination=place,
        visit=visit.request_id,
        visit_time=time_words(start),
        leavings=times,
        leaving=times[0] if times else None,
    )


def _leaving(at: datetime, today: date) -> Leaving:
    """今天, 明天, 后天, else the whole date: 星期四 alone may be misheard a week off."""
    day = near_words(at.date(), today) if (at.date() - today).days in (0, 1, 2) else date_words(at)
    return Leaving(at.astimezone(UTC).isoformat(), msg("taxi.leave_at", day=day, time=time_words(at)))
