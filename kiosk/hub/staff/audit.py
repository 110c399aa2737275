"""The audit log: who looked at a resident's data and who changed what, append-only (S6)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import DDL, event, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapper, Session

from kiosk.hub.models import Audit

# A page that stays open is drawn again with every change; that is one look, noted again after this long.
ONE_LOOK = timedelta(minutes=10)

APPEND_ONLY_SQLITE = tuple(
    f"CREATE TRIGGER IF NOT EXISTS audit_no_{verb.lower()} BEFORE {verb} ON audit "
    "BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END"
    for verb in ("UPDATE", "DELETE")
)
APPEND_ONLY_POSTGRESQL = (
    """CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$""",
    """CREATE OR REPLACE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit
    FOR EACH ROW EXECUTE FUNCTION audit_append_only()""",
)


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


def _ddl(statement: str) -> DDL:
    return DDL(statement)  # type: ignore[no-untyped-call]  # SQLAlchemy has no annotation here


event.listen(Audit, "before_update", _refuse)
event.listen(Audit, "before_delete", _refuse)
event.listen(Session, "do_orm_execute", _refuse_bulk)
for _name, _statements in (("sqlite", APPEND_ONLY_SQLITE), ("postgresql", APPEND_ONLY_POSTGRESQL)):
    for _statement in _statements:
        event.listen(Audit.__table__, "after_create", _ddl(_statement).execute_if(dialect=_name))
