"""The ways beside the hub, all at once, each on a thread of its own: none waits for another, none for the hub.

Only those that need the same thing (the one microphone) are taken one after another, in the order of the settings. A
path that fails is tried again; what happened on it is told as it happens.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kiosk.errors import PathFailed
from kiosk.ports.alarm_path import AlarmNote, AlarmPath, PathStep, Step

log = logging.getLogger(__name__)
ATTEMPTS = 5
OUT = frozenset({Step.OUT, Step.ANSWERED, Step.CONFIRMED, Step.TAKEN})


@dataclass(frozen=True)
class Attempt:
    """One thing that happened on one path; `number` is which of its telephones, 0 where it has none.

    `by` is who of another hub's desk did it, `text` what they said to the resident, or asked: then `question` is its
    id and `answers` are the words to answer with.
    """

    path: str
    kind: str
    step: Step
    reason: str = ""
    number: int = 0
    by: str = ""
    text: str = ""
    question: str = ""
    answers: tuple[str, ...] = ()

    @property
    def ok(self) -> bool | None:
        """Whether it went out; None while that is not known, or when it is told already."""
        return True if self.step in OUT else False if self.step is Step.FAILED else None

    def facts(self, seconds: float | None) -> dict[str, Any]:
        """For the call's history. `seconds`: since the call began, None when nobody can say."""
        facts: dict[str, Any] = {"path": self.path, "kind": self.kind, "step": self.step.value}
        more = {name: getattr(self, name) for name in ("reason", "number", "by", "text", "question")}
        facts |= {name: value for name, value in {**more, "answers": list(self.answers)}.items() if value}
        if self.ok is not None:
            facts["ok"] = self.ok
        if seconds is not None:
            facts["seconds"] = round(seconds, 1)
        return facts


Told = Callable[[Attempt], None]


@dataclass(frozen=True)
class _Run:
    """One alarm on its way out."""

    note: AlarmNote
    still_needed: Callable[[], bool]
    told: Told


class Paths:
    """`still_needed` is asked before each further attempt: nobody is called once somebody is coming.

    `waits`: the path of that name begins so many seconds after the others.
    """

    def __init__(
        self,
        paths: Sequence[AlarmPath] = (),
        retry_seconds: float = 5.0,
        waits: Mapping[str, float] | None = None,
    ) -> None:
        self._groups = _groups(paths)
        self._retry = retry_seconds
        self._waits = dict(waits or {})
        self._locks = {path.shares: threading.Lock() for path in paths if path.shares}
        self._closed = threading.Event()

    def begin(self, note: AlarmNote, still_needed: Callable[[], bool], told: Told) -> None:
        """Returns at once."""
        run = _Run(note, still_needed, told)
        for group in self._groups:
            name = f"alarm-{group[0].name}"
            threading.Thread(target=self._take, args=(group, run), name=name, daemon=True).start()

    def close(self) -> None:
        """No further attempts, and the calls under way end."""
        self._closed.set()
        for path in (path for group in self._groups for path in group):
            try:
                path.close()
            except Exception:  # the others are closed all the same
                log.exception("the alarm's path %s could not be closed", path.name)

    def _take(self, group: Sequence[AlarmPath], run: _Run) -> None:
        lock = self._locks.get(group[0].shares, threading.Lock())
        left, waited = list(group), 0.0
        for _ in range(ATTEMPTS):
            for path in tuple(left):
                wait = max(0.0, self._waits.get(path.name, 0.0) - waited)
                if wait and self._closed.wait(wait):
                    return
                waited += wait
                with lock:
                    if self._closed.is_set() or not run.still_needed():
                        return
                    if self._attempt(path, run):
                        left.remove(path)
            if not left or self._closed.wait(self._retry):
                return

    def _attempt(self, path: AlarmPath, run: _Run) -> bool:
        """Whether it went out, or is not needed any more."""
        failed_already = False

        def told(step: PathStep) -> None:
            nonlocal failed_already
            failed_already = failed_already or step.step is Step.FAILED
            run.told(Attempt(path.name, path.kind, step.step, step.reason[:80], step.number))

        try:
            path.send(run.note, told, lambda: run.still_needed() and not self._closed.is_set())
        except PathFailed as error:
            log.warning("the alarm's path %s: %s", path.name, error)
            if not failed_already:  # else each of its telephones has been told of by itself
                told(PathStep(Step.FAILED, str(error)))
            return False
        except Exception:  # the other paths go on, and so does this one
            log.exception("the alarm's path %s failed", path.name)
            told(PathStep(Step.FAILED, "unforeseen"))
            return False
        return True


def _groups(paths: Sequence[AlarmPath]) -> tuple[tuple[AlarmPath, ...], ...]:
    """Those that disturb each other together, in their order; every other one by itself."""
    together: dict[str, list[AlarmPath]] = {}
    for path in paths:
        together.setdefault(path.shares or f"\0{path.name}", []).append(path)
    return tuple(tuple(group) for group in together.values())
