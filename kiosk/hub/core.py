"""The hub's parts, put together; what every endpoint and every background loop works with."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncSession

from kiosk.hub.bus import Bus, InProcessBus
from kiosk.hub.clock import HubClock, SystemClock
from kiosk.hub.database import Database
from kiosk.hub.engine import create_engine
from kiosk.hub.keys import database_key
from kiosk.hub.kiosks import Kiosks
from kiosk.hub.limits import Limits
from kiosk.hub.presence import presence
from kiosk.hub.requests.service import RequestsService
from kiosk.hub.settings import HubSettings
from kiosk.hub.streams import Streams
from kiosk.protocol.models import PresenceOut

ENROLMENTS_PER_SECOND = 0.2  # from one address: a typing person, not a guessing machine
ENROLMENT_BURST = 10
log = logging.getLogger(__name__)
Loop = Callable[[], Awaitable[None]]


@dataclass
class Hub:
    settings: HubSettings
    clock: HubClock
    bus: Bus
    database: Database
    requests: RequestsService
    kiosks: Kiosks
    limits: Limits
    entry_limits: Limits
    streams: Streams = field(default_factory=Streams)
    ca_pem: str = ""
    loops: list[Loop] = field(default_factory=list)
    _running: list[asyncio.Task[None]] = field(default_factory=list)

    async def presence(self, session: AsyncSession) -> PresenceOut:
        """Who listens and who is on duty now."""
        return await presence(session, self.clock.now(), self.settings.duty)

    def background(self, loop: Loop) -> None:
        """Run `loop` while the hub does; one that fails is logged and begun anew after a second."""
        self.loops.append(loop)

    async def start(self) -> None:
        self._running = [asyncio.create_task(self._keep(loop)) for loop in self.loops]

    def begin_close(self) -> None:
        """End every stream at once, so that the server need not wait for them."""
        self.bus.close()

    async def close(self) -> None:
        self.begin_close()
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        await self.database.close()

    async def _keep(self, loop: Loop) -> None:
        while True:
            try:
                await loop()
            except Exception:
                log.exception("a background loop failed and is begun anew")
                await asyncio.sleep(1)
            else:
                return


def assemble(settings: HubSettings, *, clock: HubClock | None = None) -> Hub:
    """A hub, not started. Raises HubStartError for settings that must never run."""
    settings.check()
    clock = clock or SystemClock()
    bus = InProcessBus()
    encrypted = settings.database.startswith("sqlite")
    engine = create_engine(settings.database, database_key(settings.state_dir) if encrypted else "")
    return Hub(
        settings=settings,
        clock=clock,
        bus=bus,
        database=Database(engine, bus),
        requests=RequestsService(settings, clock),
        kiosks=Kiosks(clock, settings.silent_after),
        limits=Limits(clock, settings.rate_per_second, settings.rate_burst),
        entry_limits=Limits(clock, ENROLMENTS_PER_SECOND, ENROLMENT_BURST),
    )
