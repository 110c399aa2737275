"""Nobody acknowledges: the next group, every desk, the telephone list, outside. One step at a time, from the database
alone: the deadline is the request's `promise_due`, so any process may take the next step and a dead one loses nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from kiosk.domain.request import Kind, Mode, Status, What
from kiosk.hub import presence
from kiosk.hub.alarms import plan
from kiosk.hub.alarms.turns import Stage, Team, Turn, next_turn, rings_for
from kiosk.hub.clock import HubClock
from kiosk.hub.database import Work
from kiosk.hub.errors import Conflict, Invalid, NotFound
from kiosk.hub.models import DutyGroup, DutyPhone, Escalation, Event, Request, Staff
from kiosk.hub.requests import repository
from kiosk.hub.requests.history import HUB, Happening, StaffRef, append
from kiosk.hub.settings import HubSettings

TWICE = timedelta(seconds=10)  # the same tick again within this is a double click
UNANSWERED, NOBODY_ARMED, NO_PHONES = "unanswered", "nobody_armed", "no_phones"
GOES_AROUND = frozenset({Mode.ACTUAL, Mode.EXERCISE})
LEAVES_THE_HOUSE = frozenset({Mode.ACTUAL})  # only this one is ever telephoned about or told outside


class Escalations:
    """Takes a `Work` and commits nothing itself."""

    def __init__(self, settings: HubSettings, clock: HubClock) -> None:
        self._clock = clock
        self._wait = timedelta(seconds=settings.escalate_after)

    async def begin(self, work: Work, row: Request, to: str = "") -> None:
        """An alarm waits for a person, from now: the first round or a new one. `to`: the id of a person or a group that
        it is handed to, whose turn is first."""
        row.promise_due = None
        if row.late or row.mode not in GOES_AROUND or row.kind != Kind.ALARM:
            return
        state = await work.session.get(Escalation, row.id)
        if state is None:
            state = Escalation(request_id=row.id, stage="", goal="", name="", rung=[], round_at=self._clock.now())
            work.session.add(state)
        state.rung, state.round_at = [], self._clock.now()
        state.stage = ""
        over: tuple[str, ...] = ()
        if to:
            turn, heard = await self._handed(work.session, to)
            if heard:
                await self._ring(work, row, state, turn)
                return
            state.rung, over = [turn.goal], (turn.name,)
        await self._advance(work, row, state, over)

    async def step(self, work: Work, row: Request) -> None:
        """Its turn is over and nobody has acknowledged it. The caller holds the row."""
        row.promise_due = None
        if row.taken_by is not None or Status(row.status).ended:
            return
        state = await work.session.get(Escalation, row.id)
        if state is None:  # it waited before this program knew of turns
            await self.begin(work, row)
        elif state.stage == Stage.PHONES:
            await self._outside(work, row, state, UNANSWERED)
        elif state.stage not in (Stage.OUTSIDE, Stage.STOPPED):
            await self._advance(work, row, state)

    async def phoned(self, work: Work, request_id: str, staff: StaffRef, phone_id: str, comes: bool) -> Request:
        """A person telephoned somebody of the list. Raises NotFound, Conflict when it has ended or is no alarm that
        may be telephoned about."""
        await work.keep_order()
        row = await repository.request(work.session, request_id, lock=True)
        phone = await work.session.get(DutyPhone, phone_id)
        if row is None or phone is None:
            raise NotFound
        if row.kind != Kind.ALARM or row.mode not in LEAVES_THE_HOUSE:
            raise Invalid("an alarm of mode actual")
        if Status(row.status).ended:
            raise Conflict("ended", holder=row.taken_name)
        ticks = await self._ticks(work.session, row)
        now = self._clock.now()
        if any(t.facts == _tick(phone, comes) and t.at > now - TWICE for t in ticks):
            return row
        told = Happening(What.PHONED, staff.actor, None, _tick(phone, comes), staff.id)
        ticks = [*ticks, await append(work, row, told, now)]
        state = await work.session.get(Escalation, row.id)
        if not comes and row.taken_by is None and state is not None and state.stage == Stage.PHONES:
            await self._listed(work, row, state, ticks)
        return row

    async def _listed(self, work: Work, row: Request, state: Escalation, ticks: Sequence[Event]) -> None:
        """Somebody telephones: that takes its time, and the end of the list is the end of it."""
        tried = {t.facts.get("phone") for t in ticks if t.facts.get("ok") is not True}
        if all(phone.id in tried for phone in await plan.phones(work.session)):
            await self._outside(work, row, state, UNANSWERED)
        else:
            row.promise_due = self._clock.now() + self._wait

    async def _advance(self, work: Work, row: Request, state: Escalation, over: tuple[str, ...] = ()) -> None:
        armed = await presence.armed(work.session, self._clock.now())
        turn = next_turn(await plan.on_now(work.session, self._clock.now()), armed, state.rung)
        turn = Turn(turn.to, turn.goal, turn.name, (*over, *turn.passed_over))
        if turn.to is Stage.PHONES:
            await self._by_phone(work, row, state, turn, armed)
        else:
            await self._ring(work, row, state, turn)

    async def _ring(self, work: Work, row: Request, state: Escalation, turn: Turn) -> None:
        first = not state.stage
        state.stage, state.goal, state.name = turn.to, turn.goal, turn.name
        state.rung = [*state.rung, turn.goal or turn.to]
        row.promise_due = self._clock.now() + self._wait
        if first and turn.to is Stage.EVERYONE and not turn.passed_over:
            return  # that it was delivered says so already
        facts = _facts(turn) if first else {**_facts(turn), "because": UNANSWERED}
        await self._tell(work, row, What.RINGS if first else What.ESCALATED, facts)

    async def _by_phone(self, work: Work, row: Request, state: Escalation, turn: Turn, armed: Collection[str]) -> None:
        if row.mode not in LEAVES_THE_HOUSE:
            await self._stop(work, row, state, turn.passed_over)
            return
        because = UNANSWERED if armed else NOBODY_ARMED
        listed = bool(await plan.phones(work.session))
        if listed:
            await self._tell(work, row, What.ESCALATED, {**_facts(turn), "because": because})
        state.stage, state.goal, state.name = Stage.PHONES, "", ""
        row.promise_due = self._clock.now() + self._wait
        if not listed or not armed:  # nobody whom to telephone, or nobody who could
            await self._outside(work, row, state, because if not armed else NO_PHONES)

    async def _outside(self, work: Work, row: Request, state: Escalation, because: str) -> None:
        if row.mode not in LEAVES_THE_HOUSE:
            await self._stop(work, row, state)
            return
        state.stage, state.goal, state.name, row.promise_due = Stage.OUTSIDE, "", "", None
        await self._tell(work, row, What.ESCALATED_OUTSIDE, {"because": because})

    async def _stop(self, work: Work, row: Request, state: Escalation, over: tuple[str, ...] = ()) -> None:
        """An exercise has nobody left in the house, and nobody else may hear of it."""
        state.stage, state.goal, state.name, row.promise_due = Stage.STOPPED, "", "", None
        await self._tell(work, row, What.ESCALATED, _facts(Turn(Stage.STOPPED, passed_over=over)))

    async def _handed(self, session: AsyncSession, to: str) -> tuple[Turn, bool]:
        """The turn of who it is handed to, and whether a bell is on there."""
        armed = await presence.armed(session, self._clock.now())
        group = await session.get(DutyGroup, to)
        if group is not None:
            return Turn(Stage.GROUP, to, group.name), not armed.isdisjoint(group.members)
        person = await session.get(Staff, to)
        if person is None:
            raise NotFound
        return Turn(Stage.PERSON, to, person.display_name), to in armed

    async def _ticks(self, session: AsyncSession, row: Request) -> list[Event]:
        """Who was telephoned in this round."""
        state = await session.get(Escalation, row.id)
        statement = select(Event).where(Event.request_id == row.id, Event.what == What.PHONED).order_by(Event.seq)
        found = (await session.scalars(statement)).all()
        return [event for event in found if state is None or event.at >= state.round_at]

    async def _tell(self, work: Work, row: Request, what: str, facts: dict[str, object]) -> None:
        await append(work, row, Happening(what, HUB, None, facts), self._clock.now())


def _facts(turn: Turn) -> dict[str, object]:
    facts: dict[str, object] = {"to": turn.to}
    if turn.name:
        facts["name"] = turn.name
    return facts | ({"passed_over": list(turn.passed_over)} if turn.passed_over else {})


def _tick(phone: DutyPhone, comes: bool) -> dict[str, object]:
    return {"name": phone.name, "ok": comes, "phone": phone.id}


async def ringing(session: AsyncSession, staff_id: str, ids: Sequence[str]) -> dict[str, tuple[Escalation, bool]]:
    """Of these alarms those that go around: whose turn it is, and whether it is this person's or everybody's."""
    if not ids:
        return {}
    teams = {group.id for group in await session.scalars(select(DutyGroup)) if staff_id in group.members}
    rows = await session.scalars(select(Escalation).where(Escalation.request_id.in_(ids)))
    return {row.request_id: (row, rings_for(staff_id, teams, row.stage, row.rung)) for row in rows}


__all__ = ["Escalations", "Team", "ringing"]
