"""What a person at the desk does about a doctor's appointment, and about what a resident called off meanwhile."""

from __future__ import annotations

from datetime import datetime

from kiosk.domain.appointment import Appointment
from kiosk.domain.request import Kind, Status, What
from kiosk.hub.database import Work
from kiosk.hub.errors import Invalid
from kiosk.hub.models import Request
from kiosk.hub.requests import repository
from kiosk.hub.requests.base import STANDING
from kiosk.hub.requests.history import Happening, StaffRef, append
from kiosk.hub.requests.staff_actions import StaffActions

SEEN = "seen"  # a note's code: who held it knows that it was called off


class Arranging(StaffActions):
    async def book(self, work: Work, request_id: str, staff: StaffRef, appointment: Appointment) -> Request:
        """A person has arranged it with the hospital; arranged anew it has moved. Who had not taken it takes it so.

        Raises Invalid for another kind and for a start without its time zone.
        """
        row = await self._mine(work, request_id, staff)
        if row.kind != Kind.APPOINTMENT or not _readable(appointment.start):
            raise Invalid("an appointment with a start")
        if row.taken_by is None:
            await self.accept(work, request_id, staff)
        before = [e.what for e in await repository.events(work.session, row.id)]
        what = What.MOVED if What.BOOKED in before else What.BOOKED
        await self.drop_booking(work, row, spare=STANDING)
        await self._say_so(work, row, staff, what, Status.IN_PROGRESS, appointment.facts())
        return row

    async def remind(self, work: Work, request_id: str, staff: StaffRef) -> Request:
        """A person has reminded the resident of the appointment; a second time the same day changes nothing."""
        row = await self.locked(work, request_id)
        now = self.clock.now()
        if row.kind != Kind.APPOINTMENT or row.status != Status.IN_PROGRESS:
            raise Invalid("an appointment that is booked")
        events = await repository.events(work.session, row.id)
        if not any(e.what == What.REMINDED and e.at.astimezone().date() == now.astimezone().date() for e in events):
            await self._say_so(work, row, staff, What.REMINDED, None)
        return row

    async def seen(self, work: Work, request_id: str, staff: StaffRef) -> Request:
        """Who held it knows that it was called off."""
        row = await self.locked(work, request_id)
        await append(work, row, Happening(What.NOTE, staff.actor, None, {"code": SEEN}, staff.id), self.clock.now())
        return row


def _readable(start: str) -> bool:
    try:
        return datetime.fromisoformat(start).tzinfo is not None
    except ValueError:
        return False
