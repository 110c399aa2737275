"""What a provider's word about a ride does to the request, and what its silence does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from kiosk.domain.request import Actor, Role, Status, What
from kiosk.domain.ride import Ride, RideState
from kiosk.hub.database import Work
from kiosk.hub.models import Booking, Request
from kiosk.hub.requests.base import CANCELLING, LOST, REFUSED, Base
from kiosk.hub.requests.history import HUB, Happening, append, let_go, promise_from

_S = Status
SAYS: Mapping[RideState, tuple[str, Status | None]] = {
    RideState.LOOKING: (What.LOOKING, None),
    RideState.FOUND: (What.CAR_FOUND, _S.ACCEPTED),
    RideState.ARRIVING: (What.COMING, _S.IN_PROGRESS),
    RideState.ARRIVED: (What.ARRIVED, _S.IN_PROGRESS),
    RideState.ABOARD: (What.ABOARD, _S.IN_PROGRESS),
    RideState.DONE: (What.DONE, _S.DONE),
    RideState.NO_CAR: (What.NO_CAR, _S.DELIVERED),
    RideState.DRIVER_CANCELLED: (What.DRIVER_CANCELLED, _S.DELIVERED),
    RideState.CANCELLED: (What.DRIVER_CANCELLED, _S.DELIVERED),  # not by us: we would know
}
WITH_CAR = frozenset({RideState.ARRIVING, RideState.ARRIVED, RideState.ABOARD, RideState.DONE})


class Rides(Base):
    """Takes a `Work` and rows locked in it; commits nothing itself."""

    async def told(self, work: Work, row: Request, booking: Booking, state: RideState, ride: Ride | None) -> None:
        """The provider says how the ride stands; saying the same again changes nothing."""
        facts = asdict(ride) if ride else {}
        if (booking.state, booking.ride) == (state, facts):
            return
        missed = state in WITH_CAR and row.status in (Status.DELIVERED, Status.UNKNOWN)
        now = self.clock.now()
        booking.state, booking.ride, booking.changed_at, booking.heard_at = state, facts, now, now
        by = Actor(Role.PROVIDER, ride.driver if ride else "")
        if missed:
            await append(work, row, Happening(What.CAR_FOUND, by, Status.ACCEPTED, facts), now)
        what, status = SAYS[state]
        await append(work, row, Happening(what, by, status, facts), now)
        if state is RideState.NO_CAR:
            let_go(row, self._sooner(row))
        elif state in (RideState.DRIVER_CANCELLED, RideState.CANCELLED):
            let_go(row, self.due(row))
        elif ride is not None:
            row.taken_name = ride.driver

    async def refused(self, work: Work, row: Request, booking: Booking) -> None:
        """The provider will not: a person looks for a car, unless the resident has called it off meanwhile."""
        if booking.state == CANCELLING:
            await self.cancelled(work, row, booking, "none")
            return
        booking.state, booking.changed_at = REFUSED, self.clock.now()
        if row.handler == "provider" and not Status(row.status).ended:
            happening = Happening(What.RELEASED, Actor(Role.PROVIDER), Status.DELIVERED, {"reason": "refused"})
            await append(work, row, happening, self.clock.now())
            let_go(row, self._sooner(row))

    def _sooner(self, row: Request) -> datetime | None:
        """A person's promise is the ordinary one; a platform may have had longer for a car tomorrow."""
        whole = promise_from(row, self.clock.now(), self.promises)
        return min(row.promise_due, whole) if row.promise_due and whole else row.promise_due

    async def lost(self, work: Work, row: Request, booking: Booking, about: str) -> None:
        """No answer to `about` ("send", "cancel", "status"): a person finds out, no machine asks again (R1)."""
        booking.state, booking.changed_at = LOST, self.clock.now()
        ended, held = Status(row.status).ended, row.taken_by is not None
        by, facts = Actor(Role.PROVIDER), {"about": about}
        if ended:
            # the resident has been told that it is over; only the desk must know that a car may still come
            await append(work, row, Happening(What.NOTE, by, None, {"code": "reply_lost", **facts}), self.clock.now())
        else:
            status = None if held else Status.UNKNOWN
            await append(work, row, Happening(What.REPLY_LOST, by, status, facts), self.clock.now())
            row.handler = "desk"
        row.needs_person = True

    async def cancelled(self, work: Work, row: Request, booking: Booking, consequence: str) -> None:
        """The provider has cancelled as asked. Ends the request unless a person has it now."""
        booking.state, booking.changed_at = RideState.CANCELLED, self.clock.now()
        if row.handler == "provider" and not Status(row.status).ended:
            facts = {"consequence": consequence}
            await append(work, row, Happening(What.CANCELLED, HUB, Status.CANCELLED, facts), self.clock.now())

    async def goes_on(self, work: Work, row: Request, booking: Booking, state: RideState) -> None:
        """The provider will not cancel (the passenger sits in the car): a person looks at it."""
        facts: dict[str, Any] = {"answer": "refused", "state": state}
        ours = row.handler == "provider" and not Status(row.status).ended
        booking.state, booking.changed_at = (state if ours else LOST), self.clock.now()
        what = What.CANCEL_ASKED if ours else What.NOTE
        await append(work, row, Happening(what, Actor(Role.PROVIDER), None, facts), self.clock.now())
        row.needs_person = True
