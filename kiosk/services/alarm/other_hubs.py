"""Another hub as a way out: the same call by the same id, beside the first hub, until either has closed it.

What its desk does is told like the steps of any other path, so that the screen follows whichever hub answered, and the
first hub reads it too once it is back. Where both hubs share one database it is one request; else it is one incident in
each, and each is told who took it at the other.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from kiosk.domain.question import question_in
from kiosk.domain.request import Actor, Event, Role, What
from kiosk.errors import HubError, HubRefused
from kiosk.ports.alarm_path import Step
from kiosk.ports.clock import Clock
from kiosk.ports.hub import HubLink, Reply
from kiosk.ports.ids import Ids
from kiosk.services.alarm.call import TAKEN, Call, submission
from kiosk.services.alarm.paths import Attempt
from kiosk.services.alarm.state import Rules

log = logging.getLogger(__name__)
KIND = "hub"
FIRST = "first-hub"  # how the other hubs read of the kiosk's own
PASSED_ON = frozenset({What.ANSWER, What.CANCEL_ASKED, What.PATH_TRIED})
Told = Callable[[Attempt], None]


@dataclass(frozen=True)
class OtherHub:
    """`link` makes a connection of its own for each call."""

    name: str
    link: Callable[[], HubLink]


class OtherHubs:
    """`begin` follows one call on each of them, on threads of their own, until it is over or `close`."""

    def __init__(self, hubs: Sequence[OtherHub] = (), ids: Ids | None = None) -> None:
        self._hubs = tuple(hubs)
        self._ids = ids
        self._closed = threading.Event()

    def begin(self, call: Callable[[], Call | None], clock: Clock, rules: Rules, told: Told) -> None:
        """Returns at once. `call` gives it as it stands, None when the kiosk knows nothing of it any more."""
        if self._ids is None:
            return
        for hub in self._hubs:
            follower = _Follower(hub, call, clock, rules, told, self._ids, self._closed)
            threading.Thread(target=follower.run, name=f"alarm-{hub.name}", daemon=True).start()

    def close(self) -> None:
        self._closed.set()


@dataclass
class _Follower:
    hub: OtherHub
    call: Callable[[], Call | None]
    clock: Clock
    rules: Rules
    told: Told
    ids: Ids
    closed: threading.Event
    reached: bool = False
    taken_by: str | None = None
    known: set[str] = field(default_factory=set)
    said: set[tuple[Attempt, str]] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)  # questions of its desk, by their ids
    own: dict[str, Event] = field(default_factory=dict)

    def run(self) -> None:
        link, failures = self.hub.link(), 0
        try:
            while not self.closed.is_set():
                call = self.call()
                if call is None or call.cancelled:
                    return
                try:
                    more = self._ask(link, call)
                    failures = 0
                except HubError as error:
                    self._say(Step.FAILED, reason=type(error).__name__)
                    more, failures = True, failures + 1
                except Exception:  # whatever it is, the next attempt may do
                    log.exception("the alarm's other hub %s failed", self.hub.name)
                    more, failures = True, failures + 1
                if not more or self.closed.wait(self._pause(failures)):
                    return
        finally:
            link.close()

    def _pause(self, failures: int) -> float:
        if not failures:
            return self.rules.poll
        return min(self.rules.retry_most, self.rules.retry_first * 2.0 ** min(failures, 10))

    def _ask(self, link: HubLink, call: Call) -> bool:
        """One question and its answer; whether there is more to ask."""
        if not self.reached:
            now = self.clock.monotonic()
            reply = link.submit(submission(call, self.clock.boot(), now, self.rules), boot=self.clock.boot(), now=now)
            self.reached = True
            self._say(Step.OUT)
            return self._heard(reply)
        event = self._next_event(call)
        try:
            reply = link.add_event(event) if event is not None else link.fetch(call.id)
        except HubRefused as error:
            if event is not None and error.code != "not_found":
                self.known.add(event.id)  # it takes no such event: the others still go
                return True
            self.reached = False  # it came back from an older backup
            self.known.clear()
            raise
        if event is not None:
            self.known.add(event.id)
            self._told_answer(event)
        return self._heard(reply) and not (call.request.status.ended and self._next_event(call) is None)

    def _next_event(self, call: Call) -> Event | None:
        """What this hub does not know yet of what was said at the kiosk, and of what became of it at the first hub."""
        for event in (*call.request.events, *self._of_first_hub(call)):
            ours = event.what == What.PATH_TRIED and event.facts.get("path") == self.hub.name
            if event.id not in self.known and event.what in PASSED_ON and not ours and not event.by.name:
                return event
        return None

    def _told_answer(self, event: Event) -> None:
        """It has the answer to a question of its own desk."""
        question = str(event.facts.get("question", ""))
        if event.what == What.ANSWER and question in self.asked:
            self._say(Step.HEARD, question=question)

    def _of_first_hub(self, call: Call) -> list[Event]:
        status = call.request.status
        by = next((e.by.name for e in reversed(call.request.events) if e.status is not None and e.by.name), "")
        step = Step.TAKEN if status in TAKEN else Step.CLOSED if status.ended else None
        if step is not None and step not in self.own:
            facts = {"path": FIRST, "kind": KIND, "step": step.value, "by": by}
            at = self.clock.now()
            self.own[step] = Event(self.ids(), call.id, What.PATH_TRIED, Actor(Role.KIOSK), None, at, facts=facts)
        return list(self.own.values())

    def _heard(self, reply: Reply) -> bool:
        """Tell what is new in it; whether it goes on."""
        self.known |= {event.id for event in reply.events}
        names = [event.by.name for event in reply.events if event.status in TAKEN and event.by.name]
        by = names[-1] if names else ""
        if reply.status in TAKEN and self.taken_by != by:
            self._say(Step.TAKEN, by=by, once=str(len(reply.events)))
        elif reply.status not in TAKEN and not reply.status.ended and self.taken_by is not None:
            self._say(Step.RELEASED, once=str(len(reply.events)))
        self.taken_by = by if reply.status in TAKEN else None
        for event in reply.events:
            if event.what == What.SAID:
                self._say(Step.SAID, by=event.by.name, text=str(event.facts.get("text", "")), once=event.id)
            elif event.what == What.ASKED and (question := question_in(event, ())) is not None:
                self.asked.add(question.id)
                self._say(
                    Step.ASKED, by=question.by, text=question.text, question=question.id, answers=question.answers
                )
        if reply.status.ended:
            self._say(Step.CLOSED, by=by)
        return not reply.status.ended

    def _say(self, step: Step, *, once: str = "", **more: Any) -> None:
        """Each thing once: it is asked again every second and a half. `more`: fields of the attempt."""
        attempt = Attempt(self.hub.name, KIND, step, **more)
        if (attempt, once) not in self.said:
            self.said.add((attempt, once))
            self.told(attempt)
