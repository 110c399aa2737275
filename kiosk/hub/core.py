"""The hub's parts, put together; what every endpoint and every background loop works with."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from kiosk.hub import drills, faults, promise, selftests
from kiosk.hub.alarms import shifts, unarmed
from kiosk.hub.alarms.escalation import Escalations
from kiosk.hub.alarms.shifts import Shifts
from kiosk.hub.alarms.unarmed import UnarmedWatch
from kiosk.hub.bus import Bus, InProcessBus
from kiosk.hub.bus_postgres import PostgresBus
from kiosk.hub.ca import identity
from kiosk.hub.cap import outbox as cap_outbox
from kiosk.hub.cap.endpoints import endpoints
from kiosk.hub.cap.inbound import Inbound
from kiosk.hub.cap.outbox import Outbox
from kiosk.hub.clock import HubClock, SystemClock
from kiosk.hub.content.daily import Daily
from kiosk.hub.content.folder import Folder
from kiosk.hub.database import Database, Work
from kiosk.hub.dispatcher import Dispatcher
from kiosk.hub.drills import Drills
from kiosk.hub.engine import create_engine
from kiosk.hub.errors import HubStartError
from kiosk.hub.hospital.dispatcher import HospitalDispatcher
from kiosk.hub.hospital.registry import HospitalLinks, hospital_links
from kiosk.hub.hospital.repository import forget_holds
from kiosk.hub.hospital.service import Hospitals
from kiosk.hub.keys import database_key
from kiosk.hub.kiosks import Kiosks
from kiosk.hub.lead import Alone, Lead, PostgresLead
from kiosk.hub.limits import Limits
from kiosk.hub.presence import presence
from kiosk.hub.promises import Promises, Silence
from kiosk.hub.providers.base import RideProvider
from kiosk.hub.providers.registry import provider_for
from kiosk.hub.requests import voice_notes
from kiosk.hub.requests.service import RequestsService
from kiosk.hub.residents.secrets import Secrets
from kiosk.hub.residents.service import ResidentsService
from kiosk.hub.retention import Retention
from kiosk.hub.settings import HubSettings
from kiosk.hub.shared import Shared
from kiosk.hub.staff.badges import Badges
from kiosk.hub.streams import Streams
from kiosk.hub.studio.pictures import Pictures
from kiosk.hub.studio.workspace import Workspace
from kiosk.protocol.enrolment import EnrolmentCode, ca_fingerprint
from kiosk.protocol.models import PresenceOut

ENROLMENTS_PER_SECOND = 0.2  # from one address: a typing person, not a guessing machine
ENROLMENT_BURST = 10
log = logging.getLogger(__name__)
HOLDS_KEPT = timedelta(days=1)
Loop = Callable[[], Awaitable[None]]
Look = Callable[[AsyncSession, str], Awaitable[object]]


@dataclass
class Hub:
    settings: HubSettings
    clock: HubClock
    bus: Bus
    database: Database
    requests: RequestsService
    escalations: Escalations
    shifts: Shifts
    unarmed: UnarmedWatch
    kiosks: Kiosks
    limits: Limits
    entry_limits: Limits
    promises: Promises
    silence: Silence
    retention: Retention
    residents: ResidentsService
    badges: Badges
    hospitals: Hospitals
    appointments: HospitalDispatcher
    links: HospitalLinks
    content: Folder  # what is published for kiosks
    studio: Workspace  # drafts of what will be published
    pictures: Pictures  # of drafts, as a kiosk draws them
    inbound: Inbound
    drills: Drills
    lead: Lead = field(default_factory=Alone)
    cap: tuple[Outbox, ...] = ()
    dispatcher: Dispatcher | None = None  # None: people find the cars
    streams: Streams = field(default_factory=Streams)
    ca_pem: str = ""
    loops: list[Loop] = field(default_factory=list)
    watches: list[Loop] = field(default_factory=list)
    rehearsed: list[Look] = field(default_factory=list)  # who looks at an alarm, by its id (kiosk.hub.rehearsal)
    _running: list[asyncio.Task[None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.presence_now = Shared(lambda: self.database.look(self.presence))

    async def presence(self, session: AsyncSession) -> PresenceOut:
        """Who listens and who is on duty now."""
        found = await presence(session, self.clock.now(), self.settings.duty)
        promised = self.settings.demo or await promise.current(session) is not None
        return found.model_copy(update={"promised": promised})

    def enrolment_code(self, secret: str, url: str = "") -> EnrolmentCode:
        """The code for a secret of `kiosks.new_code`: where this hub is and, with its own CA, that CA's hash.

        `url` replaces the address of the settings. Raises HubStartError when no address is known.
        """
        settings = self.settings
        where = url.rstrip("/") or settings.address or _served_at(settings)
        if not where:
            raise HubStartError("the hub's address is not known: set hub.public_url, serve first, or give the address")
        ca = ""
        if settings.tls:
            ca = ca_fingerprint(identity(settings.state_dir, settings.certified, self.clock.now()).ca_pem)
        return EnrolmentCode(where, secret, ca)

    def background(self, loop: Loop) -> None:
        """Run `loop` in one of the hub's processes; one that fails is logged and begun anew after a second."""
        self.loops.append(loop)

    def watch(self, loop: Loop) -> None:
        """As `background`, in every process: what keeps its own pages and streams up to date."""
        self.watches.append(loop)

    async def start(self) -> None:
        self._running = [asyncio.create_task(self._keep(loop)) for loop in self.watches]
        self._running.append(asyncio.create_task(self.lead.run(self._work)))

    async def _work(self) -> None:
        async with asyncio.TaskGroup() as group:
            for loop in self.loops:
                group.create_task(self._keep(loop))

    def begin_close(self) -> None:
        """End every stream at once, so that the server need not wait for them."""
        self.bus.close()

    async def close(self) -> None:
        self.begin_close()
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        if self.dispatcher is not None:
            await self.dispatcher.provider.close()
        await self.hospitals.close()
        for outbox in self.cap:
            await outbox.close()
        await self.links.close()
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


