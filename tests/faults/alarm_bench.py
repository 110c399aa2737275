"""A kiosk's alarm over a real line, real files and real clocks, with every word of its screen, for the faults."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path

from kiosk.adapters.clock import SystemClock
from kiosk.adapters.hub import HubClient
from kiosk.adapters.hub.credentials import Credentials
from kiosk.adapters.hub.wire import Patience
from kiosk.adapters.journal import Disk, FileJournal
from kiosk.domain.request import Request
from kiosk.errors import StoreFull
from kiosk.ports.hub import Reply
from kiosk.services.alarm import AlarmLane, AlarmOptions, AlarmState, Rules
from tests.fakes.certificates import Certificate
from tests.fakes.hub import HubBook
from tests.fakes.hub_server import TOKEN, HubServer
from tests.fakes.requests import new_id
from tests.fakes.tasks import InlineTasks
from tests.faults.alarm_screen import PHONE, REACHED, Reader
from tests.faults.proxy import FaultProxy

RULES = Rules(countdown=0.6, cancel_after=0.3, no_answer=0.6, escalate=60.0, retry_first=0.1, retry_most=0.3)
HASTY = Patience(connect=0.3, read=0.3, total=1.0)
SECONDS = 20.0


class Broken(Disk):
    """A disk that has no room, or never answers."""

    def __init__(self) -> None:
        self.hang = threading.Event()
        self.hanging = False
        self.full = False

    def open(self, path: Path) -> int:
        if self.hanging:
            self.hang.wait(SECONDS)
        if self.full:
            raise OSError(28, "No space left on device")
        return super().open(path)


class Kiosk:
    """Lane, journal and screen; `known` is where its hub is, and `words` all that was shown or said."""

    def __init__(self, folder: Path, stack: ExitStack, known: Credentials, off: float = 0.0) -> None:
        self.disk, self.words, self.clock = Broken(), list[str](), Off(off)
        self.fired_at, self.attempted_at, self.changed = 0.0, 0.0, threading.Condition()
        options = AlarmOptions(RULES, mirror=self._store_is_dead)

        def link() -> HubClient:
            return Timed(lambda: known, self)

        self.lane = AlarmLane(FileJournal(folder, self.disk), link, self.clock, InlineTasks(), new_id, options)
        for close in (self.lane.close, self.disk.hang.set):
            stack.callback(close)
        Reader(self.lane, lambda _alarm, words: self.words.append(words))
        self.lane.watch(self._note)

    def press(self) -> None:
        self.lane.start()
        self.lane.press("home")
        self.fired_at = self.clock.monotonic() + RULES.countdown

    def sees(self, wanted: Callable[[AlarmState], bool]) -> AlarmState:
        with self.changed:
            assert self.changed.wait_for(lambda: wanted(self.lane.state), SECONDS), self.lane.state
        return self.lane.state

    def reads(self, wanted: str) -> str:
        """All that was shown and said until these words were."""
        with self.changed:
            assert self.changed.wait_for(lambda: any(wanted in words for words in self.words), SECONDS), self.words
        return " ".join(self.words)

    def attempt_after(self) -> float:
        """Seconds from the end of the countdown to the first attempt."""
        with self.changed:
            assert self.changed.wait_for(lambda: self.attempted_at > 0, SECONDS)
        return self.attempted_at - self.fired_at

    def _note(self, _state: AlarmState) -> None:
        with self.changed:
            self.changed.notify_all()

    def _store_is_dead(self, _request: Request) -> None:
        raise StoreFull


class Bench(Kiosk):
    """Before a hub of paper, over a line that can be broken. `name`: how the kiosk's settings call it."""

    def __init__(
        self,
        folder: Path,
        stack: ExitStack,
        secure: Certificate | None = None,
        off: float = 0.0,
        name: str = "127.0.0.1",
    ) -> None:
        self.book = HubBook()
        server = HubServer(self.book, *((secure.context, secure.ca_pem) if secure else ()))
        stack.callback(server.close)
        self.proxy = FaultProxy(server.port)
        stack.callback(self.proxy.close)
        url = f"{'https' if secure else 'http'}://{name}:{self.proxy.port}"
        super().__init__(folder, stack, Credentials(url, "kiosk-1", TOKEN, secure.ca_pem if secure else ""), off)


class Off(SystemClock):
    """A battery clock that is so many seconds wrong, and that nobody corrects before a hub does."""

    def __init__(self, off: float) -> None:
        super().__init__(lambda _seconds, _call: lambda: None)
        self._off = timedelta(seconds=off)

    def now(self) -> datetime:
        return super().now() + self._off

    def correct(self, hub_time: datetime) -> None:
        super().correct(hub_time - self._off)


class Timed(HubClient):
    """Notes when it was first asked to call."""

    def __init__(self, credentials: Callable[[], Credentials], kiosk: Kiosk) -> None:
        super().__init__(credentials, patience=HASTY)
        self._kiosk = kiosk

    def submit(self, request: Request, *, boot: str, now: float) -> Reply:
        with self._kiosk.changed:
            self._kiosk.attempted_at = self._kiosk.attempted_at or self._kiosk.clock.monotonic()
            self._kiosk.changed.notify_all()
        return super().submit(request, boot=boot, now=now)


def honest(words: str) -> None:
    """Nobody knows of it yet: so it says, and what to do."""
    assert not [claim for claim in REACHED if claim in words], words
    for wanted in ("还没有人接", "打 120", PHONE.number, "我还在接着叫"):
        assert wanted in words
