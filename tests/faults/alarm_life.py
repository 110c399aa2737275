"""One life of a kiosk and of the supervisor above it, with alarms and taxis; either dies by its own hand (R1, R4, R5).

The lane, its journal, the second hub, the red button's line and its file, the outbox and the screen's presenter are the
real ones. What a resident could read or hear goes word for word to the process that counts.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

from kiosk.adapters.alarm_button import SupervisedButton
from kiosk.adapters.clock import SystemClock
from kiosk.adapters.hub import HubClient
from kiosk.adapters.hub.credentials import Credentials
from kiosk.adapters.journal import Disk, FileJournal
from kiosk.adapters.store import SqlStore
from kiosk.bootstrap.alarm import listen
from kiosk.domain.request import Event, Request
from kiosk.ports.hub import Reply
from kiosk.ports.journal import Entry, Stage
from kiosk.services.alarm import AlarmLane, AlarmOptions, AlarmPhase, Rules
from kiosk.services.alarm.button import RedButton
from kiosk.services.alarm.other_hubs import OtherHub, OtherHubs
from kiosk.services.presence import PresenceBoard
from kiosk.services.requests import Requests
from kiosk.services.sync import SyncEngine, SyncOptions
from kiosk.supervisor.button import ButtonDevice, Line, Presses
from tests.fakes.requests import new_id
from tests.faults.alarm_screen import Reader
from tests.faults.hub_life import Doom
from tests.faults.kiosk_life import KEY, MainLoop, Residents, _never, _settled
from tests.faults.mortal import TORN, Say, die, dying_at, fork
from tests.faults.vfs import layer

RULES = Rules(
    countdown=0.3,
    cancel_after=0.05,
    no_answer=0.3,
    escalate=0.8,
    again=1.5,
    poll=0.3,
    retry_first=0.05,
    retry_most=0.3,
)
# How far a kiosk's life may go at most, by what it dies at, and how likely each is.
POINTS = {"store": 150, "journal": 16, "hub": 12, "second": 4, "shown": 10, "cancel": 2}
WEIGHTS = (3, 4, 3, 2, 3, 2)
ENTER = 28
MOST_AT_ONCE = 4
WORDS = 1200  # a line must be written whole


@dataclass(frozen=True)
class Places:
    """Where everything of one kiosk lies, and the two hubs that know it."""

    folder: Path
    device: Path
    first: Credentials
    second: Credentials

    @property
    def presses(self) -> str:
        return str(self.folder / "button.presses")


class MortalDisk(Disk):
    """The journal's; a death at a write may leave its first part behind."""

    def __init__(self, doom: Doom, rng: Random) -> None:
        self._doom, self._rng = doom, rng

    def write(self, fd: int, data: bytes, offset: int) -> int:
        if self._doom.point == "journal" and self._doom.left == 1 and self._rng.random() < TORN:
            super().write(fd, data[: self._rng.randrange(len(data))], offset)
        self._doom.pass_("journal")
        return super().write(fd, data, offset)

    def sync(self, fd: int) -> None:
        self._doom.pass_("journal")
        super().sync(fd)


class Journal(FileJournal):
    """Says when a call that was called off is on the disk, and knows whether anything is open."""

    def __init__(self, folder: Path, disk: Disk, say: Say) -> None:
        super().__init__(folder, disk)
        self._say = say
        self.stages: dict[str, Stage] = {}

    @property
    def under_way(self) -> int:
        return sum(stage.open for stage in tuple(self.stages.values()))

    def open(self) -> tuple[Entry, ...]:
        left = super().open()
        self.stages |= {entry.id: entry.stage for entry in left}
        return left

    def write(self, entry: Entry) -> None:
        before = self.stages.get(entry.id, Stage.ARMED)
        self.stages[entry.id] = entry.stage  # open until it is written to be over
        super().write(entry)
        if entry.stage is Stage.CALLED_OFF or (entry.stage is Stage.OVER and before is Stage.ARMED):
            self._say(f"traced {entry.id}")


