"""R1, R4, R5: a kiosk, the supervisor above it and two hubs, each killed with -9 again and again: alarms and taxis.

    python -m tests.faults.alarm_killing COUNT FOLDER

As house_killing: this process counts, all others are forked from it and tell it through one pipe what was shown, what
was pressed, what died. Prints one line of JSON.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random

from kiosk.adapters.hub.credentials import Credentials
from tests.faults import alarm_desk, alarm_life, hub_life
from tests.faults.alarm_after import Told
from tests.faults.count import chance
from tests.faults.house_killing import Heard, free_port
from tests.faults.mortal import fork

ROUND = 50  # deaths in one house
ESCALATE_SECONDS = 0.4


class House:
    """A kiosk with its supervisor, a hub and a second hub, each in whatever life it is."""

    def __init__(self, folder: Path, rng: Random) -> None:
        self.heard, self.told = Heard(), Told()
        self._folder, self._rng = folder, rng
        reading, self._writing = os.pipe()
        self._lines = os.fdopen(reading)
        self._pids: dict[str, int] = {}
        self._ports = {name: free_port() for name in ("hub", "second")}
        (folder / "kiosk").mkdir(parents=True)
        device = folder / "button"
        os.mkfifo(device)
        self._device = os.open(device, os.O_RDWR)  # a device is not gone when nobody presses
        known = {name: self._join(name) for name in ("hub", "second")}
        self._places = alarm_life.Places(folder / "kiosk", device, known["hub"], known["second"])

    def play(self, kills: int) -> None:
        for name in ("hub", "second", "kiosk"):
            self._start(name)
        while self.heard.kills < kills:
            pid, word, rest = self._line()
            if word == "ready":
                os.kill(self._pids["kiosk"], signal.SIGUSR1)
            if word == "died":
                self._died(pid, rest)
        for pid in self._pids.values():
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)

    def settle(self) -> None:
        """Nobody dies any more: every alarm is taken and closed, and everything is told to the end."""
        for name in ("hub", "second", "kiosk"):
            self._start(name, mortal=False)
        while self._line()[:2] != (self._pids["kiosk"], "gone"):
            pass
        for name in ("hub", "second"):
            os.kill(self._pids[name], signal.SIGTERM)
        for pid in self._pids.values():
            os.waitpid(pid, 0)
        self._lines.close()
        os.close(self._writing)
        os.close(self._device)

    def _died(self, pid: int, where: str) -> None:
        """A kiosk's death is its supervisor's to see; whoever else died is begun anew here."""
        name = next((name for name, one in self._pids.items() if one == pid), "")
        self.heard.kills += 1
        self.heard.died_at[f"{'supervisor' if name == 'kiosk' else name or 'kiosk'} {where}"] += 1
        if name:
            os.waitpid(pid, 0)
            self._start(name)

    def _join(self, name: str) -> Credentials:
        names = alarm_desk.FIRST if name == "hub" else alarm_desk.SECOND
        pid = self._fork(partial(alarm_desk.prepare, self._folder / name, self._ports[name], names))
        word = rest = ""
        while word != "joined":
            _, word, rest = self._line()
        os.waitpid(pid, 0)
        kiosk_id, _, token = rest.partition(" ")
        return Credentials(f"http://127.0.0.1:{self._ports[name]}", kiosk_id, token)

    def _start(self, name: str, *, mortal: bool = True) -> None:
        rng = Random(self._rng.random())
        if name == "kiosk":
            live = partial(alarm_life.supervise, self._places, rng, mortal=mortal, wishing=mortal)
            self._pids[name] = self._fork(live)
            return
        names = alarm_desk.FIRST if name == "hub" else alarm_desk.SECOND
        at_desks = Random(rng.random())
        self._pids[name] = self._fork(
            partial(
                hub_life.live, self._folder / name, self._ports[name], rng, mortal=mortal,
                beside=lambda hub: alarm_desk.Desks(hub, names, at_desks, all_=not mortal).run(),
                taxis_elsewhere=name == "second",
                escalate_after=ESCALATE_SECONDS,
            )
        )  # fmt: skip

    def _fork(self, live: Callable[..., None]) -> int:
        def say(line: str) -> None:
            os.write(self._writing, f"{os.getpid()} {line}\n".encode())

        def work() -> None:
            try:
                live(say=say)
                say("gone")
            except BaseException:
                say("failed")
                raise

        return fork(work)

    def _line(self) -> tuple[int, str, str]:
        """The next line; what is to be remembered is remembered on the way."""
        pid, word, rest = [*self._lines.readline().strip().split(" ", 2), ""][:3]
        self.told.hear(word, rest)
        if word == "said":
            self.heard.said.add(rest)
        elif word == "asked":
            self.heard.asked[rest] += 1
        elif word == "failed":
            raise SystemExit("a process failed by itself")
        return int(pid), word, rest


def main(kills: int, folder: Path) -> dict[str, object]:
    import kiosk.adapters.hub.wire
    import kiosk.adapters.store.opening
    import kiosk.hub.desk.app  # noqa: F401 - loaded once here, for all lives
    from tests.faults import alarm_after
    from tests.faults.house_after import HubDisk
    from tests.faults.house_after import after as taxis_after

    signal.signal(signal.SIGUSR1, signal.SIG_IGN)  # who is not listening yet is not ended by it
    rng = chance("alarms")
    figures: Counter[str] = Counter()
    died_at: Counter[str] = Counter()
    for first in range(0, kills, ROUND):
        house = House(folder / str(first), rng)
        house.play(min(ROUND, kills - first))
        house.settle()
        here, heard = folder / str(first), house.heard
        died_at += heard.died_at
        figures.update(taxis_after(here, heard.said, heard.asked))
        figures.update(alarm_after.after(here, HubDisk(here / "hub"), HubDisk(here / "second"), house.told))
        figures.update(kills=heard.kills, said=len(heard.said), asked=heard.asked.total(), houses=1)
    return {**figures, "died_at": died_at}


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), Path(sys.argv[2]))))  # noqa: T201 - the figures are its result
