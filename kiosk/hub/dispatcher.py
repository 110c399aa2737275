"""Talks to the ride provider, in the background and never while a kiosk waits.

A booking is on disk before it is sent. One whose reply never came, by time-out or because the hub died while sending,
is `lost`: the request becomes unknown and a person finds out. It is never sent again (R1), but to a provider that takes
the same key twice as one booking: that one is asked again, with the same key, for as long as the wish is good.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Collection
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import TypeVar

from kiosk.domain.request import Mode, Status
from kiosk.domain.ride import Ride, RideState
from kiosk.hub.bus import Bus, Notice, Topic
from kiosk.hub.clock import HubClock
from kiosk.hub.database import Database, Work
from kiosk.hub.models import Booking, Request
from kiosk.hub.providers.base import ProviderRefused, ReplyLost, RideOrder, RideProvider
from kiosk.hub.requests import repository
from kiosk.hub.requests.base import CANCELLING, QUEUED, SENDING, car_wanted
from kiosk.hub.requests.rides import Rides
from kiosk.hub.settings import HubSettings

log = logging.getLogger(__name__)
T = TypeVar("T")
ANSWER_SECONDS = 20.0
POLL_SECONDS = 1.0
SILENT = timedelta(minutes=2)
CANCEL_TRIES_FOR = timedelta(minutes=1)
ASK_AGAIN_AFTER = (2.0, 5.0, 15.0)
LIVE = (RideState.LOOKING, RideState.FOUND, RideState.ARRIVING, RideState.ARRIVED, RideState.ABOARD)


class Dispatcher:
    def __init__(
        self, settings: HubSettings, clock: HubClock, database: Database, bus: Bus, provider: RideProvider
    ) -> None:
        self.provider = provider
        self._settings = settings
        self._clock = clock
        self._database = database
        self._bus = bus
        self._rides = Rides(settings, clock)
        self._heard: dict[str, datetime] = {}
        self._looked: dict[str, datetime] = {}
        self._busy: dict[str, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Until cancelled: at once when a booking is announced, and regularly for how rides stand."""
        await self.recover()
        wakes = self._bus.subscribe(Notice(Topic.BOOKING))
        try:
            told: frozenset[Notice] = frozenset()
            while not wakes.closed:
                await self._begin({notice.id for notice in told})
                told = await wakes.wait(POLL_SECONDS)
        finally:
            wakes.close()
            for task in self._busy.values():
                task.cancel()
            await asyncio.gather(*self._busy.values(), return_exceptions=True)

    async def recover(self) -> None:
        """The hub died while these were being sent: nobody knows whether they arrived."""
        async with self._database.work() as work:
            for booking in await repository.bookings_in(work.session, (SENDING, CANCELLING)):
                if booking.reference:
                    continue  # a cancellation is asked for again: that is safe
                row = await self._rides.locked(work, booking.request_id)
                if self.provider.idempotent and booking.state == SENDING and self._still_good(row):
                    booking.state, booking.changed_at = QUEUED, self._clock.now()
                else:
                    await self._rides.lost(work, row, booking, "send")

    async def tick(self, told: Collection[str] = ()) -> None:
        """One round, waited for: send what waits, cancel what must be, look how rides stand.

        `told` are keys of bookings about which the provider has something new.
        """
        await self._begin(told)
        await asyncio.gather(*self._busy.values())

    async def _begin(self, told: Collection[str]) -> None:
        """Work on every booking that needs it; a slow answer about one holds up no other."""
        async with self._database.read() as session:
            bookings = await repository.bookings_in(session, (QUEUED, CANCELLING, *LIVE))
        self._heard = {one.key: self._heard[one.key] for one in bookings if one.key in self._heard}
        self._looked = {one.key: self._looked[one.key] for one in bookings if one.key in self._looked}
        for booking in bookings:
            if booking.key not in self._busy and (booking.key in told or self._due(booking)):
                self._busy[booking.key] = asyncio.create_task(self._step(booking))
            elif booking.key in told:
                self._looked.pop(booking.key, None)  # its answer may be older than the news: look again next

    def _due(self, booking: Booking) -> bool:
        """What is to be done is done at once; how a ride stands is asked every so often."""
        looked = self._looked.get(booking.key)
        if booking.state not in LIVE or looked is None:
            return True
        return (self._clock.now() - looked).total_seconds() >= self.provider.poll_seconds

    async def _step(self, booking: Booking) -> None:
        steps = {QUEUED: self._send, CANCELLING: self._cancel}
        try:
            await steps.get(booking.state, self._look)(booking)
        except Exception as error:  # noqa: BLE001 - one booking's trouble must not stop the others
            log.error("a booking could not be worked on: %s", type(error).__name__)  # noqa: TRY400 - its text may be personal
        finally:
            del self._busy[booking.key]

    async def _send(self, booking: Booking) -> None:
        order = await self._claim(booking.key)
        if order is None:
            return
        try:
            reference = await self._sent(order, booking.request_id)
        except ProviderRefused:
            async with self._database.work() as work:
                await self._rides.refused(work, *await self._both(work, booking))
        except ReplyLost:
            async with self._database.work() as work:
                await self._rides.lost(work, *await self._both(work, booking), "send")
        else:
            async with self._database.work() as work:
                row, kept = await self._both(work, booking)
                kept.reference, kept.heard_at = reference, self._clock.now()
                if kept.state == CANCELLING:
                    work.announce(Topic.BOOKING, kept.key)
                else:
                    await self._rides.told(work, row, kept, RideState.LOOKING, None)

    async def _sent(self, order: RideOrder, request_id: str) -> str:
        """The provider's reference. Raises ProviderRefused, or ReplyLost when asking again is no use or not safe."""
        for pause in ASK_AGAIN_AFTER if self.provider.idempotent else ():
            try:
                return await self._answer(self.provider.send(order))
            except ReplyLost:
                await self._clock.sleep(pause)
                async with self._database.read() as session:
                    row = await repository.request(session, request_id)
                if row is None or not self._still_good(row):
                    raise
        return await self._answer(self.provider.send(order))

    def _still_good(self, row: Request) -> bool:
        return row.valid_until is None or row.valid_until > self._clock.now()

    async def _claim(self, key: str) -> RideOrder | None:
        """Mark it as being sent, on disk, before it is. None when another has, or it is not wanted any more."""
        async with self._database.work() as work:
            found = await repository.booking(work.session, key)
            if found is None:
                return None
            row, booking = await self._both(work, found)
            if booking.state != QUEUED:
                return None
            if row.handler != "provider" or row.mode != Mode.ACTUAL or row.status != Status.DELIVERED:
                booking.state = RideState.CANCELLED
                return None
            booking.state, booking.changed_at = SENDING, self._clock.now()
            return self._order(row, booking)

    def _order(self, row: Request, booking: Booking) -> RideOrder:
        wish = row.details
        pickup, destination = wish["pickup"], wish.get("destination") or {}
        return RideOrder(
            key=booking.key,
            pickup=pickup["name"],
            pickup_detail=pickup.get("detail", ""),
            destination=destination.get("name", ""),
            destination_detail=destination.get("detail", ""),
            people=wish.get("people", 1),
            wheelchair=wish.get("wheelchair", False),
            in_minutes=self._minutes_left(row),
            leave_at=wish.get("leave_at") or "",
            phone=wish.get("phone") or self._settings.centre_phone,
            stand_at=self._settings.stand_at,
        )

    def _minutes_left(self, row: Request) -> int:
        car = car_wanted(row)
        return max(0, round((car - self._clock.now()) / timedelta(minutes=1))) if car and _later(row) else 0

    async def _look(self, booking: Booking) -> None:
        self._looked[booking.key] = self._clock.now()
        try:
            told = await self._answer(self.provider.status(booking.reference))
        except (ProviderRefused, ReplyLost):
            await self._unheard(booking)
            return
        self._heard[booking.key] = self._clock.now()
        if (booking.state, booking.ride) == (told.state, _plain(told.ride)):
            return
        async with self._database.work() as work:
            row, kept = await self._both(work, booking)
            if kept.state in LIVE and row.handler == "provider":
                await self._rides.told(work, row, kept, told.state, told.ride)

    async def _unheard(self, booking: Booking) -> None:
        heard = max(booking.heard_at, self._heard.get(booking.key, booking.heard_at))
        if self._clock.now() - heard < SILENT:
            return
        async with self._database.work() as work:
            row, kept = await self._both(work, booking)
            if kept.state in LIVE:
                await self._rides.lost(work, row, kept, "status")

    async def _cancel(self, booking: Booking) -> None:
        if not booking.reference:
            return  # it is being sent this moment
        try:
            answer = await self._answer(self.provider.cancel(booking.reference))
        except (ProviderRefused, ReplyLost):
            # asking the same booking's end again is safe, so a lost answer is tried for a while
            if self._clock.now() - booking.changed_at < CANCEL_TRIES_FOR:
                return
            async with self._database.work() as work:
                await self._rides.lost(work, *await self._both(work, booking), "cancel")
            return
        async with self._database.work() as work:
            row, kept = await self._both(work, booking)
            if answer.cancelled:
                await self._rides.cancelled(work, row, kept, answer.consequence)
            else:
                await self._rides.goes_on(work, row, kept, answer.state)

    async def _both(self, work: Work, booking: Booking) -> tuple[Request, Booking]:
        """The order of events, request, then booking, each locked: always in this order."""
        row = await self._rides.locked(work, booking.request_id)
        kept = await repository.booking(work.session, booking.key, lock=True)
        assert kept is not None  # noqa: S101 - kept until long after the end (retention.py)
        return row, kept

    async def _answer(self, asked: Awaitable[T]) -> T:
        """The provider's answer; too late or unreadable is a lost reply, whatever the adapter made of it."""
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                return await asked
        except (ProviderRefused, ReplyLost):
            raise
        except Exception as error:
            raise ReplyLost(type(error).__name__) from error


def _plain(ride: Ride | None) -> dict[str, object]:
    return asdict(ride) if ride else {}


def _later(row: Request) -> bool:
    return bool(row.details.get("leave_at") or row.details.get("in_minutes"))