class MortalHub(HubClient):
    """Dies before or after its nth call."""

    def __init__(self, known: Credentials, point: str, doom: Doom, rng: Random) -> None:
        super().__init__(lambda: known)
        self._pass = partial(doom.pass_, point)
        self._before = rng.random() < 0.5

    def submit(self, request: Request, *, boot: str, now: float) -> Reply:
        return self._around(lambda: HubClient.submit(self, request, boot=boot, now=now))

    def add_event(self, event: Event) -> Reply:
        return self._around(lambda: HubClient.add_event(self, event))

    def fetch(self, request_id: str) -> Reply:
        return self._around(lambda: HubClient.fetch(self, request_id))

    def _around(self, ask: Callable[[], Reply]) -> Reply:
        if self._before:
            self._pass()
        reply = ask()
        if not self._before:
            self._pass()
        return reply


class Fingers:
    """On the key, on the red button, on 取消 and 马上叫, on the answers: in no order that anybody chose."""

    def __init__(self, lane: AlarmLane, journal: Journal, device: int, doom: Doom, rng: Random, say: Say) -> None:
        self._lane, self._journal, self._device = lane, journal, device
        self._doom, self._rng, self._say = doom, rng, say

    def move(self) -> None:
        state, chance = self._lane.state, self._rng.random()
        if state.phase in (AlarmPhase.OVER, AlarmPhase.CANCELLED):
            self._lane.close_card()
        elif state.phase is AlarmPhase.COUNTDOWN:
            self._in_the_countdown(chance)
        elif self._journal.under_way >= MOST_AT_ONCE:
            return  # a busy machine is not to be buried in calls that nobody would make
        elif state.phase is AlarmPhase.IDLE:
            self._call(chance)
        else:
            self._meanwhile(chance)

    def _call(self, chance: float) -> None:
        if chance < 0.5:
            self._lane.press("home")
        elif chance < 0.8:
            self._button()

    def _meanwhile(self, chance: float) -> None:
        if chance < 0.15:
            self._lane.press("home")
        elif chance < 0.25:
            self._lane.answer("where", self._rng.choice(["fall", "chest", "afraid"]))
        elif chance < 0.27:
            self._lane.wrong_press()
        elif chance < 0.32:
            self._button()

    def _in_the_countdown(self, chance: float) -> None:
        request_id = self._lane.state.request_id
        if chance < 0.25:
            if self._lane.cancel():
                self._say(f"cancelled {request_id}")
                self._doom.pass_("cancel")
        elif chance < 0.35:
            self._lane.send_now()
        elif chance < 0.4:
            self._button()

    def _button(self) -> None:
        fields = ((1, 2), (ENTER, 2), (1, 4))
        os.write(self._device, bytes(16) + b"".join(n.to_bytes(size, sys.byteorder) for n, size in fields))


class Button(SupervisedButton):
    """Says which presses it was told, and which are safe."""

    def __init__(self, presses: int, answers: int, say: Say) -> None:
        super().__init__(presses, answers)
        self._say = say

    def taken(self, press_id: str) -> None:
        if press_id in self._told:
            self._say(f"safe {press_id}")
        super().taken(press_id)


