"""What a person at the desk may do. Each appends its event in the caller's transaction; told after the commit.

Who may do what by role is the desk's to check; here only the request's own life is guarded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from uuid6 import uuid7

from kiosk.domain.question import ANSWERS, LONGEST_ANSWER, LONGEST_QUESTION
from kiosk.domain.request import Kind, Status, What
from kiosk.domain.ride import Ride
from kiosk.hub.database import Work
from kiosk.hub.errors import Conflict, Invalid
from kiosk.hub.models import Request
from kiosk.hub.requests import repository
from kiosk.hub.requests.base import STANDING, Base, refuse_ended, settled
from kiosk.hub.requests.history import HUB, Happening, StaffRef, append, by_telephone, let_go, take

MAX_TEXT = 500
OUTCOMES = frozenset({Status.DONE, Status.FAILED})
RESOLUTIONS = frozenset({Status.DELIVERED, Status.ACCEPTED, Status.DONE, Status.CANCELLED, Status.FAILED})
_RESOLVED = {
    Status.DELIVERED: What.RELEASED,
    Status.ACCEPTED: What.ACCEPTED,
    Status.DONE: What.DONE,
    Status.CANCELLED: What.CANCELLED,
    Status.FAILED: What.FAILED,
}


class StaffActions(Base):
    async def accept(self, work: Work, request_id: str, staff: StaffRef) -> Request:
        """Take it. A second time by the same person changes nothing; by another raises Conflict with the holder."""
        row = await self.locked(work, request_id)
        if row.taken_by == staff.id:
            return row
        refuse_ended(row)
        if row.taken_by is not None or by_telephone(row):
            raise Conflict("taken", holder=row.taken_name)
        if row.handler == "provider":
            raise Conflict("provider")
        status = None if settled(row) else Status.ACCEPTED
        await self._say_so(work, row, staff, What.ACCEPTED, status)
        take(row, staff)
        return row

    async def take_over(self, work: Work, request_id: str, staff: StaffRef) -> Request:
        """Take it from the provider, whose booking is cancelled, or from another person."""
        row = await self.locked(work, request_id)
        refuse_ended(row)
        if row.taken_by == staff.id:
            return row
        facts = {"from": row.taken_name or row.handler}
        await self.drop_booking(work, row, spare=STANDING)
        status = None if settled(row) else Status.ACCEPTED
        await self._say_so(work, row, staff, What.ACCEPTED, status, facts)
        take(row, staff)
        return row

    async def hand_over(self, work: Work, request_id: str, staff: StaffRef, to: str, goal: str = "") -> Request:
        """Let it wait for `to`, a name or a group, as `delivered`: nobody has it until they take it themselves.

        `goal` is the id of that person or group: an alarm rings there first.
        """
        row = await self.locked(work, request_id)
        refuse_ended(row)
        status = None if settled(row) else Status.DELIVERED
        await self._say_so(work, row, staff, What.HANDED_OVER, status, {"to": _text(to, 80)})
        await self._back(work, row, goal)
        return row

    async def release(self, work: Work, request_id: str, staff: StaffRef, reason: str = "") -> Request:
        """Who has it lets go; the promise runs anew."""
        row = await self._mine(work, request_id, staff)
        status = None if settled(row) else Status.DELIVERED
        await self._say_so(work, row, staff, What.RELEASED, status, _reason(reason))
        await self._back(work, row)
        return row

    async def gone(self, work: Work, staff_id: str) -> None:
        """Who had these can no longer act: each waits for a person again, an alarm rings. A car stays on its way.

        Whoever has locked a row in this work before has asked for the order of events first (`Work.keep_order`).
        """
        await work.keep_order()
        for held in await repository.held_by(work.session, staff_id):
            row = await self.locked(work, held.id)
            if settled(row) and row.status != Status.UNKNOWN:
                row.taken_by = None  # a booked appointment only waits for its day
            elif row.status == Status.ACCEPTED:
                await append(work, row, Happening(What.RELEASED, HUB, Status.DELIVERED), self.clock.now())
                await self._back(work, row)
            else:
                await append(work, row, Happening(What.NOTE, HUB, None, {"code": "person_gone"}), self.clock.now())
                row.taken_by, row.needs_person = None, True

    async def note(self, work: Work, request_id: str, staff: StaffRef, text: str) -> Request:
        """For the desk's eyes only; also after the end."""
        row = await self.locked(work, request_id)
        await self._say_so(work, row, staff, What.NOTE, None, {"text": _text(text)})
        return row

    async def say(self, work: Work, request_id: str, staff: StaffRef, text: str) -> Request:
        """A person's words to the resident."""
        row = await self.locked(work, request_id)
        refuse_ended(row)
        await self._say_so(work, row, staff, What.SAID, None, {"text": _text(text)})
        return row

    async def ask(self, work: Work, request_id: str, staff: StaffRef, text: str, answers: Sequence[str]) -> Request:
        """A question to the resident, with one to three answers to tap. It replaces one that waits for its answer.

        Raises Invalid for words that do not fit a great key.
        """
        row = await self.locked(work, request_id)
        refuse_ended(row)
        words = [_text(answer, LONGEST_ANSWER) for answer in answers]
        if not 1 <= len(words) <= ANSWERS or len(set(words)) < len(words):
            raise Invalid(f"one to {ANSWERS} different answers")
        facts = {"question": str(uuid7()), "text": _text(text, LONGEST_QUESTION), "answers": words}
        await self._say_so(work, row, staff, What.ASKED, None, facts)
        return row

    async def on_the_way(self, work: Work, request_id: str, staff: StaffRef) -> Request:
        """Who has an alarm goes there; saying so again, or for somebody else, changes nothing."""
        row = await self.locked(work, request_id)
        if row.kind == Kind.ALARM and row.taken_by == staff.id and row.status == Status.ACCEPTED:
            await self._say_so(work, row, staff, What.ON_THE_WAY, Status.IN_PROGRESS)
        return row

    async def car_found(self, work: Work, request_id: str, staff: StaffRef, ride: Ride) -> Request:
        """The person who has it found a car by telephone."""
        row = await self._mine(work, request_id, staff)
        await self._say_so(work, row, staff, What.CAR_FOUND, Status.IN_PROGRESS, asdict(ride))
        return row

    async def close(self, work: Work, request_id: str, staff: StaffRef, outcome: Status, reason: str = "") -> Request:
        """End it as done or failed."""
        if outcome not in OUTCOMES:
            raise Invalid("done or failed")
        row = await self._mine(work, request_id, staff)
        await self.drop_booking(work, row, spare=STANDING if outcome is Status.DONE else ())
        await self._say_so(work, row, staff, outcome.value, outcome, _reason(reason))
        return row

    async def cancel(self, work: Work, request_id: str, staff: StaffRef, reason: str = "") -> Request:
        """The resident told a person that it is not wanted any more."""
        row = await self._mine(work, request_id, staff)
        await self.drop_booking(work, row)
        await self._say_so(work, row, staff, What.CANCELLED, Status.CANCELLED, _reason(reason))
        return row

    async def resolve(self, work: Work, request_id: str, staff: StaffRef, to: Status, reason: str = "") -> Request:
        """A person has found out how an unknown request stands. `delivered`: there is no car, it waits for a person."""
        if to not in RESOLUTIONS:
            raise Invalid("one of delivered, accepted, done, cancelled, failed")
        row = await self._mine(work, request_id, staff)
        if row.status != Status.UNKNOWN:
            raise Conflict("status", holder=row.taken_name)
        await self._say_so(work, row, staff, _RESOLVED[to], to, _reason(reason))
        if to is Status.DELIVERED:
            await self._back(work, row)
        elif to is Status.ACCEPTED:
            take(row, staff)
        return row

    async def _back(self, work: Work, row: Request, goal: str = "") -> None:
        """It waits at the desk again: what a provider was asked for is taken back first."""
        await self.drop_booking(work, row, spare=STANDING)
        let_go(row, None if settled(row) else self.due(row))
        if row.kind == Kind.ALARM:
            await self.alarm_waits(work, row, goal)

    async def _mine(self, work: Work, request_id: str, staff: StaffRef) -> Request:
        """The row, unless another person or the provider has it, or it has ended: Conflict."""
        row = await self.locked(work, request_id)
        refuse_ended(row)
        if row.taken_by not in (None, staff.id):
            raise Conflict("taken", holder=row.taken_name)
        if row.handler == "provider":
            raise Conflict("provider")
        return row

    async def _say_so(
        self,
        work: Work,
        row: Request,
        staff: StaffRef,
        what: str,
        status: Status | None,
        facts: Mapping[str, Any] | None = None,
    ) -> None:
        await append(work, row, Happening(what, staff.actor, status, facts, staff.id), self.clock.now())


def _text(text: str, limit: int = MAX_TEXT) -> str:
    clean = text.strip()
    if not clean or len(clean) > limit:
        raise Invalid(f"a text of 1 to {limit} characters")
    return clean


def _reason(reason: str) -> dict[str, Any]:
    return {"reason": _text(reason)} if reason.strip() else {}