def _served_at(settings: HubSettings) -> str:
    try:
        return settings.served_at.read_text("utf-8").strip()
    except FileNotFoundError:
        return ""


async def _forget_beyond(work: Work, before: datetime) -> None:
    await cap_outbox.forget(work, before)
    await faults.forget(work.session, before)
    await drills.forget(work.session, before)


def assemble(
    settings: HubSettings,
    *,
    clock: HubClock | None = None,
    provider: RideProvider | None = None,
    links: HospitalLinks | None = None,
) -> Hub:
    """A hub, not started; `provider` and `links` replace those of the settings.

    Raises HubStartError for what must not run.
    """
    settings.check()
    clock = clock or SystemClock()
    postgres = settings.database.startswith("postgresql")
    bus = PostgresBus(settings.database) if postgres else InProcessBus()
    key = database_key(settings.state_dir)
    provider = provider or provider_for(settings, clock)
    engine = create_engine(settings.database, "" if postgres else key)
    database = Database(engine, bus)
    kiosks = Kiosks(clock, settings.silent_after)
    requests = RequestsService(settings, clock)
    escalations = Escalations(settings, clock)
    requests.alarm_waits = escalations.begin
    exercises = Drills(clock, database, settings.drill_seconds)
    requests.drill_joins = exercises.joins
    card_limits = Limits(clock, settings.card_rate, settings.card_burst)
    residents = ResidentsService(clock, database, requests, Secrets(key), card_limits)
    links = links or hospital_links(settings, clock)
    hospitals = Hospitals(settings, clock, database, links.places)
    content = Folder(settings.state_dir / "content")
    hub = Hub(
        settings=settings,
        clock=clock,
        bus=bus,
        database=database,
        requests=requests,
        escalations=escalations,
        shifts=Shifts(clock, requests),
        unarmed=UnarmedWatch(clock, database, settings.duty),
        kiosks=kiosks,
        limits=Limits(clock, settings.rate_per_second, settings.rate_burst),
        entry_limits=Limits(clock, ENROLMENTS_PER_SECOND, ENROLMENT_BURST),
        promises=Promises(settings, clock, database, escalations.step),
        silence=Silence(clock, database, kiosks),
        retention=Retention(clock, database, settings.keep_days),
        residents=residents,
        badges=Badges(clock, database, requests),
        hospitals=hospitals,
        appointments=HospitalDispatcher(settings, clock, database, bus, hospitals),
        links=links,
        lead=PostgresLead(settings.database) if postgres else Alone(),
        content=content,
        studio=Workspace(settings.state_dir / "studio", content, clock.now),
        pictures=Pictures(settings.state_dir / "studio" / ".pictures"),
        inbound=Inbound(clock),
        drills=exercises,
        cap=tuple(Outbox(one, settings, clock, database, bus) for one in endpoints(settings)),
        dispatcher=Dispatcher(settings, clock, database, bus, provider) if provider else None,
    )
    hub.retention.jobs.append(lambda work, now: forget_holds(work.session, now - HOLDS_KEPT))
    hub.retention.jobs.append(voice_notes.forget)
    hub.retention.jobs.append(lambda work, now: _forget_beyond(work, now - timedelta(days=settings.keep_days)))
    hub.retention.jobs.append(
        lambda work, now: selftests.forget(work.session, now - timedelta(days=settings.keep_days))
    )
    hub.retention.jobs.append(lambda work, now: residents.tidy(work, now, settings.resident_months))
    hub.retention.jobs.append(lambda work, now: unarmed.forget(work, now - timedelta(days=settings.keep_days)))
    hub.retention.jobs.append(lambda work, now: shifts.forget(work, now - timedelta(days=settings.keep_days)))
    _loops(hub, bus)
    return hub


def _loops(hub: Hub, bus: Bus) -> None:
    daily = Daily(hub.content, hub.clock)
    beyond = [hub.silence.run, hub.drills.run, *(outbox.run for outbox in hub.cap)]
    for loop in (hub.promises.run, hub.unarmed.run, hub.retention.run, hub.appointments.run, daily.run, *beyond):
        hub.background(loop)
    if hub.dispatcher is not None:
        hub.background(hub.dispatcher.run)
    if hub.links.demo is not None:
        hub.watch(hub.links.demo.run)
    if isinstance(bus, PostgresBus):
        hub.watch(bus.run)
