"""Counts how screens are left, to find what people cannot do alone, and what policies are asked for. No name, no
request, no time of day is kept.

A batch goes out with a sign of life and is forgotten when the hub has it; its id makes a second arrival count once.
What has not gone out when the kiosk ends is lost: these are figures about screens, not about anybody.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

from kiosk.domain.asked import AskedCount, Outcome
from kiosk.domain.steps import Left, StepCount
from kiosk.ports.clock import Clock
from kiosk.ports.ids import Ids

MOST = 64  # kinds of visits, and kinds of questions, in one batch
MOST_ASKED = 500  # kinds of questions that wait while no hub answers; the newest beyond that are not counted
LONGEST = 900.0  # seconds: a screen that stood open all night says nothing about a step
NOT_STEPS = frozenset({"", "resting", "trouble", "idle"})


@dataclass(frozen=True)
class StepBatch:
    id: str
    counts: tuple[StepCount, ...]
    asked: tuple[AskedCount, ...] = ()


class Steps:
    """`moved`, `ended`, `helped` and `asked` are for the main thread; `batch` and `taken` for the thread that reports.

    All of it is in memory only: nothing that was asked here is written down on the kiosk (S3).
    """

    def __init__(self, clock: Clock, ids: Ids) -> None:
        self._clock = clock
        self._ids = ids
        self._lock = threading.Lock()
        self._counts: dict[tuple[str, Left, bool], tuple[int, float]] = {}
        self._asked: dict[tuple[Outcome, str], int] = {}
        self._sent: StepBatch | None = None
        self._screen = ""
        self._since = 0.0
        self._helped = False

    def moved(self, screen: str) -> None:
        """Another screen is shown from now on; the question whether anybody is still there covers it, and is none."""
        if screen in (self._screen, "idle"):
            return
        self._leave(Left.HOME if screen == "home" else Left.ON)
        self._enter(screen)

    def ended(self, *, idle: bool) -> None:
        """The session is over: by 我好了, or because nobody was there."""
        self._leave(Left.IDLE if idle else Left.DONE)
        self._enter("")

    def help(self) -> None:
        """A volunteer stands by, at least for this screen."""
        self._helped = True

    def asked(self, outcome: Outcome, about: str = "") -> None:
        """Somebody asked about a policy, and this came of it."""
        with self._lock:
            if (outcome, about) in self._asked or len(self._asked) < MOST_ASKED:
                self._asked[outcome, about] = self._asked.get((outcome, about), 0) + 1

    def batch(self) -> StepBatch | None:
        """What is to be told; the same until it is `taken`. None: nothing new."""
        with self._lock:
            if self._sent is None and (self._counts or self._asked):
                counts = tuple(StepCount(*key, *value) for key, value in list(self._counts.items())[:MOST])
                asked = tuple(AskedCount(*key, count) for key, count in list(self._asked.items())[:MOST])
                self._sent = StepBatch(self._ids(), counts, asked)
                for one in counts:
                    del self._counts[one.screen, one.left, one.helped]
                for kind in asked:
                    del self._asked[kind.outcome, kind.about]
            return self._sent

    def taken(self, batch_id: str) -> None:
        """The hub has it."""
        with self._lock:
            if self._sent is not None and self._sent.id == batch_id:
                self._sent = None

    def _enter(self, screen: str) -> None:
        self._screen, self._since, self._helped = screen, self._clock.monotonic(), False

    def _leave(self, left: Left) -> None:
        if self._screen in NOT_STEPS:
            return
        seconds = min(self._clock.monotonic() - self._since, LONGEST)
        key = (self._screen, left, self._helped)
        with self._lock:
            count, before = self._counts.get(key, (0, 0.0))
            self._counts[key] = (count + 1, before + seconds)
