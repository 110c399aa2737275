"""Times that are given back to a hospital: held for too long, not wanted any more, or taken for a booking in vain."""

from __future__ import annotations

from datetime import timedelta

from kiosk.hub.bus import Topic
from kiosk.hub.clock import HubClock
from kiosk.hub.database import Database, Work
from kiosk.hub.hospital import repository
from kiosk.hub.hospital.base import HospitalPort, ProviderRefused, ReplyLost
from kiosk.hub.hospital.reading import moment
from kiosk.hub.hospital.repository import RELEASED, RELEASING, USED
from kiosk.hub.models import Hold, HospitalBooking, Request


class Holds:
    """`keep`: a call whose answer was lost cannot take effect later than that."""

    def __init__(self, clock: HubClock, database: Database, keep: timedelta) -> None:
        self._clock = clock
        self._database = database
        self._keep = keep

    async def release(self, held: Hold, port: HospitalPort | None) -> None:
        """Tell the hospital that a time is free; after a lost answer until that cannot come late any more."""
        now = self._clock.now()
        if not await self._begun(held.key):
            return
        if port is not None and held.start > now:
            try:
                await port.release(held.slot_id, held.key)
            except (ProviderRefused, ReplyLost):
                return
        async with self._database.work() as work:
            kept = await repository.hold(work.session, held.key, lock=True)
            if kept is not None and kept.state == RELEASING and kept.expires_at <= now:
                kept.state = RELEASED

    async def give_back(self, work: Work, row: Request, booking: HospitalBooking) -> None:
        """What a booking took is let go: it has ended, or never came to be."""
        now = self._clock.now()
        known = await repository.hold(work.session, booking.key, lock=True)
        if known is None:
            known = Hold(key=booking.key, kiosk_id=row.kiosk_id, hospital=booking.hospital, asked_at=now)
            known.slot_id, known.start = booking.slot_id, moment(row.details.get("slot", {}).get("start")) or now
            work.session.add(known)
        known.state, known.expires_at = RELEASING, now + self._keep
        work.announce(Topic.HOSPITAL, booking.key)

    async def _begun(self, key: str) -> bool:
        """Marked as being given back, on disk; False when a booking has taken it over meanwhile."""
        async with self._database.work() as work:
            kept = await repository.hold(work.session, key, lock=True)
            if kept is None or kept.state == USED:
                return False
            kept.state = RELEASING
        return True
