"""我的事情: a resident's requests, wherever they were asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from uuid6 import uuid7

from kiosk.domain.appointment import Appointment
from kiosk.domain.request import Kind, Mode, Status, What
from kiosk.hub.database import Work
from kiosk.hub.errors import NotFound
from kiosk.hub.models import Event, Request
from kiosk.hub.requests import repository
from kiosk.hub.residents.base import Base
from kiosk.protocol.models import EventIn
from kiosk.protocol.residents import MOST_AFFAIRS, AffairOut


class Affairs(Base):
    async def affairs(self, session: AsyncSession, resident_id: str, kiosk_id: str = "") -> list[AffairOut]:
        """Newest first; `kiosk_id` is where the resident stands."""
        statement = (
            select(Request)
            .where(Request.resident_id == resident_id, Request.mode == Mode.ACTUAL)
            .order_by(Request.received_at.desc(), Request.id.desc())
            .limit(MOST_AFFAIRS)
        )
        rows = (await session.scalars(statement)).all() if resident_id else []
        booked = await _booked(session, [row.id for row in rows if row.kind == Kind.APPOINTMENT])
        return [_affair(row, kiosk_id, booked.get(row.id)) for row in rows]

    async def cancel_theirs(self, work: Work, resident_id: str, request_id: str) -> None:
        """The resident asks for it, as at the kiosk it came from; a second time changes nothing. Raises NotFound."""
        row = await repository.request(work.session, request_id, lock=True)
        if row is None or not resident_id or row.resident_id != resident_id:
            raise NotFound
        events = await repository.events(work.session, row.id)
        asked = next((e for e in reversed(events) if e.what in (What.CANCEL_ASKED, What.SAID)), None)
        if Status(row.status).ended or (asked is not None and asked.what == What.CANCEL_ASKED):
            return
        wish = EventIn(id=str(uuid7()), what=What.CANCEL_ASKED, role="resident")
        await self.requests.kiosk_event(work, row.kiosk_id, row.id, wish)


async def _booked(session: AsyncSession, ids: Sequence[str]) -> dict[str, Mapping[str, Any]]:
    """What the hospital last confirmed, by request."""
    found: dict[str, Mapping[str, Any]] = defaultdict(dict)
    if ids:
        told = select(Event).where(Event.request_id.in_(ids), Event.what.in_((What.BOOKED, What.MOVED)))
        for event in await session.scalars(told.order_by(Event.seq)):
            found[event.request_id] = event.facts
    return found


def _affair(row: Request, kiosk_id: str, booked: Mapping[str, Any] | None) -> AffairOut:
    asked_at = min(row.created_at or row.received_at, row.received_at)
    return AffairOut(
        request_id=row.id,
        kind=Kind(row.kind),
        status=Status(row.status),
        number=row.number,
        asked_at=asked_at,
        here=row.kiosk_id == kiosk_id,
        words=_words(row.kind, row.details),
        appointment=Appointment.of(booked).facts() if booked else None,
    )


def _words(kind: str, details: Mapping[str, Any]) -> str:
    """What a bystander must not see (U11): where to, which department, which question."""

    def name(of: str) -> str:
        return str((details.get(of) or {}).get("name", ""))

    match kind:
        case Kind.TAXI:
            return name("destination")
        case Kind.APPOINTMENT:
            parts = (name("hospital"), name("department"), str(details.get("doctor", "")))
            return " ".join(part for part in parts if part)
        case Kind.CONSULTATION:
            return str(details.get("question", ""))
        case Kind.VOLUNTEER:
            return str(details.get("about", ""))
    return ""
