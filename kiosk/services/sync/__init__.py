"""The sync engine: three threads that carry the outbox out, the hub's news in, and a sign of life."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from kiosk.ports.clock import Cancel, Clock
from kiosk.ports.hub import HubLink
from kiosk.ports.ids import Ids
from kiosk.ports.store import Store
from kiosk.ports.tasks import Tasks
from kiosk.services.presence import PresenceBoard
from kiosk.services.steps import Steps
from kiosk.services.sync.contact import Contact, Trouble
from kiosk.services.sync.delivery import Delivery
from kiosk.services.sync.heartbeat import Heartbeat
from kiosk.services.sync.loop import Loop
from kiosk.services.sync.stream import Listening

__all__ = ["SyncEngine", "SyncOptions", "Trouble"]


def _nothing() -> tuple[str, ...]:
    return ()


@dataclass(frozen=True)
class SyncOptions:
    """What the desk is told of this kiosk, and how long ended requests stay (docs/data.md). `enrolled_soon`: whoever
    started this kiosk enrols it, and says so when that fails; until then nothing is wrong."""

    screen: Callable[[], str] = str
    faults: Callable[[], tuple[str, ...]] = _nothing
    keep: timedelta = timedelta(days=31)
    seed: int | None = None
    enrolled_soon: bool = False
    steps: Steps | None = None
    content: Callable[[], Mapping[str, int]] = dict


class SyncEngine:
    """`link` makes a connection of its own for each of the three threads."""

    def __init__(
        self,
        store: Store,
        link: Callable[[], HubLink],
        clock: Clock,
        tasks: Tasks,
        ids: Ids,
        board: PresenceBoard,
        options: SyncOptions | None = None,
    ) -> None:
        options = options or SyncOptions()
        rng = Random(options.seed)  # noqa: S311 - it spreads kiosks over time and guards nothing
        self._contact = contact = Contact(tasks, board, self.wake, enrolled_soon=options.enrolled_soon)
        self._links = [link(), link(), link()]
        delivery = Delivery(store, self._links[0], clock, ids, contact, board, rng)
        listening = Listening(store, self._links[1], clock, ids, contact, board, rng)
        heartbeat = Heartbeat(
            store,
            self._links[2],
            clock,
            contact,
            board,
            screen=options.screen,
            faults=lambda: (*delivery.faults(), *listening.faults(), *options.faults()),
            keep=options.keep,
            steps=options.steps,
            content=options.content,
        )
        self._delivery = Loop("sync-delivery", delivery.step)
        self._loops = [self._delivery, Loop("sync-stream", listening.step), Loop("sync-heartbeat", heartbeat.step)]

    @property
    def online(self) -> bool:
        """Whether the hub answered the last time somebody asked."""
        return self._contact.online

    @property
    def trouble(self) -> Trouble:
        """Why nothing goes out; NONE while it does."""
        return self._contact.trouble

    def watch_online(self, listener: Callable[[bool], None]) -> Cancel:
        """`listener` hears on the main thread when the hub is found or lost, and when the reason changes."""
        return self._contact.watch(listener)

    def start(self) -> None:
        for loop in self._loops:
            loop.start()

    def wake(self) -> None:
        """There is something to deliver; from any thread."""
        self._delivery.wake()

    def close(self, seconds: float = 2.0) -> None:
        """End the threads; one that hangs in the network is left to the process's end."""
        self._contact.close()
        for loop in self._loops:
            loop.close()
        for link in self._links:
            link.close()
        for loop in self._loops:
            loop.join(seconds)
