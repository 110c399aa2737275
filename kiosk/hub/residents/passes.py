"""A card at a kiosk, and what opens it. Everything that is wrong has one answer, after the same work: CardUnknown."""

from __future__ import annotations

from datetime import timedelta

from kiosk.domain.resident import Level, Zodiac
from kiosk.hub.database import Work
from kiosk.hub.errors import CardUnknown
from kiosk.hub.models import Resident, ResidentPass
from kiosk.hub.residents.base import Base, centre_day, known, owner_of
from kiosk.hub.residents.secrets import new_token
from kiosk.hub.staff import audit
from kiosk.hub.staff.passwords import matches
from kiosk.protocol.residents import ResidentOut

IDLE = timedelta(minutes=10)
TRIES = 2  # wrong 属相 in one day of the centre's


class Passes(Base):
    async def by_card(self, work: Work, kiosk_id: str, typed: str) -> ResidentOut:
        """Whose card this is, for one session at this kiosk. Raises CardUnknown, Busy."""
        digest = self.secrets.card(typed)
        self.limits.take(kiosk_id)
        self.limits.take(digest)
        row = await work.session.get(Resident, await owner_of(work.session, digest))
        if row is None:
            raise CardUnknown
        return self.admit(work, row, kiosk_id, Level.CARD)

    def admit(self, work: Work, row: Resident, kiosk_id: str, level: Level) -> ResidentOut:
        """A new pass for this kiosk."""
        now, token = self.clock.now(), new_token()
        row.seen_at = now
        work.session.add(
            ResidentPass(
                token_hash=self.secrets.pass_(token),
                resident_id=row.id,
                kiosk_id=kiosk_id,
                level=level,
                made_at=now,
                used_at=now,
            )
        )
        return known(row, token, level)

    async def standing(
        self, work: Work, kiosk_id: str, resident_id: str, token: str, *, opened: bool = False
    ) -> tuple[ResidentPass, Resident]:
        """Who holds this pass here and now; it lives on from now. Raises CardUnknown, also when it has to be opened."""
        row = await work.session.get(Resident, resident_id, with_for_update=True)  # first, as everybody who locks both
        found = await work.session.get(ResidentPass, self.secrets.pass_(token), with_for_update=True)
        now = self.clock.now()
        good = (
            found is not None
            and (found.kiosk_id, found.resident_id) == (kiosk_id, resident_id)
            and found.ended_at is None
            and now - found.used_at < IDLE
            and (found.level == Level.OPENED or not opened)
        )
        if row is None or found is None or not good:
            raise CardUnknown
        found.used_at = now
        return found, row

    async def open(self, kiosk_id: str, resident_id: str, token: str, zodiac: Zodiac) -> ResidentOut:
        """The right 属相 opens it. Two wrong ones in a day, and no other is looked at until tomorrow: CardUnknown."""
        async with self.database.work() as work:
            _, row = await self.standing(work, kiosk_id, resident_id, token)
            stored = row.zodiac_hash or None
        # outside of any transaction: it takes long, so that nobody tries many
        right = await matches(self.secrets.zodiac(resident_id, zodiac), stored)
        async with self.database.work() as work:
            found, row = await self.standing(work, kiosk_id, resident_id, token)
            if self._right(row, right):
                found.level = Level.OPENED
                return known(row, token, Level.OPENED)
        raise CardUnknown  # after the commit: the try is counted

    def _right(self, row: Resident, right: bool) -> bool:
        today = centre_day(self.clock.now())
        if row.open_day != today:
            row.open_failures, row.open_day = 0, today
        if row.open_failures >= TRIES:
            return False
        row.open_failures += 0 if right else 1
        return right

    async def vouched(self, work: Work, kiosk_id: str, resident_id: str, token: str, staff_id: str) -> ResidentOut:
        """A volunteer, whose badge has been checked, knows who stands there: opened, and written down who said so."""
        found, row = await self.standing(work, kiosk_id, resident_id, token)
        found.level = Level.OPENED
        audit.note(work.session, staff_id=staff_id, action="vouched", subject=row.id, now=self.clock.now())
        return known(row, token, Level.OPENED)

    async def leave(self, work: Work, kiosk_id: str, resident_id: str, token: str) -> None:
        """The session is over. A pass that is over already, or never was, changes nothing and tells nothing."""
        found = await work.session.get(ResidentPass, self.secrets.pass_(token), with_for_update=True)
        if found is not None and (found.kiosk_id, found.resident_id) == (kiosk_id, resident_id):
            found.ended_at = found.ended_at or self.clock.now()
