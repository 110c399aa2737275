"""A badge and its PIN: who of the staff stands at a kiosk (S6). Whatever is wrong has one answer: CardUnknown.

An administrator gives and revokes badges, the person sets the PIN at the desk. Five wrong PINs shut the badge for five
minutes, then longer each time. What a badge opened ends ten minutes after its last use.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from random import SystemRandom

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from kiosk.domain import badge
from kiosk.domain.badge import Act
from kiosk.domain.card import LONGEST, CardUnreadable
from kiosk.hub.bus import Topic
from kiosk.hub.clock import HubClock
from kiosk.hub.database import Database, Work
from kiosk.hub.errors import CardUnknown
from kiosk.hub.limits import Limits
from kiosk.hub.models import Listener, Staff, StaffPass
from kiosk.hub.requests.service import RequestsService
from kiosk.hub.staff import audit
from kiosk.hub.staff.passwords import make_hash, matches
from kiosk.hub.staff.service import StaffError, lock_for
from kiosk.hub.staff.sessions import digest

IDLE = timedelta(minutes=10)
TRIES_PER_SECOND, TRIES_BURST = 0.1, 8  # of one kiosk, and of one badge


async def give(session: AsyncSession, staff: Staff, now: datetime, *, by: str) -> str:
    """A new badge's code, told this once; one from before opens nothing any more. The PIN has to be set anew."""
    code = badge.make(SystemRandom())
    await _end(session, staff)
    staff.badge_hash = digest(code, "badge")
    audit.note(session, staff_id=by, action="badge_given", subject=staff.id, now=now)
    return code


async def revoke(session: AsyncSession, staff: Staff, now: datetime, *, by: str) -> None:
    await _end(session, staff)
    audit.note(session, staff_id=by, action="badge_revoked", subject=staff.id, now=now)


async def _end(session: AsyncSession, staff: Staff) -> None:
    staff.badge_hash, staff.pin_hash, staff.pin_failures, staff.pin_locked_until = None, "", 0, None
    await session.execute(delete(StaffPass).where(StaffPass.staff_id == staff.id))


async def set_pin(session: AsyncSession, staff: Staff, pin: str, now: datetime) -> None:
    """The person's own. Raises StaffError("no_badge") or StaffError("pin") for one that is easy to guess."""
    if staff.badge_hash is None:
        raise StaffError("no_badge")
    if badge.is_easy(pin):
        raise StaffError("pin")
    staff.pin_hash = await make_hash(pin)
    staff.pin_failures, staff.pin_locked_until = 0, None
    audit.note(session, staff_id=staff.id, action="pin_set", subject=staff.id, now=now)


async def check_badge(database: Database, scanned: str, pin: str, now: datetime) -> Staff:
    """Whose badge and PIN these are. A failure is counted, in a transaction of its own. Raises CardUnknown.

    Must not be called inside a unit of work: it takes long, and what it counts must stay.
    """
    try:
        code = digest(badge.read(scanned), "badge")
    except CardUnreadable:
        code = ""
    async with database.read() as session:
        found = await session.scalar(select(Staff).where(Staff.badge_hash == code))
        usable = found is not None and _usable(found, now)
    right = await matches(pin[:LONGEST], found.pin_hash if found is not None and usable else None)
    async with database.work() as work:
        staff = await work.session.get(Staff, found.id, with_for_update=True) if found is not None else None
        if staff is not None and staff.badge_hash == code and _usable(staff, now):
            if right:
                staff.pin_failures, staff.pin_locked_until = 0, None
                return staff
            staff.pin_failures += 1
            shut = lock_for(staff.pin_failures)
            staff.pin_locked_until = now + shut if shut else None
            audit.note(work.session, staff_id=staff.id, action="badge_failed", now=now)
    raise CardUnknown  # after the commit: the try is counted


def _usable(staff: Staff, now: datetime) -> bool:
    shut = staff.pin_locked_until is not None and staff.pin_locked_until > now
    return bool(staff.pin_hash) and staff.disabled_at is None and not staff.must_change and not shut


class Badges:
    """A helper at a kiosk, from the PIN until the lock."""

    def __init__(self, clock: HubClock, database: Database, requests: RequestsService) -> None:
        self._clock = clock
        self._database = database
        self._requests = requests
        self._limits = Limits(clock, TRIES_PER_SECOND, TRIES_BURST)

    async def check(self, kiosk_id: str, scanned: str, pin: str) -> Staff:
        """As `check_badge`, counted against this kiosk and this badge. Raises Busy too."""
        self._limits.take(f"kiosk {kiosk_id}")
        self._limits.take(f"badge {digest(scanned[:LONGEST], 'badge')}")
        return await check_badge(self._database, scanned, pin, self._clock.now())

    async def who(self, kiosk_id: str, shown: str, pin: str) -> Staff:
        """Who gives their word: by badge and PIN, or by a pass of this kiosk and no PIN. Raises CardUnknown, Busy."""
        if pin:
            return await self.check(kiosk_id, shown, pin)
        async with self._database.work() as work:
            return await self.standing(work, kiosk_id, shown)

    async def enter(self, kiosk_id: str, scanned: str, pin: str) -> tuple[Staff, str]:
        """Who it is, and a pass for this kiosk."""
        staff, now, token = await self.check(kiosk_id, scanned, pin), self._clock.now(), secrets.token_urlsafe(24)
        async with self._database.work() as work:
            work.session.add(
                StaffPass(
                    token_hash=digest(token, "pass"),
                    staff_id=staff.id,
                    kiosk_id=kiosk_id,
                    created_at=now,
                    expires_at=now + IDLE,
                )
            )
            audit.note(work.session, staff_id=staff.id, action="helper_came", subject=kiosk_id, now=now)
        return staff, token

    async def standing(self, work: Work, kiosk_id: str, token: str) -> Staff:
        """Who holds this pass at this kiosk; it lives on from now. Raises CardUnknown."""
        held = await work.session.get(StaffPass, digest(token, "pass"), with_for_update=True)
        now = self._clock.now()
        if held is None or held.kiosk_id != kiosk_id or held.expires_at <= now:
            raise CardUnknown
        staff = await work.session.get(Staff, held.staff_id)
        if staff is None or staff.disabled_at is not None:
            raise CardUnknown
        held.expires_at = now + IDLE
        return staff

    async def did(self, work: Work, kiosk_id: str, token: str, act: Act) -> None:
        """Into the audit log; the last act ends the pass. Raises CardUnknown."""
        staff = await self.standing(work, kiosk_id, token)
        audit.note(work.session, staff_id=staff.id, action=f"helper_{act}", subject=kiosk_id, now=self._clock.now())
        if act is Act.LOCKED:
            await work.session.execute(delete(StaffPass).where(StaffPass.token_hash == digest(token, "pass")))

    async def hand_over(self, work: Work, kiosk_id: str, token: str) -> None:
        """交班: this person's desk does not listen any more, what they had taken waits for somebody again, and every
        pass of theirs ends. Raises CardUnknown."""
        await work.keep_order()
        staff = await self.standing(work, kiosk_id, token)
        await work.session.execute(update(Listener).where(Listener.staff_id == staff.id).values(armed_at=None))
        await work.session.execute(delete(StaffPass).where(StaffPass.staff_id == staff.id))
        await self._requests.gone(work, staff.id)
        audit.note(work.session, staff_id=staff.id, action="handed_over", subject=kiosk_id, now=self._clock.now())
        work.announce(Topic.PRESENCE)
