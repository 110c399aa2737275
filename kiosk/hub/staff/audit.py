"""The audit log: who looked at a resident's data and who changed what, append-only (S6).

Refused here with a clear error, and by triggers in the database itself (migrations).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import event, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapper, Session

from kiosk.hub.models import Audit

# A page that stays open is drawn again with every change; that is one look, noted again after this long.
ONE_LOOK = timedelta(minutes=10)


class AuditIsAppendOnly(RuntimeError):
    """Somebody tried to change the log."""


def note(
    session: AsyncSession,
    *,
    staff_id: str | None,
    action: str,
    now: datetime,
    subject: str = "",
    facts: Mapping[str, Any] | None = None,
) -> None:
    """Writes one line; the caller commits. `facts` must not repeat the resident's data."""
    session.add(Audit(at=now, staff_id=staff_id, action=action, subject=subject[:80], facts=dict(facts or {})))


async def same_look(session: AsyncSession, *, staff_id: str, action: str, now: datetime, subject: str = "") -> bool:
    """Whether this is only a page being drawn again: the same person, the same thing, within ten minutes."""
    noted = await session.scalar(
        select(Audit.id)
        .where(Audit.staff_id == staff_id, Audit.action == action, Audit.subject == subject)
        .where(Audit.at > now - ONE_LOOK)
        .limit(1)
    )
    return noted is not None


def _refuse(mapper: Mapper[Audit], connection: object, target: Audit) -> None:  # noqa: ARG001 - SQLAlchemy's signature
    raise AuditIsAppendOnly("the audit log is append-only")


def _refuse_bulk(context: Any) -> None:
    if (context.is_update or context.is_delete) and context.bind_mapper is Audit.__mapper__:
        raise AuditIsAppendOnly("the audit log is append-only")


event.listen(Audit, "before_update", _refuse)
event.listen(Audit, "before_delete", _refuse)
event.listen(Session, "do_orm_execute", _refuse_bulk)
