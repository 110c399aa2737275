"""The alarm lane: a call for help that waits for nothing.

Threads of its own: one counts and fires, one writes the journal, one for each call talks to the hub. They share one
small lock that is never held over a file, the network or a listener. The store, the sync engine and the screen may
hang or be dead: the countdown still ends, and help is still called.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from random import Random
from typing import Any

from kiosk.domain.owner import GUEST, Owner
from kiosk.domain.request import EMPTY, Actor, Event, Mode, Request, Role, What
from kiosk.ports.alarm_button import Press
from kiosk.ports.alarm_path import AlarmNote
from kiosk.ports.clock import Cancel, Clock
from kiosk.ports.hub import HubLink, Reply
from kiosk.ports.ids import Ids
from kiosk.ports.journal import Entry, Journal, Stage
from kiosk.ports.tasks import Tasks
from kiosk.services.alarm import asking, truth
from kiosk.services.alarm import call as calls
from kiosk.services.alarm.asking import Task
from kiosk.services.alarm.call import Call
from kiosk.services.alarm.caller import Caller
from kiosk.services.alarm.options import AlarmOptions
from kiosk.services.alarm.paths import Attempt
from kiosk.services.alarm.pressing import Pressing
from kiosk.services.alarm.scribe import Scribe
from kiosk.services.alarm.state import IDLE, AlarmPhase, AlarmState

log = logging.getLogger(__name__)
AFTER_A_FAULT = 0.2
MOST_TRACES = 8  # of alarms called off that no hub has heard of yet
WANTED = frozenset({AlarmPhase.CALLING, AlarmPhase.REACHED, AlarmPhase.UNANSWERED})


class AlarmLane:
    """Every method returns at once and, but for `press`, is for the main thread; listeners hear there. `link` makes a
    connection."""

    def __init__(
        self,
        journal: Journal,
        link: Callable[[], HubLink],
        clock: Clock,
        tasks: Tasks,
        ids: Ids,
        options: AlarmOptions | None = None,
    ) -> None:
        self._options = options or AlarmOptions()
        self._rules = self._options.rules
        self._link = link
        self._clock = clock
        self._tasks = tasks
        self._ids = ids
        self._pressing = Pressing(clock, ids, self._options)
        self._rng = Random()  # noqa: S311 - it spreads retries over time and guards nothing
        self._condition = threading.Condition()  # guards everything below
        self._calls: dict[str, Call] = {}
        self._callers: dict[str, Caller] = {}
        self._shown = ""
        self._closed = False
        self._prepared = False
        self._spare: Caller | None = self._new_caller()
        self._listeners: list[Callable[[AlarmState], None]] = []
        self._announced = IDLE
        self._scribe = Scribe(journal, self._found, self._written)
        self._conductor = threading.Thread(target=self._conduct, name="alarm-lane", daemon=True)

    @property
    def state(self) -> AlarmState:
        with self._condition:
            call = self._calls.get(self._shown)
            return truth.state(call, self._clock.monotonic(), self._rules) if call else IDLE

    def faults(self) -> tuple[str, ...]:
        """What the desk should know."""
        return ("alarm_journal",) if self._scribe.failing else ()

    def watch(self, listener: Callable[[AlarmState], None]) -> Cancel:
        self._listeners.append(listener)

        def cancel() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return cancel

    def start(self) -> None:
        """Before the first screen. Finishes what a dead process left (R5)."""
        self._scribe.start()
        self._conductor.start()

    def prepare(self) -> None:
        """Load what a call needs, so that the first loses no time; once the first screen is painted."""
        with self._condition:
            self._prepared = True
            if self._spare is not None:
                self._spare.prepare()

    def press(self, screen: str, given: Press | None = None) -> str:
        """Start the countdown; while it runs, send at once. A call made just now is not made twice. Any thread.

        `given` is a press of the red button, perhaps of a while ago. The id of the alarm that it now is: `given`'s own
        for a new one, also when it was told before.
        """
        entry, owner = self._pressing.entry(screen, given), self._pressing.owner(given)
        with self._condition:
            if given is not None and (told := self._calls.get(given.id)):
                if told.written or told.reached:
                    self._options.safe(given.id)
                return given.id
            shown = self._calls.get(self._shown)
            if shown is None or shown.settled or self._is_old(shown):
                self._begin(entry, owner)
                self._scribe.put(entry)
                if given is not None:
                    self._catch_up(entry)
            elif shown.fired_at is None:
                self._fire(shown)
            pressed = self._shown
            self._condition.notify_all()
        self._announce_soon()
        return pressed

    def send_now(self) -> None:
        with self._condition:
            shown = self._calls.get(self._shown)
            if shown is not None and shown.fired_at is None and not shown.over:
                self._fire(shown)
        self._announce_soon()

    def cancel(self) -> bool:
        """Whether it was called off in time. Deaf in the first second, against panic taps (U16)."""
        with self._condition:
            shown = self._calls.get(self._shown)
            if shown is None or not truth.state(shown, self._clock.monotonic(), self._rules).cancel_ready:
                return False
            self._keep(calls.called_off(shown, self._clock.now(), self._clock.monotonic()))
            self._callers[shown.id].wake()
            self._forget_traces()
            self._condition.notify_all()
        self._options.safe(shown.id)
        self._announce_soon()
        return True

    def answer(self, question: str, answer: str, words: str = "") -> None:
        """Tell the desk what the resident answered. `words`: those of a question that the desk asked."""
        self._report(What.ANSWER, {"question": question, "answer": answer} | ({"text": words} if words else {}))

    def wrong_press(self) -> None:
        """我按错了: the desk is told; a person decides that nobody needs help."""
        self._report(What.CANCEL_ASKED, {"reason": "wrong_press"})

    def look_again(self) -> None:
        """Ask the hub now how the call that is shown stands."""
        with self._condition:
            caller = self._callers.get(self._shown)
        if caller is not None:
            caller.wake()

    def close_card(self) -> None:
        """Back to IDLE, when it is over."""
        with self._condition:
            shown = self._calls.get(self._shown)
            if shown is not None and shown.settled:
                self._shown = ""
                self._forget_over()
        self._announce_soon()

    def close(self, seconds: float = 2.0) -> None:
        """End the threads. What is under way is in the journal and goes on with the next start."""
        with self._condition:
            self._closed = True
            self._condition.notify_all()
            self._options.paths.close()
            self._options.hubs.close()
            callers = [*self._callers.values(), *([self._spare] if self._spare else [])]
        for caller in callers:
            caller.close()
        self._scribe.close(seconds)
        for caller in callers:
            caller.join(seconds)

    # --- with the lock held ---

    def _begin(self, entry: Entry, owner: Owner = GUEST) -> None:
        call = replace(calls.begun(entry, owner), listening=self._options.listening())
        self._forget_over()
        self._calls[call.id] = call
        self._shown = call.id
        caller = self._spare or self._new_caller()
        self._spare = None  # the conductor makes another
        self._callers[call.id] = caller
        caller.take(
            lambda: self._next_task(call.id),
            lambda task, reply: self._answered(call.id, task, reply),
            lambda task, error: self._failed(call.id, task, error),
        )

    def _catch_up(self, entry: Entry) -> None:
        """A countdown of another boot, or one that is over by now, is not begun again (R5)."""
        if entry.boot != self._clock.boot() or entry.fire_at <= self._clock.monotonic():
            self._fire(self._calls[entry.id])

    def _fire(self, call: Call) -> None:
        """Writing and sending start together, and neither waits."""
        self._keep(calls.fired(call, self._clock.boot(), self._clock.monotonic(), self._rules))
        self._callers[call.id].wake()
        self._condition.notify_all()

    def _keep(self, call: Call) -> None:
        before = self._calls.get(call.id)
        self._calls[call.id] = call
        if before is None or before.entry != call.entry:
            self._scribe.put(call.entry)
        if call.finished and call.id in self._callers:
            self._callers.pop(call.id).wake()

    def _is_old(self, call: Call) -> bool:
        """Whether a new press is another call for help, and not the same one again."""
        if call.fired_at is None:
            return False
        age = call.request.age(self._clock.boot(), self._clock.monotonic())
        return age is None or age > self._rules.again

    def _forget_over(self) -> None:
        self._calls = {key: call for key, call in self._calls.items() if not call.finished or key == self._shown}

    def _forget_traces(self) -> None:
        """What was called off must never take the room of a call: without a hub only the newest traces are kept."""
        traces = [call for call in self._calls.values() if call.cancelled and not call.finished]
        for call in traces[:-MOST_TRACES]:
            self._scribe.put(replace(call.entry, stage=Stage.OVER))
            self._callers.pop(call.id).wake()
            del self._calls[call.id]

    def _new_caller(self) -> Caller:
        caller = Caller(self._link(), self._clock, self._rules, self._rng)
        if self._prepared:
            caller.prepare()
        return caller

    # --- the conductor's thread ---

    def _conduct(self) -> None:
        while True:
            try:
                with self._condition:
                    if self._closed:
                        return
                    self._fire_due()
                    self._begin_paths()
                    self._spare = self._spare or self._new_caller()
                self._announce_soon()
                with self._condition:
                    if not self._closed:
                        now = self._clock.monotonic()
                        self._condition.wait(truth.until_change(self._calls.values(), now, self._rules))
            except Exception:  # the next countdown needs this thread
                log.exception("the alarm lane failed")
                with self._condition:
                    self._condition.wait(AFTER_A_FAULT)

    def _fire_due(self) -> None:
        now = self._clock.monotonic()
        for call in tuple(self._calls.values()):
            if call.fired_at is None and not call.over and call.entry.fire_at <= now:
                self._fire(call)

    def _begin_paths(self) -> None:
        now = self._clock.monotonic()
        for call in tuple(self._calls.values()):
            if truth.needs_paths(call, now, self._rules, self._options.mode):
                self._calls[call.id] = replace(call, paths_begun=True)
                here, number, quiet = self._options, call.entry.number, partial(self._hushed, call.id)
                drill = call.request.mode is not Mode.ACTUAL
                note = AlarmNote(call.id, here.kiosk, here.place, number, call.entry.at, quiet, drill)
                told = partial(self._path_tried, call.id)
                self._options.hubs.begin(partial(self._as_it_stands, call.id), self._clock, self._rules, told)
                self._options.paths.begin(note, partial(self._unanswered, call.id), told)

    # --- the journal's thread ---

    def _found(self, left: tuple[Entry, ...]) -> None:
        """What a dead process left open: a countdown goes on, or is over by now; anything later is called again."""
        with self._condition:
            pressed_meanwhile = self._shown
            for entry in left:
                if entry.id not in self._calls:  # else it was pressed while the journal could not be opened
                    self._take_up(entry)
            self._shown = pressed_meanwhile or self._shown
            self._condition.notify_all()
        self._announce_soon()

    def _take_up(self, entry: Entry) -> None:
        shown = self._shown
        self._begin(entry)
        call = replace(self._calls[entry.id], written=True)
        self._calls[entry.id] = call
        if entry.stage is Stage.CALLED_OFF:
            self._keep(calls.written(calls.called_off(call, entry.at, self._clock.monotonic()), entry))
            self._callers[call.id].wake()
            self._shown = shown  # nobody needs to see it
        elif entry.stage is Stage.ARMED:
            self._catch_up(entry)
        else:
            self._fire(call)

    def _written(self, entry: Entry) -> None:
        with self._condition:
            call = self._calls.get(entry.id)
            if call is not None:
                self._calls[entry.id] = calls.written(call, entry)
        self._options.safe(entry.id)
        self._announce_soon()

    # --- a caller's thread ---

    def _next_task(self, call_id: str) -> Task:
        with self._condition:
            call = self._calls.get(call_id)
            return asking.next_task(call, self._clock.boot(), self._clock.monotonic(), self._rules)

    def _answered(self, call_id: str, task: Task, reply: Reply) -> None:
        self._clock.correct(reply.hub_time)
        self._options.safe(call_id)
        with self._condition:
            call = self._calls.get(call_id)
            if call is None:
                return
            request_before = call.request
            answered = asking.answered(call, task, reply, self._clock.monotonic())
            self._keep(answered)
            more = bool(answered.unsent)
            caller = self._callers.get(call_id)
            self._condition.notify_all()
        if more and caller is not None:
            caller.wake()
        if answered.request != request_before and not answered.cancelled:
            self._mirror_soon(answered.request)
        self._announce_soon()

    def _failed(self, call_id: str, task: Task, error: Exception) -> None:
        log.warning("an alarm's %s: %s", task.ask.value, type(error).__name__)
        with self._condition:
            call = self._calls.get(call_id)
            if call is None:
                return
            self._keep(asking.failed(call, task, error))
            self._condition.notify_all()
        self._announce_soon()

    # --- a path's thread ---

    def _unanswered(self, call_id: str) -> bool:
        with self._condition:
            call = self._calls.get(call_id)
            return call is not None and truth.phase(call, self._clock.monotonic(), self._rules) in WANTED

    def _hushed(self, call_id: str) -> bool:
        """Whether somebody there is afraid of being heard: what they said last of what is wrong."""
        call = self._as_it_stands(call_id)
        return call is not None and truth.afraid(call)

    def _as_it_stands(self, call_id: str) -> Call | None:
        with self._condition:
            return self._calls.get(call_id)

    def _path_tried(self, call_id: str, attempt: Attempt) -> None:
        call = self._as_it_stands(call_id)
        begun = call.fired_at if call is not None else None
        seconds = self._clock.monotonic() - begun if begun is not None else None
        self._add_event(call_id, What.PATH_TRIED, Role.KIOSK, attempt.facts(seconds))
        with self._condition:
            if (now := self._calls.get(call_id)) is not None:
                self._calls[call_id] = calls.heard_on_phone(now, attempt.path, attempt.step)
        self._announce_soon()

    # --- from any thread ---

    def _report(self, what: str, facts: Mapping[str, Any] = EMPTY) -> None:
        with self._condition:
            shown = self._shown
        self._add_event(shown, what, Role.RESIDENT, facts)

    def _add_event(self, call_id: str, what: str, role: Role, facts: Mapping[str, Any]) -> None:
        event_id, at = self._ids(), self._clock.now()
        with self._condition:
            call = self._calls.get(call_id)
            if call is None or not call.live:
                return
            event = Event(event_id, call.id, what, Actor(role), None, at, facts=facts)
            self._keep(calls.reported(call, event))
            if call.reached:
                self._callers[call.id].wake()

    def _announce_soon(self) -> None:
        self._tasks.to_main(self._announce)

    def _announce(self) -> None:
        state = self.state
        if state == self._announced:
            return
        self._announced = state
        for listener in tuple(self._listeners):
            listener(state)

    def _mirror_soon(self, request: Request) -> None:
        def mirror() -> None:
            try:
                self._options.mirror(request)
            except Exception:  # the store has its own troubles; help is called without it
                log.exception("an alarm could not be mirrored")

        self._tasks.to_main(mirror)
