"""What residents have learned, from every kiosk: a set that only grows, and goes with its resident."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from kiosk.domain.learning import Fact, Learnt
from kiosk.hub.database import Work
from kiosk.hub.models import LessonFact, Resident
from kiosk.hub.residents.base import Base
from kiosk.protocol.lessons import MOST_KEPT, FactModel


class Lessons(Base):
    async def learned(self, work: Work, kiosk_id: str, facts: Iterable[FactModel]) -> list[str]:
        """Add what is new; a fact known already changes nothing, whoever tells it. Gives the residents not known."""
        told = {one.id: one for one in facts}
        residents = {one.resident for one in told.values()}
        theirs = select(Resident.id).where(Resident.id.in_(residents)).order_by(Resident.id).with_for_update()
        known = set(await work.session.scalars(theirs))  # locked: nobody is deleted, and no fact comes twice, meanwhile
        here = set(await work.session.scalars(select(LessonFact.id).where(LessonFact.id.in_(told))))
        room = {who: MOST_KEPT - count for who, count in await self._counts(work.session, known)}
        now = self.clock.now()
        for one in told.values():
            if one.resident not in known or one.id in here or room.get(one.resident, MOST_KEPT) <= 0:
                continue
            room[one.resident] = room.get(one.resident, MOST_KEPT) - 1
            work.session.add(
                LessonFact(id=one.id, resident_id=one.resident, kiosk_id=kiosk_id, lesson=one.lesson, what=one.what,
                           part=one.part, answered_right=one.right, answered_of=one.of, at=one.at, received_at=now)
            )  # fmt: skip
        await work.session.flush()
        return sorted(residents - known)

    async def lessons_of(self, session: AsyncSession, resident_id: str) -> list[FactModel]:
        """Oldest first."""
        rows = await session.scalars(
            select(LessonFact).where(LessonFact.resident_id == resident_id).order_by(LessonFact.at, LessonFact.id)
        )
        return [FactModel.from_fact(fact_of(row)) for row in rows]

    async def _counts(self, session: AsyncSession, residents: Iterable[str]) -> Sequence[tuple[str, int]]:
        counted = (
            select(LessonFact.resident_id, func.count())
            .where(LessonFact.resident_id.in_(residents))
            .group_by(LessonFact.resident_id)
        )
        return [(who, int(count)) for who, count in await session.execute(counted)]


def fact_of(row: LessonFact) -> Fact:
    return Fact(row.id, row.resident_id, row.lesson, Learnt(row.what), row.at, row.part, row.answered_right,
                row.answered_of)  # fmt: skip
