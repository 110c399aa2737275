"""What a hospital's word about an appointment does to the request, and what its silence does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kiosk.domain.request import Actor, Role, Status, What
from kiosk.hub.database import Work
from kiosk.hub.hospital.base import Visit, VisitState
from kiosk.hub.models import HospitalBooking, Request
from kiosk.hub.requests.base import (
    BOOKED,
    CANCELLED,
    CANCELLING,
    DONE,
    GONE,
    LOST,
    PENDING,
    REFUSED,
    UNCLEAR,
    Base,
)
from kiosk.hub.requests.history import HUB, Happening, append, let_go


class Outcomes(Base):
    """Takes a `Work` and rows locked in it; commits nothing itself. `by` is the hospital, by its name."""

    async def told(self, work: Work, row: Request, booking: HospitalBooking, visit: Visit, by: Actor) -> None:
        """The hospital says how it stands; saying the same again changes nothing."""
        booking.reference, booking.heard_at = visit.reference, self.clock.now()
        match visit.state:
            case VisitState.PENDING if booking.state == BOOKED:
                await self.unclear(work, row, booking, by)
            case VisitState.PENDING:
                await self._pending(work, row, booking, by)
            case VisitState.BOOKED:
                await self._booked(work, row, booking, visit, by)
            case VisitState.CANCELLED:
                await self._withdrawn(work, row, booking, visit, by)
            case VisitState.DONE:
                await self._ended(work, row, booking, Happening(What.DONE, by, Status.DONE))
            case VisitState.MISSED:
                await self._ended(work, row, booking, Happening(What.FAILED, by, Status.FAILED, {"reason": "missed"}))

    async def gone(self, work: Work, row: Request, booking: HospitalBooking, by: Actor) -> None:
        """Somebody else has that time; unless the resident called it off meanwhile, they choose another."""
        if booking.state == CANCELLING:
            await self.cancelled(work, row, booking)
            return
        self._move(booking, GONE)
        if _ours(row):
            happening = Happening(What.SLOT_GONE, by, Status.FAILED, {"reason": "taken"})
            await append(work, row, happening, self.clock.now())

    async def refused(self, work: Work, row: Request, booking: HospitalBooking, by: Actor) -> None:
        """The hospital will not, or was never reached: a person telephones, unless it was called off meanwhile."""
        if booking.state == CANCELLING:
            await self.cancelled(work, row, booking)
            return
        self._move(booking, REFUSED)
        if _ours(row):
            happening = Happening(What.RELEASED, by, Status.DELIVERED, {"reason": "refused"})
            await append(work, row, happening, self.clock.now())
            let_go(row, row.promise_due)

    async def lost(self, work: Work, row: Request, booking: HospitalBooking, by: Actor, about: str) -> None:
        """No answer to `about` ("send", "cancel", "status"). A person finds out; the hub may only look (R1)."""
        self._move(booking, LOST)
        await self.doubt(work, row, by, about)

    async def doubt(self, work: Work, row: Request, by: Actor, about: str) -> None:
        """Nobody knows how it stands, by the loss of an answer to `about`: a person finds out."""
        facts = {"about": about}
        if Status(row.status).ended:
            note = Happening(What.NOTE, by, None, {"code": "reply_lost", **facts})
            await append(work, row, note, self.clock.now())
            return
        status = None if row.taken_by is not None else Status.UNKNOWN
        await append(work, row, Happening(What.REPLY_LOST, by, status, facts), self.clock.now())
        row.handler, row.needs_person = "desk", True

    async def unclear(self, work: Work, row: Request, booking: HospitalBooking, by: Actor) -> None:
        """It answered in a way that cannot be relied on: another time than asked for, a status nobody knows."""
        self._move(booking, UNCLEAR)
        await self.doubt(work, row, by, "answer")

    async def silent(self, work: Work, row: Request, by: Actor) -> None:
        """A booked appointment has not been confirmed for long. It stands as far as is known; a person asks."""
        facts = {"code": "hospital_silent"}
        await append(work, row, Happening(What.NOTE, by, None, facts), self.clock.now())
        row.needs_person = not Status(row.status).ended

    async def cancelled(self, work: Work, row: Request, booking: HospitalBooking) -> None:
        """The hospital has cancelled as asked, or there was nothing to cancel."""
        self._move(booking, CANCELLED)
        if not Status(row.status).ended:
            facts = {"consequence": "person_told" if row.taken_by else "none"}
            await append(work, row, Happening(What.CANCELLED, HUB, Status.CANCELLED, facts), self.clock.now())

    async def goes_on(self, work: Work, row: Request, booking: HospitalBooking, by: Actor, reason: str) -> None:
        """It stands in spite of being called off, "too_late" or "refused": said so, and a person helps."""
        self._move(booking, BOOKED)
        facts: dict[str, Any] = {"answer": "refused", "reason": reason}
        ended = Status(row.status).ended
        what = What.NOTE if ended else What.CANCEL_ASKED
        await append(work, row, Happening(what, by, None, facts), self.clock.now())
        row.needs_person = not ended

    async def _pending(self, work: Work, row: Request, booking: HospitalBooking, by: Actor) -> None:
        if booking.state in (PENDING, CANCELLING):
            return
        self._move(booking, PENDING)
        if _ours(row):
            await self._accepted(work, row, by)

    async def _booked(self, work: Work, row: Request, booking: HospitalBooking, visit: Visit, by: Actor) -> None:
        before = booking.appointment
        facts = {name: value or before.get(name, value) for name, value in visit.appointment.facts().items()}
        booking.appointment, booking.slot_id = facts, visit.slot
        if booking.state == CANCELLING:
            return
        first = booking.state != BOOKED
        self._move(booking, BOOKED)
        if Status(row.status).ended:
            if first:
                note = Happening(What.NOTE, by, None, {"code": "booked_after_end"})
                await append(work, row, note, self.clock.now())
            return
        if first:
            await self._accepted(work, row, by)
            await append(work, row, Happening(What.BOOKED, by, Status.IN_PROGRESS, facts), self.clock.now())
        elif _moved(before, facts):
            await append(work, row, Happening(What.MOVED, by, Status.IN_PROGRESS, facts), self.clock.now())
            row.needs_person = True

    async def _accepted(self, work: Work, row: Request, by: Actor) -> None:
        if row.status in (Status.DELIVERED, Status.UNKNOWN):
            await append(work, row, Happening(What.ACCEPTED, by, Status.ACCEPTED), self.clock.now())
        if row.taken_by is None:
            row.handler, row.taken_name, row.needs_person, row.promise_due = "provider", by.name, False, None

    async def _withdrawn(self, work: Work, row: Request, booking: HospitalBooking, visit: Visit, by: Actor) -> None:
        """The hospital itself called it off: told as it is, and a person finds another time."""
        if booking.state == CANCELLING:
            await self.cancelled(work, row, booking)
            return
        self._move(booking, CANCELLED)
        if Status(row.status).ended:
            return
        facts = {"by": "hospital", "reason": visit.reason}
        await append(work, row, Happening(What.CANCELLED, by, Status.DELIVERED, facts), self.clock.now())
        let_go(row, self.due(row))

    async def _ended(self, work: Work, row: Request, booking: HospitalBooking, happening: Happening) -> None:
        self._move(booking, DONE)
        if not Status(row.status).ended:
            await append(work, row, happening, self.clock.now())

    def _move(self, booking: HospitalBooking, state: str) -> None:
        booking.state, booking.changed_at = state, self.clock.now()


def hospital(name: str) -> Actor:
    return Actor(Role.PROVIDER, name)


def _ours(row: Request) -> bool:
    """Nobody at the desk has taken it, and it has not ended."""
    return row.taken_by is None and not Status(row.status).ended


def _moved(before: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Whether the resident has to be elsewhere, at another time or before another doctor."""
    watched = ("start", "doctor_id", "building", "floor", "room")
    return any(before.get(name) != now[name] for name in watched)
