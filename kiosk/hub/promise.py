"""The centre's promise (docs/promises.md): signed at the desk by an administrator, in somebody's name, with a date.

Until it is, no kiosk says that anybody is promised here; an alarm rings all the same wherever somebody listens.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from uuid6 import uuid7

from kiosk.hub.bus import Topic
from kiosk.hub.database import Work
from kiosk.hub.errors import Conflict, Invalid
from kiosk.hub.models import CentrePromise
from kiosk.hub.staff import audit

LONGEST_NAME, LONGEST = 80, 400


@dataclass(frozen=True)
class Signature:
    """Who answers, in which hours, and who vouches for it. `on` is the date on the paper: 2026-11-30."""

    name: str
    on: str
    who: str
    hours: str


async def current(session: AsyncSession) -> CentrePromise | None:
    """The promise that holds, None when none does."""
    signed = select(CentrePromise).where(CentrePromise.withdrawn_at.is_(None))
    return (await session.scalars(signed.order_by(CentrePromise.signed_at.desc()).limit(1))).one_or_none()


async def history(session: AsyncSession) -> Sequence[CentrePromise]:
    """Every one, the newest first."""
    return (await session.scalars(select(CentrePromise).order_by(CentrePromise.signed_at.desc()).limit(50))).all()


async def sign(work: Work, staff_id: str, given: Signature, now: datetime) -> CentrePromise:
    """It holds from now on; one that held before ends. Raises Invalid when anything of it is missing."""
    _check(given, now)
    await _end(work, staff_id, now)
    row = CentrePromise(
        id=str(uuid7()),
        signed_at=now,
        signed_on=given.on,
        signed_name=given.name.strip(),
        staff_id=staff_id,
        who=given.who.strip(),
        hours=given.hours.strip(),
    )
    work.session.add(row)
    await work.session.flush()
    audit.note(work.session, staff_id=staff_id, action="promise_signed", now=now, subject=row.id)
    work.announce(Topic.PRESENCE)
    return row


async def withdraw(work: Work, staff_id: str, now: datetime) -> None:
    """Nobody is promised any more. Raises Conflict when nothing was."""
    if not await _end(work, staff_id, now):
        raise Conflict("ended")
    audit.note(work.session, staff_id=staff_id, action="promise_withdrawn", now=now)
    work.announce(Topic.PRESENCE)


async def _end(work: Work, staff_id: str, now: datetime) -> bool:
    signed = select(CentrePromise).where(CentrePromise.withdrawn_at.is_(None)).with_for_update()
    rows = (await work.session.scalars(signed)).all()
    for row in rows:
        row.withdrawn_at, row.withdrawn_by = now, staff_id
    return bool(rows)


def _check(given: Signature, now: datetime) -> None:
    for text, longest in ((given.name, LONGEST_NAME), (given.who, LONGEST), (given.hours, LONGEST)):
        if not 0 < len(text.strip()) <= longest:
            raise Invalid("a name, who answers and in which hours")
    try:
        on = datetime.fromisoformat(given.on).date()
    except ValueError:
        raise Invalid("a date") from None
    if given.on != on.isoformat() or on > now.astimezone().date():
        raise Invalid("a date that is not still to come")
