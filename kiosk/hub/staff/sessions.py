"""Sessions: a random token in a cookie, its SHA-256 in the database, a second random value against forged forms."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from kiosk.hub.models import Listener, Staff, StaffSession
from kiosk.hub.staff import audit

ONE_TIME_LIFE = timedelta(minutes=30)
ENTER = "/desk/enter/"


@dataclass(frozen=True)
class Signed:
    """Who is at this browser. `csrf` must come back with every form."""

    staff: Staff
    csrf: str
    token_hash: str
    since: datetime

    def owns(self, csrf: str) -> bool:
        return hmac.compare_digest(self.csrf.encode(), csrf.encode())


def digest(token: str, use: str = "session") -> str:
    """What is stored instead of the token. `use` keeps a one-time login from ever being taken for a cookie."""
    return hashlib.sha256(f"{use}:{token}".encode()).hexdigest()


async def open_session(session: AsyncSession, staff: Staff, now: datetime, life: timedelta) -> str:
    """A new session's token, for the cookie. Old ones of everybody are swept out on the way."""
    await session.execute(delete(StaffSession).where(StaffSession.expires_at <= now))
    token = secrets.token_urlsafe(32)
    session.add(
        StaffSession(
            token_hash=digest(token),
            staff_id=staff.id,
            created_at=now,
            expires_at=now + life,
            csrf=secrets.token_urlsafe(24),
        )
    )
    await session.flush()
    return token


async def resolve(session: AsyncSession, token: str, now: datetime) -> Signed | None:
    """Who holds this token, None when it is unknown, too old, or the account is shut."""
    row = await session.get(StaffSession, digest(token)) if token else None
    if row is None or row.expires_at <= now:
        return None
    staff = await session.get(Staff, row.staff_id)
    if staff is None or staff.disabled_at is not None:
        return None
    return Signed(staff, row.csrf, row.token_hash, row.created_at)


async def still_open(session: AsyncSession, token_hash: str, now: datetime) -> bool:
    """For a stream that lives long: is its session still good?"""
    found = await session.scalar(
        select(StaffSession.staff_id)
        .join(Staff, Staff.id == StaffSession.staff_id)
        .where(StaffSession.token_hash == token_hash, StaffSession.expires_at > now, Staff.disabled_at.is_(None))
    )
    return found is not None


async def close_session(session: AsyncSession, signed: Signed, now: datetime) -> None:
    """Log out: this session ends and this person's pages no longer count as listening."""
    await session.execute(delete(StaffSession).where(StaffSession.token_hash == signed.token_hash))
    await session.execute(update(Listener).where(Listener.staff_id == signed.staff.id).values(armed_at=None))
    audit.note(session, staff_id=signed.staff.id, action="signed_out", now=now)


async def create_one_time_login(session: AsyncSession, staff: Staff, now: datetime) -> str:
    """A path that signs `staff` in once within 30 minutes, for `kiosk demo`. The caller commits."""
    token = secrets.token_urlsafe(24)
    session.add(
        StaffSession(
            token_hash=digest(token, "once"),
            staff_id=staff.id,
            created_at=now,
            expires_at=now + ONE_TIME_LIFE,
            csrf="",
        )
    )
    await session.flush()
    return ENTER + token


async def use_one_time_login(session: AsyncSession, token: str, now: datetime) -> Staff | None:
    """Who may come in with this link; the link is spent, whoever asks first."""
    gone = await session.execute(
        delete(StaffSession)
        .where(StaffSession.token_hash == digest(token, "once"), StaffSession.expires_at > now)
        .returning(StaffSession.staff_id)
    )
    staff_id = gone.scalar_one_or_none()
    staff = await session.get(Staff, staff_id) if staff_id else None
    if staff is None or staff.disabled_at is not None:
        return None
    audit.note(session, staff_id=staff.id, action="signed_in_once", now=now)
    return staff
