"""What is kept of a resident, by whose leave, and how it goes (S1): habits, consent, deletion, and the hourly look."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from kiosk.domain.request import ENDED, Kind
from kiosk.hub.database import Work
from kiosk.hub.models import Card, LessonFact, OtherCard, Request, Resident, ResidentPass
from kiosk.hub.residents.base import Base, health_kept
from kiosk.hub.retention import BATCH, empty, full
from kiosk.hub.staff import audit
from kiosk.protocol.residents import HabitsIn

PASSES_KEPT = timedelta(days=8)  # requests of an offline kiosk may come as late as that and still be a resident's
UNTIED_KEPT = timedelta(days=31)  # longer than any kiosk remembers a card: it is told to forget it
SLACK = timedelta(minutes=5)
MONTH = timedelta(days=365.25 / 12)
BY_CONSENT = ("doctor", "situation")


class Keeping(Base):
    def keep(self, row: Resident, habits: HabitsIn) -> None:
        """These from now on; the doctor and the situation only by consent."""
        kept = habits if health_kept(row) else habits.model_copy(update=dict.fromkeys(BY_CONSENT))
        row.habits = kept.model_dump(mode="json", exclude_none=True)

    async def consent(self, work: Work, row: Resident, given: bool, *, by: str | None = None) -> None:
        """Given or withdrawn, with its effect at once. `by`: who of the staff was told, None at a kiosk."""
        now = self.clock.now()
        if given and not health_kept(row):
            row.health_consent_at, row.health_withdrawn_at = now, None
        elif not given:
            row.health_withdrawn_at = row.health_withdrawn_at or now
            row.habits = {name: value for name, value in (row.habits or {}).items() if name not in BY_CONSENT}
            while await self._empty_health(work, Request.resident_id == row.id):
                pass
        action = "consent_given" if given else "consent_withdrawn"
        audit.note(work.session, staff_id=by, action=action, subject=row.id, now=now)

    async def forget(self, work: Work, resident_id: str, *, by: str | None = None, why: str = "") -> None:
        """Everything kept of this resident, now. What was asked for and is over says nothing any more; what is still
        to come is nobody's. Left is one line in the audit log, with an id that leads nowhere. Raises NotFound."""
        row = await self.locked(work, resident_id)
        theirs = select(Request.id).where(Request.resident_id == row.id)
        over = (await work.session.scalars(theirs.where(Request.status.in_(tuple(ENDED))))).all()
        for at in range(0, len(over), BATCH):
            await empty(work.session, over[at : at + BATCH])
        nobodys = update(Request).where(Request.resident_id == row.id).values(resident_id="")
        await work.session.execute(nobodys, execution_options={"synchronize_session": False})
        for table in (ResidentPass, Card, OtherCard, LessonFact):
            await work.session.execute(delete(table).where(table.resident_id == row.id))
        await work.session.delete(row)
        facts = {"why": why} if why else {}
        audit.note(
            work.session, staff_id=by, action="resident_deleted", subject=row.id, now=self.clock.now(), facts=facts
        )

    async def gone(self, session: AsyncSession, kept: Mapping[str, datetime]) -> list[str]:
        """Of those that a kiosk keeps since then: who is deleted, and of whom a card was revoked or the consent
        withdrawn meanwhile. Clocks differ by minutes: too much going costs a resident nothing but a line."""
        residents = select(Resident.id, Resident.health_withdrawn_at).where(Resident.id.in_(kept))
        withdrawn = {row.id: row.health_withdrawn_at for row in await session.execute(residents)}
        cards = select(Card.resident_id, Card.revoked_at).where(
            Card.resident_id.in_(kept), Card.revoked_at.is_not(None)
        )
        changes = [(row.resident_id, row.revoked_at) for row in await session.execute(cards)]
        others = select(OtherCard.resident_id, OtherCard.untied_at).where(
            OtherCard.resident_id.in_(kept), OtherCard.untied_at.is_not(None)
        )
        changes += [(row.resident_id, row.untied_at) for row in await session.execute(others)]
        changes += [(who, at) for who, at in withdrawn.items() if at is not None]
        changed = {who for who, at in changes if at >= kept[who] - SLACK}
        return [who for who in kept if who in changed or who not in withdrawn]

    async def tidy(self, work: Work, now: datetime, months: int) -> None:
        """Who has not been seen for so long, passes of the past, and what a withdrawn consent no longer covers."""
        unseen = select(Resident.id).where(Resident.seen_at < now - months * MONTH).limit(BATCH)
        for resident_id in (await work.session.scalars(unseen)).all():
            await self.forget(work, resident_id, why="unseen")
        await work.session.execute(delete(OtherCard).where(OtherCard.untied_at < now - UNTIED_KEPT))
        await work.session.execute(delete(ResidentPass).where(ResidentPass.used_at < now - PASSES_KEPT))
        withdrawn = select(Resident.id).where(Resident.health_withdrawn_at.is_not(None))
        await self._empty_health(work, Request.resident_id.in_(withdrawn))

    async def _empty_health(self, work: Work, theirs: ColumnElement[bool]) -> int:
        """Some of their appointments that are over and still say something; how many there were."""
        due = select(Request.id).where(
            theirs,
            Request.kind == Kind.APPOINTMENT,
            Request.status.in_(tuple(ENDED)),
            full(),
        )
        ids = (await work.session.scalars(due.limit(BATCH))).all()
        if ids:
            await empty(work.session, ids)
        return len(ids)
