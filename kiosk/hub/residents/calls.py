"""Somebody telephones the desk and asks for something: the volunteer who answers looks after it.

The number creates the request in the name of whom it belongs to, if anybody, and reveals nothing: whether it is on file
changes no word and no page. A car is not ordered by a machine, for nobody at a kiosk sees it come.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from uuid6 import uuid7

from kiosk.domain.details import AppointmentWish, Details, HelpCall, Need, PlaceRef, TaxiWish
from kiosk.domain.request import Kind, What, next_number
from kiosk.hub.database import Work
from kiosk.hub.errors import Invalid
from kiosk.hub.kiosks import TELEPHONE
from kiosk.hub.models import Request
from kiosk.hub.requests.base import BY_PHONE
from kiosk.hub.requests.history import HUB, Happening, StaffRef, append
from kiosk.hub.requests.repository import OPEN
from kiosk.hub.residents.registry import Registry
from kiosk.hub.telephones import owner_of_phone, telephone
from kiosk.protocol.models import RequestIn

KINDS = (Kind.TAXI, Kind.VOLUNTEER, Kind.APPOINTMENT)
LONGEST = 80


@dataclass(frozen=True)
class Call:
    """What was asked for. `where` is where the caller is, `to` where to go, `about` anything else."""

    phone: str
    kind: str
    where: str = ""
    to: str = ""
    about: str = ""


class Calls(Registry):
    async def by_phone(self, work: Work, call: Call, staff: StaffRef) -> Request:
        """The request, in the hands of who answered; `Kiosks.telephone` has been called. Raises Invalid: a number
        that is none, a car from nowhere."""
        number = telephone(call.phone)
        if not number:
            raise Invalid
        session, now = work.session, self.clock.now()
        seq, shown = await _next(session)
        wish = RequestIn(
            id=str(uuid7()), seq=seq, number=shown, details=_details(call, number), created_at=now, age=0.0
        )
        row = await self.requests.submit(work, TELEPHONE, wish)
        row.resident_id = await owner_of_phone(session, number)
        row.details = {**row.details, BY_PHONE: True}
        note = {"code": "by_phone", "phone": number}
        await append(work, row, Happening(What.NOTE, HUB, None, note), now)
        return await self.requests.take_over(work, row.id, staff)


def _details(call: Call, number: str) -> Details:
    where, to, about = (" ".join(text.split())[:LONGEST] for text in (call.where, call.to, call.about))
    if not (where + to + about).isprintable():
        raise Invalid
    match call.kind:
        case Kind.TAXI if where:
            goal = PlaceRef("by-phone-to", to) if to else None
            return TaxiWish(PlaceRef("by-phone", where), goal, phone=number)
        case Kind.VOLUNTEER if about or where:
            return HelpCall(about=" ".join(part for part in (where, about) if part)[:LONGEST])
        case Kind.APPOINTMENT:
            return AppointmentWish(Need.OPEN, department=PlaceRef("by-phone", about) if about else None, phone=number)
    raise Invalid


async def _next(session: AsyncSession) -> tuple[int, int]:
    """The telephone's own order, and a waiting number that nobody who waits has."""
    theirs = select(Request).where(Request.kiosk_id == TELEPHONE)
    seq = (await session.scalar(select(func.max(Request.kiosk_seq)).where(Request.kiosk_id == TELEPHONE))) or 0
    last = (await session.scalars(theirs.order_by(Request.kiosk_seq.desc()).limit(1))).first()
    taken = await session.scalars(select(Request.number).where(Request.status.in_(OPEN)))
    return seq + 1, next_number(last.number if last else 0, set(taken.all()))
