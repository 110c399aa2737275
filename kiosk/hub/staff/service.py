"""Accounts: make, check, change, disable. Functions flush; the request boundary commits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from uuid6 import uuid7

from kiosk.hub.models import Listener, Staff, StaffSession
from kiosk.hub.staff import audit
from kiosk.hub.staff.passwords import check_strength, make_hash, matches
from kiosk.text import LANGUAGES

FAILURES_ALLOWED = 5
FIRST_LOCK = timedelta(minutes=5)
LONGEST_LOCK = timedelta(hours=12)
USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")


class StaffRole(StrEnum):
    """A staff member's role. Volunteers answer; duty may also manage kiosks; administrators everything."""

    VOLUNTEER = "volunteer"
    DUTY = "duty"
    ADMINISTRATOR = "administrator"


MANAGERS = frozenset({StaffRole.DUTY, StaffRole.ADMINISTRATOR})


class StaffError(ValueError):
    """`reason` ends a catalogue key `desk.staff.error.*`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class SignIn:
    """`staff` when it succeeded; else `locked_until` says until when no password is looked at."""

    staff: Staff | None = None
    locked_until: datetime | None = None


async def create_staff(
    session: AsyncSession,
    *,
    username: str,
    display_name: str,
    role: str,
    password: str,
    now: datetime,
    must_change: bool = False,
    language: str = "zh_CN",
    by: str | None = None,
) -> Staff:
    """A new account; `by` is the administrator, None for the command line.

    Raises StaffError (username, taken, display_name, role) or WeakPassword.
    """
    username, display_name = username.strip().lower(), display_name.strip()
    if not USERNAME.fullmatch(username):
        raise StaffError("username")
    if not 1 <= len(display_name) <= 20 or not display_name.isprintable():
        raise StaffError("display_name")
    if role not in set(StaffRole) or language not in LANGUAGES:
        raise StaffError("role")
    check_strength(password, username)
    if await session.scalar(select(Staff.id).where(Staff.username == username)):
        raise StaffError("taken")
    staff = Staff(
        id=str(uuid7()),
        username=username,
        display_name=display_name,
        role=role,
        password_hash=await make_hash(password),
        language=language,
        created_at=now,
        must_change=must_change,
        failures=0,
    )
    session.add(staff)
    await session.flush()
    audit.note(session, staff_id=by, action="staff_created", subject=staff.id, now=now, facts={"role": role})
    return staff


def lock_for(failures: int) -> timedelta | None:
    """How long an account stays shut after so many wrong passwords in a row: 5 minutes at the fifth, then doubling."""
    if failures < FAILURES_ALLOWED:
        return None
    doublings: int = min(failures - FAILURES_ALLOWED, 10)
    return min(FIRST_LOCK * (1 << doublings), LONGEST_LOCK)


@dataclass(frozen=True)
class Attempt:
    """A password that was looked at, outside any transaction: it takes too long to hold the database meanwhile."""

    staff_id: str | None
    right: bool


async def look_at(session: AsyncSession, username: str, password: str, now: datetime) -> Attempt:
    """Checks a name and a password. A locked or unknown name takes as long as a wrong password."""
    staff = await session.scalar(select(Staff).where(Staff.username == username.strip().lower()))
    shut = staff is not None and (staff.disabled_at is not None or _locked(staff, now))
    right = await matches(password, None if staff is None or shut else staff.password_hash)
    return Attempt(staff.id if staff else None, right)


async def sign_in(session: AsyncSession, attempt: Attempt, now: datetime) -> SignIn:
    """Records the attempt: a failure is counted, the fifth shuts the account for a while."""
    staff = await session.get(Staff, attempt.staff_id, with_for_update=True) if attempt.staff_id else None
    if staff is None or staff.disabled_at is not None:
        return SignIn()
    if _locked(staff, now):
        return SignIn(locked_until=staff.locked_until)
    if attempt.right:
        staff.failures, staff.locked_until = 0, None
        audit.note(session, staff_id=staff.id, action="signed_in", now=now)
        return SignIn(staff=staff)
    staff.failures += 1
    shut = lock_for(staff.failures)
    staff.locked_until = now + shut if shut else None
    audit.note(session, staff_id=staff.id, action="sign_in_failed", now=now)
    return SignIn(locked_until=staff.locked_until)


def _locked(staff: Staff, now: datetime) -> bool:
    return staff.locked_until is not None and staff.locked_until > now


async def change_password(session: AsyncSession, staff: Staff, old: str, new: str, now: datetime) -> None:
    """Raises StaffError("old_password") or WeakPassword. Other sessions of this person end."""
    if not await matches(old, staff.password_hash):
        raise StaffError("old_password")
    await set_password(session, staff, new, now, by=staff.id, must_change=False)


async def set_password(
    session: AsyncSession, staff: Staff, new: str, now: datetime, *, by: str, must_change: bool
) -> None:
    """An administrator's reset, or the person's own choice. Ends every session: the caller opens a new one."""
    check_strength(new, staff.username)
    staff.password_hash = await make_hash(new)
    staff.must_change, staff.failures, staff.locked_until = must_change, 0, None
    await _end_everything(session, staff.id)
    audit.note(session, staff_id=by, action="password_changed", subject=staff.id, now=now)


async def disable(session: AsyncSession, staff: Staff, now: datetime, *, by: str) -> None:
    """Shuts the account at once. Raises StaffError("self") or StaffError("last") for the only administrator."""
    if staff.id == by:
        raise StaffError("self")
    if staff.role == StaffRole.ADMINISTRATOR and await _other_administrators(session, staff.id) == 0:
        raise StaffError("last")
    staff.disabled_at = staff.disabled_at or now
    await _end_everything(session, staff.id)
    audit.note(session, staff_id=by, action="staff_disabled", subject=staff.id, now=now)


async def enable(session: AsyncSession, staff: Staff, now: datetime, *, by: str) -> None:
    staff.disabled_at, staff.failures, staff.locked_until = None, 0, None
    audit.note(session, staff_id=by, action="staff_enabled", subject=staff.id, now=now)


async def _other_administrators(session: AsyncSession, staff_id: str) -> int:
    found = await session.scalars(
        select(Staff.id).where(Staff.role == StaffRole.ADMINISTRATOR, Staff.disabled_at.is_(None), Staff.id != staff_id)
    )
    return len(found.all())


async def _end_everything(session: AsyncSession, staff_id: str) -> None:
    await session.execute(delete(StaffSession).where(StaffSession.staff_id == staff_id))
    await session.execute(update(Listener).where(Listener.staff_id == staff_id).values(armed_at=None))
