"""What presenters talk to, as tests need it: everything is remembered, nothing is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from kiosk.domain.details import AppointmentWish, HelpCall, TaxiWish
from kiosk.domain.presence import Presence
from kiosk.domain.question import Question
from kiosk.domain.request import EMPTY, Request
from kiosk.ports.clock import Cancel
from kiosk.text import Message, Translator
from tests.fakes.requests import recorded

ZH = Translator("zh_CN")


class FakeSpeech:
    """`said` holds what would be heard, in Chinese, personal parts left out unless they were asked for."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.stops = self.interruptions = 0
        self.chimes = 0
        self.muted = False

    def say(self, *messages: Message, personal_too: bool = False, interrupt: bool = True) -> None:
        self.interruptions += interrupt
        self.said += [ZH(m) for m in messages if (personal_too or not m.personal) and not self.muted]

    def stop(self) -> None:
        self.stops += 1

    def chime(self) -> None:
        self.chimes += 1

    def aside(self, *messages: Message) -> None:
        self.say(*messages)

    def mute(self, muted: bool) -> None:
        self.muted = muted

    def heard(self) -> str:
        """All that was said since the last time, as one text."""
        text, self.said = " ".join(self.said), []
        return text


class FakeNavigator:
    def __init__(self) -> None:
        self.went: list[tuple[str, str, Mapping[str, Any]]] = []

    def go(self, screen: str, /, **args: Any) -> None:
        self.went.append(("go", screen, args))

    def replace(self, screen: str, /, **args: Any) -> None:
        self.went.append(("replace", screen, args))

    def back(self) -> None:
        self.went.append(("back", "", {}))

    def home(self) -> None:
        self.went.append(("home", "", {}))

    @property
    def current(self) -> str:
        return self.went[-1][1] if self.went else "home"


class Listeners:
    def __init__(self) -> None:
        self.all: list[Callable[..., None]] = []

    def add(self, listener: Callable[..., None]) -> Cancel:
        self.all.append(listener)
        return lambda: self.all.remove(listener) if listener in self.all else None

    def tell(self, *what: object) -> None:
        for listener in tuple(self.all):
            listener(*what)


class FakeRequests:
    """Answers wait in `pending` until a test lets them come: `answer()` or `fail(error)`."""

    def __init__(self, *live: Request) -> None:
        self.requests = {r.id: r for r in live}
        self.asked: list[tuple[str, Any]] = []
        self.pending: list[tuple[Callable[[Request], None], Callable[[Exception], None], Request]] = []
        self.facts: dict[str, Any] = {}
        self.listeners = Listeners()

    def call_taxi(
        self,
        wish: TaxiWish,
        *,
        on_done: Callable[[Request], None],
        on_error: Callable[[Exception], None],
        again: bool = False,
    ) -> None:
        self.asked.append(("again" if again else "taxi", wish))
        self.pending.append((on_done, on_error, recorded(wish, number=12)))

    def wish_appointment(
        self,
        wish: AppointmentWish,
        *,
        on_done: Callable[[Request], None],
        on_error: Callable[[Exception], None],
        again: bool = False,
    ) -> None:
        self.asked.append(("appointment again" if again else "appointment", wish))
        self.pending.append((on_done, on_error, recorded(wish, number=12)))

    def call_volunteer(
        self, call: HelpCall, *, on_done: Callable[[Request], None], on_error: Callable[[Exception], None]
    ) -> None:
        self.asked.append(("volunteer", call))
        self.pending.append((on_done, on_error, recorded(call, number=15)))

    def cancel(
        self,
        request_id: str,
        *,
        on_done: Callable[[Request], None] | None = None,
        on_error: Callable[[Exception], None] | None = None,
    ) -> None:
        self._later("cancel", request_id, on_done, on_error)

    def report(
        self,
        request_id: str,
        what: str,
        facts: Mapping[str, Any] = EMPTY,
        *,
        on_done: Callable[[Request], None] | None = None,
        on_error: Callable[[Exception], None] | None = None,
    ) -> None:
        self.facts = dict(facts)
        self._later(what, request_id, on_done, on_error)

    def get(self, request_id: str) -> Request | None:
        return self.requests.get(request_id)

    def live(self) -> tuple[Request, ...]:
        return tuple(r for r in self.requests.values() if not r.status.ended)

    def watch(self, listener: Callable[[Request], None]) -> Cancel:
        return self.listeners.add(listener)

    def now(self, request: Request) -> None:
        """The request has become this."""
        self.requests[request.id] = request
        self.listeners.tell(request)

    def answer(self) -> Request:
        done, _, request = self.pending.pop(0)
        done(request)
        return request

    def fail(self, error: Exception) -> None:
        self.pending.pop(0)[1](error)

    def _later(
        self,
        what: str,
        request_id: str,
        done: Callable[[Request], None] | None,
        error: Callable[[Exception], None] | None,
    ) -> None:
        self.asked.append((what, request_id))
        self.pending.append((done or _nothing, error or _nothing, self.requests[request_id]))


def _nothing(_answer: object) -> None:
    return None


class FakeLine:
    def __init__(self, online: bool = True) -> None:
        self.online = online
        self.listeners = Listeners()

    def watch_online(self, listener: Callable[[bool], None]) -> Cancel:
        return self.listeners.add(listener)

    def turn(self, online: bool) -> None:
        self.online = online
        self.listeners.tell(online)


class FakeBoard:
    def __init__(self, presence: Presence | None = None) -> None:
        self.current = presence or Presence(1, ("王阿姨",), "17:00")
        self.listeners = Listeners()

    def watch(self, listener: Callable[[Presence], None]) -> Cancel:
        return self.listeners.add(listener)

    def turn(self, presence: Presence) -> None:
        self.current = presence
        self.listeners.tell(presence)


@dataclass(frozen=True)
class LaneState:
    phase: str = "countdown"
    seconds_left: int = 5
    cancel_ready: bool = False
    written: bool = False
    by: str = ""
    words: str = ""
    number: int = 0
    late: bool = False
    listening: int | None = 1
    answers: tuple[tuple[str, str], ...] = ()
    gone_out: tuple[str, ...] = ()
    question: Question | None = None
    turn: str = ""
    on_phone: bool = False
    kept: bool = True
    stalled: bool = False
    reached: bool = False
    withdrawn: bool = False


@dataclass
class FakeLane:
    state: LaneState = field(default_factory=LaneState)
    asked: list[str] = field(default_factory=list)
    listeners: Listeners = field(default_factory=Listeners)

    def watch(self, listener: Callable[[LaneState], None]) -> Cancel:
        return self.listeners.add(listener)

    def turn(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        self.listeners.tell(self.state)

    def send_now(self) -> None:
        self.asked.append("send_now")

    def cancel(self) -> bool:
        self.asked.append("cancel")
        return True

    def wrong_press(self) -> None:
        self.asked.append("wrong_press")

    def answer(self, question: str, answer: str, words: str = "") -> None:
        """As the lane does: it is part of the state from then on."""
        self.asked.append(f"{question}={answer}")
        asked = self.state.question
        if asked is not None and words:
            asked = replace(asked, answer=answer)
        self.turn(answers=(*self.state.answers, (question, answer)), question=asked)

    def close_card(self) -> None:
        self.asked.append("close_card")
