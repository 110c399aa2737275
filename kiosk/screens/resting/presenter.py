"""Keeps the resting screen's time and waiting strip true, and wakes the kiosk on a touch."""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo
from typing import Protocol

from kiosk.domain.request import Kind, Request
from kiosk.domain.story import Moment, tell
from kiosk.ports.clock import Cancel, Clock
from kiosk.ports.navigator import Navigator
from kiosk.screens.resting.state import State, Waiting
from kiosk.services.duty import Duty
from kiosk.services.saytime import date_words, local, time_words
from kiosk.services.screen import Presenter as Base
from kiosk.services.session import Session
from kiosk.services.speech import Speaker
from kiosk.text import msg

STRIP = 3


class Live(Protocol):
    """kiosk.services.requests."""

    def live(self) -> tuple[Request, ...]: ...

    def watch(self, listener: Callable[[Request], None], /) -> Cancel: ...


class Presenter(Base[State]):
    def __init__(
        self,
        render: Callable[[State], None],
        *,
        speech: Speaker,
        navigator: Navigator,
        session: Session,
        clock: Clock,
        duty: Duty,
        requests: Live,
        zone: tzinfo | None = None,
        phone: str = "",
    ) -> None:
        self._phone = phone
        self._clock = clock
        self._zone = zone
        self._duty = duty
        self._requests = requests
        super().__init__(render, speech, self._now())
        self._navigator = navigator
        self._session = session
        self._tick: Cancel | None = None
        self._until_closed(requests.watch(lambda _request: self._redraw()))
        self._until_closed(duty.watch(self._redraw))
        self._next_minute()

    def touched(self) -> None:
        self._session.activity()
        self._navigator.home()

    def approached(self) -> None:
        """Somebody came near: speak once, quietly inviting."""
        self._speech.say(self._state.invite, self._state.touch)

    def close(self) -> None:
        super().close()
        if self._tick is not None:
            self._tick()

    def _next_minute(self) -> None:
        if not self.closed:
            left = 60 - local(self._clock, self._zone).second
            self._tick = self._clock.call_later(left, self._minute)

    def _minute(self) -> None:
        self._redraw()
        self._next_minute()

    def _redraw(self) -> None:
        fresh = self._now()
        if not self.closed and fresh != self._state:
            self._state = fresh
            self._render(fresh)

    def _now(self) -> State:
        at = local(self._clock, self._zone)
        live = [r for r in self._requests.live() if r.kind is not Kind.ALARM]
        alone = not self._duty.somebody
        return State(
            time_words(at),
            date_words(at),
            self._duty.line(),
            tuple(_strip(r) for r in live[-STRIP:]),
            alone=alone,
            next_time=self._duty.next_time() if alone and not self._duty.open_now() else None,
            phone=self._phone,
        )


def _strip(request: Request) -> Waiting:
    story = tell(request)
    status = msg(f"request.moment_{story.moment}")
    ride = story.ride if story.moment in (Moment.CAR, Moment.ARRIVED) else None
    if ride is None:
        return Waiting(request.id, request.number, status)
    return Waiting(request.id, request.number, status, ride.plate, ride.colour)
