"""走开也会叫您: what turned while nobody looked at it is called out by its waiting number, never by a name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from kiosk.domain.question import open_question
from kiosk.domain.request import Kind, Mode, Request
from kiosk.domain.story import Moment, tell
from kiosk.ports.clock import Cancel
from kiosk.services.speech import Speaker
from kiosk.text import Message, msg

WORTH_CALLING = frozenset(
    {
        Moment.TAKEN,
        Moment.ORDERED,
        Moment.CAR,
        Moment.ARRIVED,
        Moment.LAPSED,
        Moment.DRIVER_CANCELLED,
        Moment.RELEASED,
        Moment.CANCELLED_BY,
        Moment.NO_CAR,
        Moment.BOOKED,
        Moment.MOVED,
        Moment.SLOT_GONE,
        Moment.CALLED_OFF,
        Moment.FAILED,
        Moment.EXPIRED,
        Moment.UNKNOWN,
    }
)


class Requests(Protocol):
    """kiosk.services.requests."""

    def watch(self, listener: Callable[[Request], None], /) -> Cancel: ...


class Announcer:
    """`shown` names the request whose own screen is open ("" for none): that screen speaks for itself. A question is
    called out as such, never its words: others may stand there.

    Nothing that was so before the kiosk started is called out again.
    """

    def __init__(self, requests: Requests, speech: Speaker, shown: Callable[[], str]) -> None:
        self._speech = speech
        self._shown = shown
        self._moments: dict[str, Moment] = {}
        self._asked: dict[str, str] = {}
        self._stop = requests.watch(self._changed)

    def close(self) -> None:
        self._stop()

    def _changed(self, request: Request) -> None:
        if request.kind is Kind.ALARM or request.mode is Mode.EXERCISE:
            return
        self._call_for_answer(request)
        story = tell(request)
        before = self._moments.get(request.id)
        self._moments[request.id] = story.moment
        if request.status.ended:
            del self._moments[request.id]
        turned = before is not None and before is not story.moment
        if turned and story.moment in WORTH_CALLING and self._shown() != request.id:
            self._speech.say(_call(request, story.moment, story.ride.plate if story.ride else ""), interrupt=False)

    def _call_for_answer(self, request: Request) -> None:
        question = open_question(request)
        before = self._asked.pop(request.id, "")
        if question is None:
            return
        self._asked[request.id] = question.id
        if request.id in self._moments and before != question.id and self._shown() != request.id:
            self._speech.chime()
            self._speech.say(msg("announce.asked", number=request.number), interrupt=False)


def _call(request: Request, moment: Moment, plate: str) -> Message:
    status = msg(f"request.moment_{moment}")
    if plate and moment in (Moment.CAR, Moment.ARRIVED):
        return msg("announce.plate", number=request.number, status=status, plate=plate)
    return msg("announce.number", number=request.number, status=status)
