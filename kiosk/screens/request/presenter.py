"""Follows one request and says every change aloud."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from kiosk.domain.details import AppointmentWish, TaxiWish
from kiosk.domain.leaving import answer_within
from kiosk.domain.owner import ForWhom
from kiosk.domain.question import Question, answer_facts, open_question
from kiosk.domain.request import Kind, Request, What
from kiosk.domain.resident import Level, Resident, UsualDoctor
from kiosk.domain.slip import Slip
from kiosk.domain.story import Moment, Story, tell
from kiosk.ports.clock import Cancel, Clock
from kiosk.ports.navigator import Navigator
from kiosk.screens.request.booked import too_late, visit_of
from kiosk.screens.request.question import ANSWER_NOW, LATER, MESSAGE, answer_of, with_question
from kiosk.screens.request.state import State
from kiosk.screens.request.wording import BOOKED, ENDED, Centre, Sight, minutes_line, picture
from kiosk.services.requests import asked_here
from kiosk.services.screen import Presenter as Base
from kiosk.services.screen import in_words
from kiosk.services.session import Session
from kiosk.services.speech import Speaker
from kiosk.text import Message

SCREENS = {Kind.TAXI: "taxi", Kind.APPOINTMENT: "doctor"}
NO_WAITING = ENDED | BOOKED | {Moment.ORDERED, Moment.ABOARD, Moment.OFFLINE, Moment.SLOT_GONE, Moment.CALLED_OFF}


class Requests(Protocol):
    """kiosk.services.requests."""

    def get(self, request_id: str, /) -> Request | None: ...

    def watch(self, listener: Callable[[Request], None], /) -> Cancel: ...

    def cancel(
        self,
        request_id: str,
        /,
        *,
        on_done: Callable[[Request], None] | None = None,
        on_error: Callable[[Exception], None] | None = None,
    ) -> None: ...

    def report(
        self,
        request_id: str,
        what: str,
        facts: Mapping[str, Any] = ...,
        /,
        *,
        on_done: Callable[[Request], None] | None = None,
        on_error: Callable[[Exception], None] | None = None,
    ) -> None: ...


class Line(Protocol):
    """Whether the hub can be reached; kiosk.services.sync."""

    @property
    def online(self) -> bool: ...

    def watch_online(self, listener: Callable[[bool], None], /) -> Cancel: ...


class Who(Protocol):
    """Who stands there; kiosk.services.residents."""

    @property
    def current(self) -> Resident: ...

    def watch(self, listener: Callable[[], None], /) -> Cancel: ...

    def remember_doctor(self, doctor: UsualDoctor, /) -> None: ...


class Presenter(Base[State]):
    """`promise` maps a kind to the seconds after which nobody having answered is said, with whom to ring.

    A request that is not known (any more) is shown as one whose fate is being found out. `slip` draws what can be
    taken home; None where nothing prints. A place and a department are shown to who asked for them in this session,
    or has opened what is theirs, and to nobody who comes later (S3).
    """

    def __init__(
        self,
        render: Callable[[State], None],
        *,
        speech: Speaker,
        navigator: Navigator,
        session: Session,
        clock: Clock,
        requests: Requests,
        line: Line,
        centre: Centre,
        promise: Mapping[Kind, float],
        request: Request,
        residents: Who | None = None,
        slip: Callable[[Request], Slip] | None = None,
        listens: Callable[[], bool] = lambda: False,
    ) -> None:
        self._request = request
        self._listens = listens
        self._session = session
        self._residents = residents
        self._slip = slip
        self._clock = clock
        self._line = line
        self._centre = centre
        self._promise = promise.get(request.kind)
        self._story = self._tell()
        self._phone = False
        self._aside = ""  # the question that is not to be answered now
        super().__init__(render, speech, self._picture(asking=False))
        self._navigator = navigator
        self._requests = requests
        self._hold: Cancel | None = None
        self._until_closed(requests.watch(self._changed))
        self._until_closed(line.watch_online(lambda _online: self._retell()))
        if residents is not None:
            self._until_closed(residents.watch(lambda: self._draw(asking=self._state.asking)))
        self._wait_for_promise()
        self._keep_waiting()

    def open(self) -> None:
        """The number is said once, after everything else: it is what is called out later."""
        super().open()
        if self._state.live and self._request.number:
            self._speech.say(self._state.number_words, interrupt=False)

    def pressed(self, key: str) -> None:
        """A key of the screen, by its id in `State.keys`."""
        actions: dict[str, Callable[[], None]] = {
            "cancel": lambda: self._turn(asking=True),
            "cancel_no": lambda: self._turn(asking=False),
            "cancel_yes": self._cancel,
            "not_seen": self._not_seen,
            "help": lambda: self._navigator.go("volunteer", screen="request", about=str(self._request.kind)),
            "phone": lambda: self._turn(phone=True),
            "phone_hide": lambda: self._turn(phone=False),
            "again": self._again,
            "slip": self._print,
            "taxi": self._call_taxi,
            "move": self._change_time,
            "home": self._navigator.home,
            "lesson": lambda: self._navigator.go("lessons"),
            "helper": lambda: self._navigator.go("helper"),
            MESSAGE: lambda: self._navigator.go("message", request_id=self._request.id),
            LATER: lambda: self._put_aside(open_question(self._request)),
            ANSWER_NOW: lambda: self._put_aside(None),
        }
        if key in {k.id for k in self._state.keys}:
            actions.get(key, lambda: self._answer(key))()

    def back(self) -> bool:
        if not (self._state.asking or self._phone):
            return False
        self._turn(asking=False, phone=False)
        return True

    def close(self) -> None:
        super().close()
        self._release()

    def _again(self) -> None:
        if self._request.kind in SCREENS:
            self._navigator.replace(SCREENS[self._request.kind])
        else:
            self._navigator.replace("volunteer", screen="request")

    def _answer(self, key: str) -> None:
        chosen = answer_of(self._request, key)
        if chosen is None:
            return
        guard = self._guard()
        facts = answer_facts(*chosen)
        self._show(keys=())  # answered once: nothing to tap until it is written down
        self._requests.report(
            self._request.id, What.ANSWER, facts, on_done=guard(self._changed), on_error=guard(self._not_answered)
        )

    def _not_answered(self, error: Exception) -> None:
        self._draw(asking=False)
        self._failed(error)

    def _put_aside(self, question: Question | None) -> None:
        self._aside = question.id if question is not None else ""
        self._turn(asking=False)

    def _change_time(self) -> None:
        self._session.drop("doctor")
        self._navigator.go("doctor", instead=self._request.id)

    def _print(self) -> None:
        if self._slip is not None:
            self._navigator.go("slip", slip=self._slip(self._request))

    def _call_taxi(self) -> None:
        """For that time and to that place, when who asked for it stands there; else it would tell a stranger both."""
        own = self._sight().own
        visit = visit_of(self._request.id, self._story.appointment) if own else None
        self._navigator.go("taxi", **({"visit": visit} if visit else {}))

    def _cancel(self) -> None:
        guard = self._guard()
        self._turn(asking=False, silent=True)
        self._requests.cancel(self._request.id, on_done=guard(self._changed), on_error=guard(self._failed))

    def _not_seen(self) -> None:
        guard = self._guard()
        self._requests.report(
            self._request.id, What.NOT_SEEN, {}, on_done=guard(self._changed), on_error=guard(self._failed)
        )

    def _failed(self, error: Exception) -> None:
        words = in_words(error)
        self._show(note=words)
        self._speech.say(words)

    def _changed(self, request: Request) -> None:
        if request.id == self._request.id:
            self._request = request
            self._retell()

    def _retell(self) -> None:
        """The story anew; what differs is said, and only the minutes when nothing else does."""
        before, self._story = self._story, self._tell()
        if before.moment not in BOOKED and self._story.moment in BOOKED:
            self._remember_doctor()
        asking = self._state.asking and self._story.moment not in ENDED
        seen = self._state
        self._draw(asking=asking)
        self._keep_waiting()
        if self.closed or asking or (self._state.say == seen.say and not _minutes_changed(before, self._story)):
            return
        only_minutes = before.moment is self._story.moment and self._state.say == seen.say
        self._speech.say(minutes_line(self._story)) if only_minutes else self._speech.say(*_news(seen, self._state))

    def _remember_doctor(self) -> None:
        """The one to offer first next time, as long as who it is for is still there."""
        found, who = self._story.appointment, self._residents
        if found is None or who is None or not found.doctor_id:
            return
        owner = self._request.owner
        if owner.resident and owner.resident == who.current.id and owner.for_whom is ForWhom.SELF:
            place = (found.hospital_id, found.hospital, found.department_id, found.department)
            who.remember_doctor(UsualDoctor(*place, found.doctor_id, found.doctor))

    def _turn(self, *, asking: bool | None = None, phone: bool | None = None, silent: bool = False) -> None:
        self._phone = self._phone if phone is None else phone
        self._draw(asking=self._state.asking if asking is None else asking)
        if not silent:
            self._speech.say(*self._state.panel.words)

    def _draw(self, *, asking: bool) -> None:
        drawn = self._picture(asking=asking)
        if not self.closed:
            self._state = drawn
            self._render(drawn)

    def _picture(self, *, asking: bool) -> State:
        sight = self._sight()
        drawn = picture(self._request, self._story, self._centre, asking=asking, phone=self._phone, sight=sight)
        if asking or self._phone:
            return drawn
        return with_question(drawn, self._request, aside=self._aside, listens=self._listens())

    def _sight(self) -> Sight:
        known = self._residents.current if self._residents is not None else None
        opened = known is not None and known.level is Level.OPENED and known.id == self._request.owner.resident
        late = self._story.appointment is not None and too_late(self._story.appointment, self._clock.now())
        asked = self._session.kept(asked_here(self._request.id)) is not None
        return Sight(own=asked or opened, paper=self._slip is not None, late=late)

    def _tell(self) -> Story:
        return tell(self._request, online=self._line.online, overdue=self._left() == 0)

    def _left(self) -> float | None:
        """Seconds until our promise has passed; None when its age is not known or nothing was promised."""
        age = self._request.age(self._clock.boot(), self._clock.monotonic())
        if age is None or self._promise is None:
            return None
        promise = self._promise
        details = self._request.details
        if isinstance(details, TaxiWish) and self._request.last(What.LOOKING):  # a platform has it, for its own time
            promise = answer_within(promise, self._request.valid_for or 0.0)
        return max(0.0, promise - age)

    def _wait_for_promise(self) -> None:
        left = self._left()
        if left:
            self._until_closed(self._clock.call_later(left, self._retell))

    def _keep_waiting(self) -> None:
        """The session waits as long as something outside is awaited at this screen (U14), not for a car in an hour."""
        awaited = not _comes_later(self._request) and self._story.moment not in NO_WAITING
        if self.closed or not awaited:
            self._release()
        elif self._hold is None:
            self._hold = self._session.hold()

    def _release(self) -> None:
        if self._hold is not None:
            self._hold()
            self._hold = None


def _news(before: State, now: State) -> tuple[Message, ...]:
    """All of it, or only a person's words when nothing else is new."""
    same = before.title == now.title and before.panel == now.panel
    return (now.note,) if same and now.note is not None else now.say


def _minutes_changed(before: Story, now: Story) -> bool:
    return now.ride is not None and (before.ride is None or before.ride.minutes != now.ride.minutes)


def _comes_later(request: Request) -> bool:
    """Nobody stands there waiting for a car in an hour, or for a person to find a doctor's time or an answer."""
    details = request.details
    match details:
        case TaxiWish():
            return details.in_minutes > 0 or bool(details.leave_at)
        case AppointmentWish():
            return details.wish or not request.owner.resident
        case _:
            return request.kind is Kind.CONSULTATION
