"""One life of a real hub, serving on loopback, that dies by its own hand at a point chosen by chance (R1).

Its taxi platform knows no idempotency keys: what it is asked, it does. What it was asked is told to a pipe, so that
the platform's memory outlives the hub as a real one's would.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

from kiosk.domain.ride import Ride, RideState
from kiosk.hub import serve
from kiosk.hub.core import Hub, assemble
from kiosk.hub.migrate import migrate
from kiosk.hub.providers.base import CancelAnswer, ProviderRefused, ReplyLost, RideOrder, RideStatus
from kiosk.hub.settings import HubSettings
from kiosk.protocol.models import EnrolIn
from tests.faults.mortal import Say, die, dying_at
from tests.faults.vfs import Op, layer

Beside = Callable[[Hub], Coroutine[None, None, None]]
CAR = Ride("沪A·D00000", "白色", "李师傅", 3, "南门")
# How far a life may go at most, by what it dies at; most lives end within a few requests of a kiosk.
POINTS = {"io": 60, "sync": 14, "commit": 14, "asking": 4, "asked": 4}
WEIGHTS = (3, 2, 2, 1, 2)


def settings(folder: Path, port: int, **changes: Any) -> HubSettings:
    """In the demo, since only there the settings allow a provider that is none; it is replaced below."""
    made = HubSettings(
        state_dir=folder,
        port=port,
        tls=False,
        demo=True,
        provider="demo",
        rate_per_second=10_000,
        rate_burst=10_000,
    )
    return replace(made, **changes)


@dataclass
class Doom:
    """Where this life ends: at the `left`th chance of the point named. "": nowhere."""

    point: str
    left: int
    say: Say

    def pass_(self, point: str) -> None:
        if point != self.point:
            return
        self.left -= 1
        if self.left == 0:
            self.say(f"died {point}")
            die()


class Taxis:
    """See kiosk.hub.providers.base: answers at once; a reply is lost at times, and an order refused."""

    name = "taxis"
    idempotent = False
    poll_seconds = 0.0

    def __init__(self, doom: Doom, say: Say, rng: Random) -> None:
        self._doom, self._say, self._rng = doom, say, rng

    async def send(self, order: RideOrder) -> str:
        self._doom.pass_("asking")
        if self._rng.random() < 0.1:
            raise ProviderRefused("no service")
        self._say(f"asked {order.key}")
        self._doom.pass_("asked")
        if self._rng.random() < 0.1:
            raise ReplyLost("no answer")
        return f"ride/{order.key}"

    async def status(self, reference: str) -> RideStatus:  # noqa: ARG002 - the port's
        return RideStatus(RideState.DONE, CAR)

    async def cancel(self, reference: str) -> CancelAnswer:  # noqa: ARG002 - the port's
        return CancelAnswer(cancelled=True, consequence="driver_told")

    async def probe(self) -> None:
        return

    async def close(self) -> None:
        return


def live(
    folder: Path,
    port: int,
    rng: Random,
    say: Say,
    *,
    mortal: bool,
    beside: Beside | None = None,
    taxis_elsewhere: bool = False,
    **changes: Any,
) -> None:
    """Serve until told to stop, or until its point is reached; "ready" is said when it answers.

    `beside` runs in the hub's own loop; `changes` are of its settings; `taxis_elsewhere`: it is asked for none.
    """
    weights = (*WEIGHTS[:3], 0, 0) if taxis_elsewhere else WEIGHTS
    point = rng.choices(tuple(POINTS), weights)[0] if mortal else ""
    far = 4 if taxis_elsewhere else 1  # it has less to do, and is not to die more often than the others
    doom = Doom(point, far * rng.randrange(1, POINTS[point] + 1) if mortal else 0, say)
    at = doom.left if point in ("io", "sync") else 0
    ops = (Op.SYNC,) if point == "sync" else tuple(Op)
    hook = dying_at(at, rng, lambda where: say(f"died {where}"), ops)

    def make(made: HubSettings) -> Hub:
        hub = assemble(made, provider=Taxis(doom, say, rng))
        told = hub.bus.publish

        def publish(notices: object) -> None:
            doom.pass_("commit")  # on disk, and the answer has not left yet
            told(notices)  # type: ignore[arg-type]  # handed on as it came

        hub.bus.publish = publish  # type: ignore[method-assign]  # the bus hears of a commit before anybody else
        if beside is not None:
            running.append(asyncio.get_running_loop().create_task(beside(hub)))
        return hub

    running: list[asyncio.Task[None]] = []
    with layer().playing(hook):
        serve.Server(settings(folder, port, **changes), lambda _url: say("ready"), make).run()


def prepare(folder: Path, port: int, say: Say) -> None:
    """A migrated database with one kiosk; says its id and token."""

    async def run() -> None:
        hub = assemble(settings(folder, port))
        await migrate(hub.database.engine)
        async with hub.database.work() as work:
            secret = await hub.kiosks.new_code(work)
        async with hub.database.work() as work:
            kiosk, token = await hub.kiosks.enrol(work, EnrolIn(secret=secret, name="一号机", place="一楼大厅"))
        await hub.close()
        say(f"joined {kiosk.id} {token}")

    asyncio.run(run())
