"""R1, the other half: a real hub killed with -9 again and again, alone or together with its kiosk.

    python -m tests.faults.house_killing hub|both COUNT FOLDER

This process counts; hub and kiosk are forked from it, life after life, on one folder each. All they have to say comes
through one pipe, a line at a time: what residents were told, what the taxi platform was asked, what killed whom.
Prints one line of JSON.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random

from kiosk.adapters.hub.credentials import Credentials
from tests.faults import hub_life, kiosk_life
from tests.faults.count import chance
from tests.faults.mortal import fork

ROUND = 100  # deaths in one house; then a new one, for what waits for a person only grows
PORTS = range(20_000, 32_000)  # below those a client may be given: nobody takes it while the hub is dead


@dataclass
class Heard:
    """What was told to this process, by whoever."""

    said: set[str] = field(default_factory=set)
    asked: Counter[str] = field(default_factory=Counter)
    died_at: Counter[str] = field(default_factory=Counter)
    kills: int = 0
    processes: int = 0


class House:
    """A hub and a kiosk, either of them in whatever life it is."""

    def __init__(self, folder: Path, rng: Random) -> None:
        self.heard = Heard()
        self._folder, self._rng = folder, rng
        self._port = free_port()
        reading, self._writing = os.pipe()
        self._lines = os.fdopen(reading)
        self._hub = self._kiosk = 0
        prepared = self._fork(partial(hub_life.prepare, folder / "hub", self._port))
        _, word, rest = self._line()
        assert word == "joined"
        os.waitpid(prepared, 0)
        kiosk_id, _, token = rest.partition(" ")
        self._joined = Credentials(f"http://127.0.0.1:{self._port}", kiosk_id, token)

    def play(self, kills: int, *, both: bool) -> None:
        """Until so many deaths; with `both`, who dies first takes the other along."""
        self._start_hub(mortal=True)
        self._start_kiosk(mortal=both)
        while self.heard.kills < kills:
            pid, word, rest = self._line()
            if word == "ready":
                os.kill(self._kiosk, signal.SIGUSR1)
            if word == "died" and pid in (self._hub, self._kiosk):
                self._one_died(pid, rest, both=both)
        self._end(self._kiosk)
        self._end(self._hub)

    def settle(self) -> None:
        """Nobody dies any more: the kiosk tells all it has and hears all there is."""
        self._start_hub(mortal=False)
        self._start_kiosk(mortal=False, wishing=False)
        kiosk = self._kiosk
        while (line := self._line())[:2] != (kiosk, "gone"):
            assert line[1] != "died"
        os.kill(self._hub, signal.SIGTERM)
        while self._line()[:2] != (self._hub, "gone"):
            pass
        for pid in (self._kiosk, self._hub):
            os.waitpid(pid, 0)
        self._lines.close()
        os.close(self._writing)

    def _one_died(self, pid: int, where: str, *, both: bool) -> None:
        who = "hub" if pid == self._hub else "kiosk"
        self.heard.kills += 1
        self.heard.died_at[f"{who} {where}"] += 1
        other = self._kiosk if who == "hub" else self._hub
        if both:
            os.kill(other, signal.SIGKILL)
        os.waitpid(pid, 0)
        self.heard.processes += 2 if both else 1
        if both:
            os.waitpid(other, 0)
        if both or who == "hub":
            self._start_hub(mortal=True)
        if both or who == "kiosk":
            self._start_kiosk(mortal=both)

    def _start_hub(self, *, mortal: bool) -> None:
        rng = Random(self._rng.random())
        self._hub = self._fork(partial(hub_life.live, self._folder / "hub", self._port, rng, mortal=mortal))

    def _start_kiosk(self, *, mortal: bool, wishing: bool = True) -> None:
        rng = Random(self._rng.random())
        live = partial(kiosk_life.live, self._folder / "kiosk", self._joined, rng, mortal=mortal, wishing=wishing)
        self._kiosk = self._fork(live)

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
        """The next line; what is to be counted is counted on the way."""
        pid, word, rest = [*self._lines.readline().strip().split(" ", 2), ""][:3]
        if word == "said":
            self.heard.said.add(rest)
        elif word == "asked":
            self.heard.asked[rest] += 1
        elif word == "failed":
            raise SystemExit("a process failed by itself")
        return int(pid), word, rest

    @staticmethod
    def _end(pid: int) -> None:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def free_port() -> int:
    """Not by the seed: two runs at once must not meet."""
    while True:
        port = Random().choice(PORTS)
        with socket.socket() as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port


def main(who: str, kills: int, folder: Path) -> dict[str, object]:
    import kiosk.adapters.hub.wire
    import kiosk.adapters.store.opening
    import kiosk.hub.desk.app  # noqa: F401 - loaded once here, for all lives
    from tests.faults.house_after import after

    signal.signal(signal.SIGUSR1, signal.SIG_IGN)  # a kiosk that is not listening yet is not ended by it
    rng = chance(f"house {who}")
    figures: Counter[str] = Counter()
    died_at: Counter[str] = Counter()
    for first in range(0, kills, ROUND):
        house = House(folder / str(first), rng)
        house.play(min(ROUND, kills - first), both=who == "both")
        house.settle()
        heard = house.heard
        died_at += heard.died_at
        figures.update(after(folder / str(first), heard.said, heard.asked))
        figures.update(
            kills=heard.kills, processes=heard.processes, said=len(heard.said), asked=heard.asked.total(), houses=1
        )
    return {**figures, "died_at": died_at}


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))))  # noqa: T201 - the figures are its result
