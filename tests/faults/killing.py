"""R1, the whole way: a kiosk killed with -9 at seeded points, again and again, on one folder, against one hub.

    python -m tests.faults.killing COUNT FOLDER

Three kinds of process, made by forking so that each costs milliseconds: this one, which counts; a hub; and the kiosks,
one life after another. A kiosk writes the id of a request to a pipe when the resident would see 已记下. It dies by its
own hand at the nth write or sync of its database, or just before or after the nth call to the hub, chosen by chance.
Prints one line of JSON.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from kiosk.adapters.clock import SystemClock
from kiosk.adapters.hub import HubClient
from kiosk.adapters.hub.credentials import Credentials
from kiosk.adapters.store import SqlStore
from kiosk.adapters.store.aside import asides
from kiosk.domain.request import Request, Status, What
from kiosk.ports.hub import Reply
from kiosk.services.presence import PresenceBoard
from kiosk.services.sync.contact import Contact
from kiosk.services.sync.delivery import Delivery
from tests.fakes.hub import HubBook
from tests.fakes.hub_server import TOKEN, HubServer
from tests.fakes.requests import TAXI, new_id, own, recorded
from tests.fakes.tasks import InlineTasks
from tests.faults.count import chance
from tests.faults.mortal import die, dying_at, fork
from tests.faults.vfs import layer

KEY = "ab" * 32
FULL_LIFE = 90  # writes and syncs in a life that nobody ends; a good part of the points lies within


@dataclass
class Figures:
    kills: int = 0
    acknowledged: int = 0
    delivered: int = 0
    lost: int = 0
    doubled: int = 0
    unfinished: int = 0
    aside: int = 0
    died_at: Counter[str] = field(default_factory=Counter)


class MortalHub(HubClient):
    """Dies around its nth call."""

    def __init__(self, url: str, at: int, die: Callable[[], None], rng: Random) -> None:
        super().__init__(lambda: Credentials(url, "kiosk-1", TOKEN))
        self._at, self._die, self._before = at, die, rng.random() < 0.5

    def submit(self, request: Request, *, boot: str, now: float) -> Reply:
        self._at -= 1
        if self._at == 0 and self._before:
            self._die()
        reply = super().submit(request, boot=boot, now=now)
        if self._at == 0:
            self._die()
        return reply


def live(folder: Path, url: str, rng: Random, say: Callable[[str], None], *, mortal: bool) -> None:
    """One life of a kiosk: two wishes, one of them cancelled at times, and the outbox told to the hub."""
    left = rng.randrange(1, FULL_LIFE) if mortal else 0
    hook = dying_at(left, rng, lambda where: say(f"died {where}"))

    def die_at_hub() -> None:
        say("died hub")
        die()

    clock = SystemClock(lambda _seconds, _call: lambda: None)
    with layer().playing(hook):
        store = SqlStore(folder, lambda: KEY, clock.now)
        tasks = InlineTasks()
        board = PresenceBoard(tasks)
        hub = MortalHub(url, rng.choice([0, 0, 1, 2]) if mortal else 0, die_at_hub, rng)
        delivery = Delivery(store, hub, clock, new_id, Contact(tasks, board, lambda: None), board, rng)
        for _ in range(2):
            request = store.add(recorded(TAXI, boot=clock.boot(), born=clock.monotonic(), created_at=clock.now()))
            say(f"said {request.id}")
            if rng.random() < 0.2:
                store.record(own(request, What.NOT_SEEN))
            delivery.step()
        store.close()


def hub(control: int, answers: int) -> None:
    """Serves until asked; then tells what went on to a provider."""
    book = HubBook()
    server = HubServer(book)
    os.write(answers, f"{server.url}\n".encode())
    os.read(control, 1)
    os.write(answers, json.dumps(book.taken).encode())
    os.close(answers)


def one_life(folder: Path, url: str, rng: Random, figures: Figures, said: set[str], *, mortal: bool) -> None:
    reading, writing = os.pipe()

    def say(line: str) -> None:
        os.write(writing, f"{line}\n".encode())

    def work() -> None:
        os.close(reading)
        live(folder, url, rng, say, mortal=mortal)

    pid = fork(work)
    os.close(writing)
    with os.fdopen(reading) as lines:
        for line in lines:
            what, _, rest = line.strip().partition(" ")
            if what == "said":
                said.add(rest)
            else:
                figures.died_at[rest] += 1
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        figures.kills += 1
    elif os.waitstatus_to_exitcode(status):
        raise SystemExit("a kiosk failed by itself")


def settle(folder: Path, figures: Figures, said: set[str], taken: list[str]) -> None:
    """What is on the disk and at the hub in the end."""
    clock = SystemClock(lambda _seconds, _call: lambda: None)
    store = SqlStore(folder, lambda: KEY, clock.now)
    figures.acknowledged = len(said)
    for request_id in said:
        found = store.get(request_id)
        figures.lost += found is None or request_id not in taken
        figures.delivered += found is not None and found.status is Status.DELIVERED
    figures.doubled = len(taken) - len(set(taken))
    figures.unfinished = store.pending()
    figures.aside = len(asides(folder))
    store.close()


def run(kills: int, folder: Path) -> Figures:
    rng, figures, said = chance("kill"), Figures(), set[str]()
    control_read, control_write = os.pipe()
    answers_read, answers_write = os.pipe()
    hub_pid = fork(lambda: hub(control_read, answers_write))
    os.close(answers_write)
    answers = os.fdopen(answers_read)
    url = answers.readline().strip()
    while figures.kills < kills:
        one_life(folder, url, Random(rng.random()), figures, said, mortal=True)
    for _ in range(2):
        one_life(folder, url, Random(rng.random()), figures, said, mortal=False)
    os.write(control_write, b".")
    taken = json.loads(answers.read())
    os.waitpid(hub_pid, 0)
    settle(folder, figures, said, taken)
    return figures


if __name__ == "__main__":
    import sqlalchemy  # noqa: F401 - loaded once here, for all lives

    import kiosk.adapters.hub.wire
    import kiosk.adapters.store.opening  # noqa: F401 - as above

    print(json.dumps(vars(run(int(sys.argv[1]), Path(sys.argv[2])))))  # noqa: T201 - the figures are its result
