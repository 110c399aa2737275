"""One life of a real kiosk without a screen: Requests, store, sync engine and client, and residents in a hurry (R1)."""

from __future__ import annotations

import queue
import signal
from collections.abc import Callable
from pathlib import Path
from random import Random

from kiosk.adapters.clock import SystemClock
from kiosk.adapters.hub import HubClient
from kiosk.adapters.hub.credentials import Credentials
from kiosk.adapters.store import SqlStore
from kiosk.domain.details import HelpCall
from kiosk.domain.request import Kind, Request, Status, What
from kiosk.services.presence import PresenceBoard
from kiosk.services.requests import Requests
from kiosk.services.sync import SyncEngine, SyncOptions
from tests.fakes.requests import TAXI, new_id
from tests.fakes.tasks import InlineTasks
from tests.faults.mortal import Say, dying_at
from tests.faults.vfs import layer

KEY = "ab" * 32
WAITING = 3  # so many wishes are under way at once, whether or not a hub is there
FULL_LIFE = 250  # writes and syncs of a life at most
LOOK_SECONDS = 0.2


class MainLoop(InlineTasks):
    """What comes back to the main thread waits in a queue for it."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()

    def to_main(self, call: Callable[[], None]) -> None:
        self.calls.put(call)

    def run_one(self) -> None:
        """The next call, or a moment of nothing."""
        try:
            self.calls.get(timeout=LOOK_SECONDS)()
        except queue.Empty:
            return


class Residents:
    """Call taxis and volunteers without end, call some off, report that a car is not seen."""

    def __init__(self, requests: Requests, rng: Random, say: Say) -> None:
        self._requests, self._rng, self._say = requests, rng, say
        self._under_way = 0
        self._later: set[str] = set()  # called off once the hub has them
        requests.watch(self._changed)

    def wish(self) -> None:
        """Until enough wait to be delivered."""
        coming = sum(r.status is Status.RECORDED for r in self._requests.live())
        while coming + self._under_way < WAITING:
            self._under_way += 1
            if self._rng.random() < 0.75:
                self._requests.call_taxi(TAXI, on_done=self._made, on_error=_never, again=True)
            else:
                self._requests.call_volunteer(HelpCall("home"), on_done=self._made, on_error=_never)

    def _made(self, request: Request) -> None:
        self._under_way -= 1
        self._say(f"said {request.id}")
        chance = self._rng.random()
        if chance < 0.1:
            self._requests.cancel(request.id, on_error=_never)
        elif chance < 0.3 or request.kind is Kind.VOLUNTEER:
            self._later.add(request.id)
        elif chance < 0.4:
            self._requests.report(request.id, What.NOT_SEEN, on_error=_never)

    def _changed(self, request: Request) -> None:
        if request.id in self._later and request.status is not Status.RECORDED:
            self._later.discard(request.id)
            self._requests.cancel(request.id, on_error=_never)


def live(folder: Path, joined: Credentials, rng: Random, say: Say, *, mortal: bool, wishing: bool) -> None:
    """Lives until killed; without `wishing`, until everything has been told and the hub has answered it all."""
    clock = SystemClock(lambda _seconds, _call: lambda: None)
    left = rng.randrange(1, FULL_LIFE + 1) if mortal else 0
    with layer().playing(dying_at(left, rng, lambda where: say(f"died {where}"))):
        tasks = MainLoop()
        store = SqlStore(folder, lambda: KEY, clock.now)
        board = PresenceBoard(tasks)
        options = SyncOptions(seed=rng.randrange(1 << 30))
        engine = SyncEngine(store, lambda: HubClient(lambda: joined), clock, tasks, new_id, board, options)
        requests = Requests(store, clock, tasks, new_id, wake=engine.wake)
        requests.start(_never)
        engine.start()
        signal.signal(signal.SIGUSR1, lambda *_: tasks.to_main(engine.wake))  # saves the wait for the next try
        residents = Residents(requests, rng, say)
        while wishing or not _settled(store):
            if wishing:
                residents.wish()
            tasks.run_one()
        engine.close()
        store.close()


def _settled(store: SqlStore) -> bool:
    """Nothing waits to be told, and every taxi has come to its end or to a person."""
    return store.pending() == 0 and all(_with_people(r) for r in store.live() if r.kind is Kind.TAXI)


def _with_people(request: Request) -> bool:
    return request.status is Status.UNKNOWN or request.last(What.RELEASED) is not None


def _never(error: Exception) -> None:
    raise AssertionError("the store refused") from error
