"""The waiting strip: what there is to call out, by number, with what to look for; never a name, a place or a
department (S3, S13)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from kiosk.domain.question import open_question
from kiosk.domain.request import Kind, Mode, Request
from kiosk.domain.story import Moment, Story, tell
from kiosk.ports.clock import Cancel, Clock
from kiosk.services.announcer import WORTH_CALLING
from kiosk.text import Message, msg, verbatim

NEWS_SECONDS = 300.0
"""So long something stays on the strip that nobody came to look at; it has been spoken, and 我的事情 has it."""

AT_THE_DOOR = frozenset({Moment.CAR, Moment.ARRIVED})
"""These stay as long as they are true: one has to find the car."""


class Requests(Protocol):
    """kiosk.services.requests."""

    def live(self) -> tuple[Request, ...]: ...

    def watch(self, listener: Callable[[Request], None], /) -> Cancel: ...


@dataclass(frozen=True)
class Call:
    """`words` begin with the number; what follows is one thing each: how it stands, the plate, the colour."""

    request_id: str
    words: tuple[Message, ...]


class Waiting:
    """Main thread only. Nothing but cars is called that was so before the kiosk started."""

    def __init__(self, requests: Requests, clock: Clock) -> None:
        self._clock = clock
        self._calls: dict[str, Call] = {}
        self._before: dict[str, Moment | str] = {}
        self._timers: dict[str, Cancel] = {}
        self._listeners: list[Callable[[], None]] = []
        self._stop = requests.watch(self._changed)

    def calls(self, shown: str = "") -> tuple[Call, ...]:
        """Newest first, without that of the request whose own screen is open."""
        return tuple(call for call in reversed(self._calls.values()) if call.request_id != shown)

    def looked_at(self, request_id: str) -> None:
        """Its own screen is open: what was news is known now."""
        if request_id in self._calls and self._before.get(request_id) not in AT_THE_DOOR:
            self._drop(request_id)
            self._tell()

    def watch(self, listener: Callable[[], None]) -> Cancel:
        self._listeners.append(listener)

        def cancel() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return cancel

    def close(self) -> None:
        self._stop()
        for request_id in tuple(self._calls):
            self._drop(request_id)

    def _changed(self, request: Request) -> None:
        if request.kind is Kind.ALARM or request.mode is Mode.EXERCISE:
            return
        story = tell(request)
        question = open_question(request)
        now: Moment | str = question.id if question else story.moment
        before = self._before.get(request.id)
        self._before[request.id] = now
        if request.status.ended:
            del self._before[request.id]
        worth = question is not None or story.moment in WORTH_CALLING
        turned = before is not None and now != before
        had = self.calls()
        if not worth:
            self._drop(request.id)
        elif turned or now in AT_THE_DOOR:
            self._put(request, story, asked=question is not None)
        if self.calls() != had:
            self._tell()

    def _put(self, request: Request, story: Story, *, asked: bool) -> None:
        self._drop(request.id)
        self._calls[request.id] = Call(request.id, _words(request, story, asked=asked))
        if asked or story.moment not in AT_THE_DOOR:
            self._timers[request.id] = self._clock.call_later(NEWS_SECONDS, lambda: self._lapsed(request.id))

    def _lapsed(self, request_id: str) -> None:
        self._drop(request_id)
        self._tell()

    def _drop(self, request_id: str) -> None:
        self._calls.pop(request_id, None)
        self._timers.pop(request_id, lambda: None)()

    def _tell(self) -> None:
        for listener in tuple(self._listeners):
            listener()


def _words(request: Request, story: Story, *, asked: bool) -> tuple[Message, ...]:
    number = msg("waiting.number", number=request.number)
    if asked:
        return (number, msg("waiting.asked"))
    ride = story.ride if story.moment in AT_THE_DOOR else None
    plate = (verbatim(ride.plate),) if ride and ride.plate else ()
    colour = (msg("request.car_colour", colour=ride.colour),) if ride and ride.colour else ()
    return (number, msg(f"request.moment_{story.moment}"), *plate, *colour)
