"""Talks to hospitals about appointments, in the background and never while a kiosk waits.

A booking is on disk before it is sent, and is sent once. One whose reply never came is `lost`: the request becomes
unknown and a person finds out; the hub itself only looks whether the hospital has an appointment with its key (R1).
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Callable, Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from kiosk.domain.details import SlotRef
from kiosk.domain.request import Actor, Mode, Status
from kiosk.hub.bus import Bus, Notice, Topic
from kiosk.hub.clock import HubClock
from kiosk.hub.database import Database, Work
from kiosk.hub.hospital import repository
from kiosk.hub.hospital.base import (
    BookingOrder,
    HospitalPort,
    Person,
    ProviderRefused,
    ReplyLost,
    SlotTaken,
    Unclear,
    Unknown,
    Unreached,
    Visit,
)
from kiosk.hub.hospital.holds import Holds
from kiosk.hub.hospital.outcomes import Outcomes, hospital
from kiosk.hub.hospital.past import end_past
from kiosk.hub.hospital.reading import moment
from kiosk.hub.hospital.repository import USED
from kiosk.hub.hospital.service import Hospitals
from kiosk.hub.models import Hold, HospitalBooking, Request, Resident
from kiosk.hub.requests.base import BOOKED, CANCELLED, CANCELLING, LOST, PENDING, QUEUED, REFUSED, SENDING
from kiosk.hub.settings import HubSettings

log = logging.getLogger(__name__)
T = TypeVar("T")
ANSWER_SECONDS = 60.0  # for all that one booking takes; each of its calls is bounded by itself
POLL_SECONDS = 1.0
AT_ONCE = 16
WAITING = 64  # taken from the queue at a time
LOOK_EVERY = timedelta(seconds=10)
LOOK = {PENDING: timedelta(minutes=1), BOOKED: timedelta(minutes=5), LOST: timedelta(minutes=1)}
LOOKED_FOR = timedelta(days=1)  # after a lost reply
TRY_AGAIN = timedelta(seconds=20)
CANCEL_TRIES_FOR = timedelta(minutes=1)
SILENT = timedelta(hours=6)
TIDY = timedelta(minutes=1)
NONE_THERE = (Status.DELIVERED, Status.CANCELLED, Status.FAILED)  # as a person found out about a lost reply
Step = Callable[[HospitalBooking], Coroutine[Any, Any, None]]


class HospitalDispatcher:
    def __init__(
        self, settings: HubSettings, clock: HubClock, database: Database, bus: Bus, hospitals: Hospitals
    ) -> None:
        self._clock = clock
        self._database = database
        self._bus = bus
        self._hospitals = hospitals
        self._outcomes = Outcomes(settings, clock)
        self._holds = Holds(clock, database, timedelta(seconds=settings.hold_seconds))
        self._at_once = asyncio.Semaphore(AT_ONCE)
        self._busy: dict[str, asyncio.Task[None]] = {}
        self._later: dict[str, datetime] = {}
        self._tidied = self._looked = datetime.min.replace(tzinfo=UTC)

    async def run(self) -> None:
        """Until cancelled: at once when a booking or a hold is announced, and regularly for how they stand."""
        await self.recover()
        wakes = self._bus.subscribe(Notice(Topic.HOSPITAL))
        try:
            while not wakes.closed:
                await self._begin()
                await wakes.wait(POLL_SECONDS)
        finally:
            wakes.close()
            for task in self._busy.values():
                task.cancel()
            await asyncio.gather(*self._busy.values(), return_exceptions=True)

    async def recover(self) -> None:
        """The hub died while these were being sent: nobody knows whether they arrived."""
        async with self._database.work() as work:
            for booking in await repository.bookings_in(work.session, (SENDING, CANCELLING)):
                if not booking.reference:
                    row, kept = await self._both(work, booking)
                    await self._outcomes.lost(work, row, kept, self._by(kept), "send")

    async def tick(self) -> None:
        """One round, waited for: send what waits, cancel what must be, look how appointments and holds stand."""
        await self._begin()
        await asyncio.gather(*self._busy.values())

    async def _begin(self) -> None:
        """Work on everything that needs it; a hospital's slow answer about one holds up no other."""
        now = self._clock.now()
        if not timedelta() <= now - self._tidied < TIDY:
            self._tidied = now
            await end_past(self._database, self._outcomes)
        for one in await self._waiting(now):
            if self._later.get(_mark(one), now) <= now and one.key not in {*self._busy, *self._hospitals.asking}:
                work = self._release(one) if isinstance(one, Hold) else self._step(one)
                self._busy[one.key] = asyncio.create_task(self._guarded(one, work))

    async def _waiting(self, now: datetime) -> list[HospitalBooking | Hold]:
        """What may be due; what stands at a hospital is gone through only now and then, since there may be much."""
        async with self._database.read() as session:
            known: list[HospitalBooking | Hold] = [
                *await repository.next_in(session, (QUEUED, CANCELLING), self._busy, WAITING),
                *await repository.holds_to_end(session, now),
            ]
            if not timedelta() <= now - self._looked < LOOK_EVERY:
                self._looked = now
                known += await repository.bookings_in(session, tuple(LOOK))
                self._later = {mark: at for mark, at in self._later.items() if at > now}
        return known

    async def _guarded(self, one: HospitalBooking | Hold, work: Coroutine[Any, Any, None]) -> None:
        try:
            async with self._at_once:
                await work
        except Exception as error:  # noqa: BLE001 - one booking's trouble must not stop the others
            self._wait(one, TRY_AGAIN)
            log.error("an appointment could not be worked on: %s", type(error).__name__)  # noqa: TRY400 - its text may be personal
        finally:
            work.close()
            del self._busy[one.key]

    async def _step(self, booking: HospitalBooking) -> None:
        steps: dict[str, Step] = {QUEUED: self._send, CANCELLING: self._cancel, LOST: self._search}
        await steps.get(booking.state, self._look)(booking)

    async def _send(self, booking: HospitalBooking) -> None:
        order = await self._claim(booking)
        if order is None:
            return
        by = self._by(booking)
        try:
            visit = await self._answer(self._port(booking).book(order))
        except SlotTaken:
            async with self._database.work() as work:
                row, kept = await self._both(work, booking)
                await self._outcomes.gone(work, row, kept, by)
                await self._holds.give_back(work, row, kept)
        except ProviderRefused:
            async with self._database.work() as work:
                row, kept = await self._both(work, booking)
                await self._outcomes.refused(work, row, kept, by)
                await self._holds.give_back(work, row, kept)
        except Unclear:
            async with self._database.work() as work:
                await self._outcomes.unclear(work, *await self._both(work, booking), by)
        except ReplyLost:
            async with self._database.work() as work:
                await self._outcomes.lost(work, *await self._both(work, booking), by, "send")
        else:
            await self._told(booking, visit)

    async def _claim(self, booking: HospitalBooking) -> BookingOrder | None:
        """Mark it as being sent, on disk, before it is. None when it is not wanted any more."""
        async with self._database.work() as work:
            row, kept = await self._both(work, booking)
            if kept.state != QUEUED:
                return None
            if row.handler != "provider" or row.mode != Mode.ACTUAL or row.status != Status.DELIVERED:
                kept.state = CANCELLED
                return None
            kept.state, kept.changed_at = SENDING, self._clock.now()
            held = await repository.hold(work.session, kept.hold_key, lock=True) if kept.hold_key else None
            ours = held is not None and (held.kiosk_id, held.slot_id) == (row.kiosk_id, kept.slot_id)
            if held is not None and ours:
                held.state = USED
            slot = row.details["slot"]
            return BookingOrder(
                key=kept.key,
                slot=SlotRef(slot["id"], slot["start"], slot.get("minutes", 15), slot.get("doctor", "")),
                person=_person(await work.session.get(Resident, row.resident_id), row, kept.hospital),
                holds=(kept.hold_key,) if ours else (),
            )

    async def _told(self, booking: HospitalBooking, visit: Visit) -> None:
        async with self._database.work() as work:
            row, kept = await self._both(work, booking)
            kept.reference = visit.reference
            await self._outcomes.told(work, row, kept, visit, self._by(kept))
            self._wait(kept, LOOK.get(kept.state, timedelta()))
            if kept.state == CANCELLING:
                work.announce(Topic.HOSPITAL, kept.key)

    async def _look(self, booking: HospitalBooking) -> None:
        self._wait(booking, LOOK[booking.state])
        try:
            visit = await self._answer(self._port(booking).status(booking.reference))
        except (Unclear, Unknown):
            async with self._database.work() as work:
                row, kept = await self._both(work, booking)
                if kept.state in LOOK:
                    await self._outcomes.unclear(work, row, kept, self._by(kept))
        except (ProviderRefused, ReplyLost):
            await self._unheard(booking)
        else:
            await self._told(booking, visit)

    async def _unheard(self, booking: HospitalBooking) -> None:
        if self._clock.now() - booking.heard_at < SILENT:
            return
        async with self._database.work() as work:
            row, kept = await self._both(work, booking)
            if kept.state in LOOK and not row.needs_person:
                kept.heard_at = self._clock.now()  # said once in so long a time
                await self._outcomes.silent(work, row, self._by(kept))

    async def _search(self, booking: HospitalBooking) -> None:
        """After a lost reply: whether the hospital has it, by our key. Finding nothing proves nothing, until a person
        has said so too: then what was taken for it is given back."""
        self._wait(booking, LOOK[LOST])
        async with self._database.read() as session:
            row = await session.get(Request, booking.request_id)
        none_there = row is not None and row.status in NONE_THERE
        if not none_there and self._clock.now() - booking.changed_at > LOOKED_FOR:
            return
        try:
            visit = await self._answer(self._port(booking).find(booking.key))
        except Unclear:
            async with self._database.work() as work:
                await self._outcomes.unclear(work, *await self._both(work, booking), self._by(booking))
            return
        except (ProviderRefused, ReplyLost):
            return
        if visit is not None:
            await self._found(booking, visit)
        elif none_there:
            async with self._database.work() as work:
                locked, kept = await self._both(work, booking)
                kept.state = REFUSED
                await self._holds.give_back(work, locked, kept)

    async def _found(self, booking: HospitalBooking, visit: Visit) -> None:
        async with self._database.read() as session:
            row = await session.get(Request, booking.request_id)
        wanted = ((row.details if row else {}).get("slot") or {}).get("start")
        if visit.slot == booking.slot_id and moment(visit.appointment.start) == moment(wanted):
            await self._told(booking, visit)
            return
        async with self._database.work() as work:
            await self._outcomes.unclear(work, *await self._both(work, booking), self._by(booking))

    async def _cancel(self, booking: HospitalBooking) -> None:
        if not booking.reference:
            return  # it is being sent this moment
        until = moment(booking.appointment.get("cancel_until"))
        if until is not None and until <= booking.changed_at:
            await self._stands(booking, "too_late")
            return
        try:
            await self._answer(self._port(booking).cancel(booking.reference))
        except Unknown:
            async with self._database.work() as work:
                await self._outcomes.unclear(work, *await self._both(work, booking), self._by(booking))
        except (Unreached, ReplyLost):
            await self._unanswered(booking)
        except ProviderRefused:
            await self._stands(booking, "refused")
        else:
            async with self._database.work() as work:
                row, kept = await self._both(work, booking)
                await self._outcomes.cancelled(work, row, kept)
                await self._holds.give_back(work, row, kept)

    async def _stands(self, booking: HospitalBooking, reason: str) -> None:
        async with self._database.work() as work:
            await self._outcomes.goes_on(work, *await self._both(work, booking), self._by(booking), reason)

    async def _unanswered(self, booking: HospitalBooking) -> None:
        """Asking again for the end of the same appointment is safe, so it goes on; a person is told after a while."""
        self._wait(booking, TRY_AGAIN)
        if self._clock.now() - booking.changed_at < CANCEL_TRIES_FOR:
            return
        async with self._database.work() as work:
            row, _ = await self._both(work, booking)
            if row.status not in (Status.UNKNOWN, Status.CANCELLED) and not row.needs_person:
                await self._outcomes.doubt(work, row, self._by(booking), "cancel")

    async def _release(self, held: Hold) -> None:
        self._wait(held, TRY_AGAIN)
        place = self._hospitals.places.get(held.hospital)
        await self._holds.release(held, place.port if place else None)

    async def _both(self, work: Work, booking: HospitalBooking) -> tuple[Request, HospitalBooking]:
        """Request, then booking, each locked: always in this order."""
        row = await self._outcomes.locked(work, booking.request_id)
        kept = await repository.booking(work.session, booking.key, lock=True)
        assert kept is not None  # noqa: S101 - kept until long after the end (retention.py)
        return row, kept

    def _wait(self, one: HospitalBooking | Hold, span: timedelta) -> None:
        """Leave it alone for so long, unless its state changes."""
        self._later[_mark(one)] = self._clock.now() + span

    def _by(self, booking: HospitalBooking) -> Actor:
        place = self._hospitals.places.get(booking.hospital)
        return hospital(place.entry.name if place else "")

    def _port(self, booking: HospitalBooking) -> HospitalPort:
        """One that is not in the settings any more cannot be reached."""
        place = self._hospitals.places.get(booking.hospital)
        if place is None:
            raise Unreached("not set up")
        return place.port

    async def _answer(self, asked: Awaitable[T]) -> T:
        """The hospital's answer; too late or unforeseen is a lost reply, whatever the adapter made of it."""
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                return await asked
        except (ProviderRefused, ReplyLost, SlotTaken):
            raise
        except Exception as error:
            raise ReplyLost(type(error).__name__) from error


def _mark(one: HospitalBooking | Hold) -> str:
    return f"{one.state} {one.key}"


def _person(resident: Resident | None, row: Request, hospital_id: str) -> Person:
    """A key that says nothing and is another one at each hospital; name and telephone only with consent (S1)."""
    key = hashlib.sha256(f"{hospital_id}:{row.resident_id}".encode()).hexdigest()[:32]
    if resident is None or resident.health_consent_at is None or resident.health_withdrawn_at is not None:
        return Person(key)
    return Person(key, resident.display_name, row.details.get("phone") or resident.phone)