def live(places: Places, rng: Random, line: tuple[int, int], say: Say, *, mortal: bool, wishing: bool) -> None:
    """Lives until killed; without `wishing`, until everything has been told and every alarm is over."""
    clock = SystemClock(lambda _seconds, _call: lambda: None)
    point = rng.choices(tuple(POINTS), WEIGHTS)[0] if mortal else ""
    doom = Doom(point, rng.randrange(1, POINTS[point] + 1) if mortal else 0, say)
    left = doom.left if point == "store" else 0
    device = os.open(places.device, os.O_RDWR)
    with layer().playing(dying_at(left, rng, lambda where: say(f"died store {where}"))):
        tasks, board = MainLoop(), PresenceBoard(MainLoop())
        store = SqlStore(places.folder, lambda: KEY, clock.now)
        engine = SyncEngine(
            store, lambda: HubClient(lambda: places.first), clock, tasks, new_id, board,
            SyncOptions(seed=rng.randrange(1 << 30)),
        )  # fmt: skip
        requests = Requests(store, clock, tasks, new_id, wake=engine.wake)
        red = RedButton(Button(*line, say))
        journal = Journal(places.folder, MortalDisk(doom, rng), say)
        second = OtherHub("second-hub", lambda: MortalHub(places.second, "second", doom, rng))
        options = AlarmOptions(RULES, safe=red.taken, hubs=OtherHubs([second], new_id), kiosk="一号机", place="一楼")
        lane = AlarmLane(
            journal, lambda: MortalHub(places.first, "hub", doom, rng), clock, tasks, new_id, options
        )  # fmt: skip

        def shown(alarm: str, words: str) -> None:
            say(f"shown {alarm} {json.dumps(words, ensure_ascii=False)}"[:WORDS])
            doom.pass_("shown")

        Reader(lane, shown)
        lane.start()
        listen(red, lane)
        requests.start(_never)
        engine.start()
        signal.signal(signal.SIGUSR1, lambda *_: tasks.to_main(engine.wake))
        residents, fingers = Residents(requests, rng, say), Fingers(lane, journal, device, doom, rng, say)
        while wishing or not (_settled(store) and journal.under_way == 0):
            if wishing:
                residents.wish()
                fingers.move()
            tasks.run_one()
        lane.close()
        engine.close()
        store.close()


class MortalPresses(Presses):
    """What the supervisor knows of the red button. It dies around what it hears, keeps and is told."""

    doom: Doom
    say: Say

    def look(self) -> bytes:
        before = self.waiting
        line = super().look()
        if line:
            self.say(f"pressed {line.split()[0].decode()}")
            for gone in [one for one in before if one not in self.waiting]:
                self.say(f"safe {gone.split()[0].decode()}")  # one older and one newer still call for it
            self.doom.pass_("pressed")
        return line

    def taken(self, ids: bytes) -> None:
        self.doom.pass_("taken")
        super().taken(ids)


def supervise(places: Places, rng: Random, say: Say, *, mortal: bool, wishing: bool) -> None:
    """Starts kiosk after kiosk; without `wishing` one that ends by itself, and then has nothing left to tell."""
    presses = MortalPresses(ButtonDevice(str(places.device), "event", ENTER), places.presses)
    presses.say = say
    presses.doom = Doom(rng.choice(["pressed", "taken"]), rng.randrange(1, 6) if mortal else 0, say)
    kiosk = 0

    def wake(*_: object) -> None:
        if kiosk:
            os.kill(kiosk, signal.SIGUSR1)

    signal.signal(signal.SIGUSR1, wake)
    while True:
        line = Line(presses)
        given = tuple(int(fd) for fd in line.given.split(","))
        kiosk = _kiosk(places, Random(rng.random()), (given[0], given[1]), say, mortal=mortal, wishing=wishing)
        line.begin()
        code = None
        while code is None:
            select.select(line.fds(), [], [], 0.05)
            line.carry()
            pid, status = os.waitpid(kiosk, os.WNOHANG)
            code = os.waitstatus_to_exitcode(status) if pid else None
        line.close()
        kiosk = 0
        if code > 0:
            raise RuntimeError("a kiosk failed by itself")
        if code == 0 and not presses.waiting:
            return


def _kiosk(places: Places, rng: Random, line: tuple[int, int], say: Say, *, mortal: bool, wishing: bool) -> int:
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})

    def work() -> None:
        signal.signal(signal.SIGUSR1, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGUSR1})
        live(places, rng, line, say, mortal=mortal, wishing=wishing)

    pid = fork(work)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGUSR1})
    return pid


__all__ = ["Places", "die", "supervise"]
