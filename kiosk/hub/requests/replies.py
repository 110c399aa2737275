"""Rows as the wire shows them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from kiosk.domain.request import Role, Status
from kiosk.hub.models import Event, Request
from kiosk.hub.requests import repository
from kiosk.protocol.models import EventOut, PresenceOut, RequestOut


def event_out(row: Event) -> EventOut:
    return EventOut(
        seq=row.seq,
        id=row.id,
        request_id=row.request_id,
        what=row.what,
        status=Status(row.status) if row.status else None,
        role=Role(row.role),
        name=row.name,
        at=row.at,
        facts=row.facts,
    )


async def request_out(session: AsyncSession, row: Request, now: datetime, presence: PresenceOut) -> RequestOut:
    """The whole of a request as its kiosk may see it: notes of the desk are left out."""
    events = await repository.events(session, row.id)
    return RequestOut(
        id=row.id,
        status=Status(row.status),
        events=[event_out(event) for event in events],
        hub_time=now,
        presence=presence,
    )
