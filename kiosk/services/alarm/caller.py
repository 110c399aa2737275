"""Calls the hub about one alarm, on a thread and a connection of its own, until a person has closed it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from random import Random

from kiosk.errors import HubError
from kiosk.ports.clock import Clock
from kiosk.ports.hub import HubLink, Reply
from kiosk.services.alarm.asking import Ask, Task
from kiosk.services.alarm.state import Rules

log = logging.getLogger(__name__)


class Caller:
    """Made beforehand and idle until `take`. `next_task` says what to ask, `answered` and `failed` hear how it went."""

    def __init__(self, link: HubLink, clock: Clock, rules: Rules, rng: Random) -> None:
        self._link = link
        self._clock = clock
        self._rules = rules
        self._rng = rng
        self._condition = threading.Condition()
        self._woken = False
        self._closed = False
        self._prepare = False
        self._next_task: Callable[[], Task] | None = None
        self._answered: Callable[[Task, Reply], None] = lambda _task, _reply: None
        self._failed: Callable[[Task, Exception], None] = lambda _task, _error: None
        self._failures = 0
        self._thread = threading.Thread(target=self._run, name="alarm-caller", daemon=True)
        self._thread.start()

    def prepare(self) -> None:
        """Load what a call needs, on this thread."""
        with self._condition:
            self._prepare = True
            self._condition.notify_all()

    def take(
        self,
        next_task: Callable[[], Task],
        answered: Callable[[Task, Reply], None],
        failed: Callable[[Task, Exception], None],
    ) -> None:
        """From now on this one belongs to an alarm."""
        with self._condition:
            self._answered, self._failed = answered, failed
            self._next_task = next_task
            self._prepare = True
            self._condition.notify_all()

    def wake(self) -> None:
        """There is something to ask now."""
        with self._condition:
            self._woken = True
            self._condition.notify_all()

    def close(self) -> None:
        with self._condition:
            self._closed = True
            self._condition.notify_all()
        self._link.close()

    def join(self, seconds: float) -> None:
        self._thread.join(seconds)

    def _run(self) -> None:
        seconds: float | None = None
        while True:
            with self._condition:
                self._condition.wait_for(self._called, seconds)
                if self._closed:
                    return
                self._woken = False
                prepare, self._prepare = self._prepare, False
                next_task = self._next_task
            try:
                if prepare:
                    self._link.prepare()
                task = next_task() if next_task is not None else Task(Ask.WAIT)
                if task.ask is Ask.END:
                    self._link.close()
                    return
                seconds = self._do(task)
            except Exception:  # help is being called: nothing may end this thread
                log.exception("an alarm's call failed")
                seconds = self._pause()

    def _called(self) -> bool:
        return self._woken or self._closed or self._prepare

    def _do(self, task: Task) -> float | None:
        """Ask, and give the seconds until the next question; None: when woken."""
        if task.ask is Ask.WAIT:
            return None
        try:
            reply = self._asked(task)
        except Exception as error:
            if not isinstance(error, HubError):
                log.exception("an alarm's call failed")
            self._failed(task, error)
            return self._pause()
        self._failures = 0
        self._answered(task, reply)
        return self._rules.poll

    def _asked(self, task: Task) -> Reply:
        if task.request is not None:
            return self._link.submit(task.request, boot=self._clock.boot(), now=self._clock.monotonic())
        if task.event is not None:
            return self._link.add_event(task.event)
        return self._link.fetch(task.request_id)

    def _pause(self) -> float:
        longest = min(self._rules.retry_most, self._rules.retry_first * 2.0 ** min(self._failures, 10))
        self._failures += 1
        return longest * self._rng.uniform(0.7, 1.0)
