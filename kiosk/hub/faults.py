"""Faults that a person has to see to: who saw them, when, and what is being done. Each is one row for as long as it
lasts, whatever number of processes finds it; one that comes back is a new one, and nobody has seen it yet (R6).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncSession
from uuid6 import uuid7

from kiosk.hub.bus import Topic
from kiosk.hub.database import Work
from kiosk.hub.errors import Invalid, NotFound
from kiosk.hub.models import Fault
from kiosk.hub.requests.history import StaffRef

SILENT, CAP_LATE, CAP_DEAD, SELFTEST_RED = "silent", "cap_late", "cap_dead", "selftest_red"
ENDS_WHEN_SEEN = frozenset({CAP_DEAD})  # it has happened and cannot be undone: it stays until somebody knows
LONGEST_DOING = 200
PAST = 50


async def raise_(work: Work, kind: str, subject: str, now: datetime, facts: Mapping[str, Any] | None = None) -> bool:
    """It is there from now on. False when it was there already."""
    postgres = work.session.get_bind().dialect.name == "postgresql"
    insert = postgres_insert if postgres else sqlite_insert
    row = {
        "id": str(uuid7()),
        "kind": kind,
        "subject": subject,
        "open_key": _key(kind, subject),
        "since": now,
        "seen_name": "",
        "doing": "",
        "facts": dict(facts or {}),
    }
    done = await work.session.execute(insert(Fault).values(row).on_conflict_do_nothing(index_elements=["open_key"]))
    new = bool(done.rowcount)  # type: ignore[attr-defined]  # a cursor's result has one
    if new:
        work.announce(Topic.KIOSK, subject)
    return new


async def end(work: Work, kind: str, subject: str, now: datetime) -> bool:
    """It is over. False when there was none."""
    done = await work.session.execute(
        update(Fault)
        .where(Fault.open_key == _key(kind, subject))
        .values(open_key=None, ended_at=now)
        .execution_options(synchronize_session=False)
    )
    over = bool(done.rowcount)  # type: ignore[attr-defined]  # as above
    if over:
        work.announce(Topic.KIOSK, subject)
    return over


async def see(work: Work, fault_id: str, staff: StaffRef, doing: str, now: datetime) -> Fault:
    """Somebody has seen it and says what is being done. The first stays named; `doing` may be told anew.

    Raises NotFound, and Invalid without words.
    """
    doing = doing.strip()
    if not doing or len(doing) > LONGEST_DOING:
        raise Invalid(f"a text of 1 to {LONGEST_DOING} characters")
    row = (await work.session.execute(select(Fault).where(Fault.id == fault_id).with_for_update())).scalar_one_or_none()
    if row is None:
        raise NotFound
    if row.seen_at is None:
        row.seen_at, row.seen_by, row.seen_name = now, staff.id, staff.name
    row.doing = doing
    if row.kind in ENDS_WHEN_SEEN and row.ended_at is None:
        row.open_key, row.ended_at = None, now
    work.announce(Topic.KIOSK, row.subject)
    return row


async def standing(session: AsyncSession) -> Sequence[Fault]:
    """Those that last, the ones nobody has seen first, the oldest first."""
    rows = (await session.scalars(select(Fault).where(Fault.open_key.is_not(None)))).all()
    return sorted(rows, key=lambda one: (one.seen_at is not None, one.since, one.id))


async def past(session: AsyncSession) -> Sequence[Fault]:
    """The last that are over, newest first."""
    rows = select(Fault).where(Fault.open_key.is_(None)).order_by(Fault.since.desc(), Fault.id.desc()).limit(PAST)
    return (await session.scalars(rows)).all()


async def since(session: AsyncSession, kind: str) -> dict[str, datetime]:
    """Of what there is a fault of this kind now, and since when."""
    rows = await session.execute(
        select(Fault.subject, Fault.since).where(Fault.open_key.is_not(None), Fault.kind == kind)
    )
    return {row.subject: row.since for row in rows}


async def forget(session: AsyncSession, before: datetime) -> None:
    """What has been over since `before`."""
    await session.execute(delete(Fault).where(Fault.ended_at < before))


def _key(kind: str, subject: str) -> str:
    return f"{kind}:{subject}"
