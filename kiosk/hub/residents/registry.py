"""At the desk: registering a resident, and cards issued, replaced and revoked. Every act is in the audit log (S6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import SystemRandom

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from uuid6 import uuid7

from kiosk.domain.card import make, make_number
from kiosk.domain.resident import Zodiac
from kiosk.hub.database import Work
from kiosk.hub.errors import Invalid, NotFound
from kiosk.hub.models import Card, Resident
from kiosk.hub.residents.base import Base, owner_of
from kiosk.hub.staff import audit
from kiosk.hub.staff.passwords import make_hash
from kiosk.hub.telephones import telephone, with_phone

LONGEST_NAME = 20


@dataclass(frozen=True)
class Person:
    """What somebody wants to have kept. `zodiac` None: nothing opens the card but a volunteer's word, or as it was."""

    display_name: str = ""
    phone: str = ""
    zodiac: Zodiac | None = None


@dataclass(frozen=True)
class IssuedCard:
    """Told this once: only hashes are kept."""

    code: str
    number: str


class Registry(Base):
    async def register(
        self, work: Work, person: Person, *, by: str, health: bool = False, resident_id: str = ""
    ) -> Resident:
        """A new resident, who has agreed to it. Raises Invalid for a name or a telephone that is none."""
        now = self.clock.now()
        new = resident_id or str(uuid7())
        row = Resident(id=new, habits={}, created_at=now, seen_at=now, open_failures=0, open_day="")
        row.health_consent_at = now if health else None
        await self._write(row, person)
        work.session.add(row)
        await work.session.flush()
        audit.note(work.session, staff_id=by, action="resident_registered", subject=row.id, now=now)
        return row

    async def correct(self, work: Work, resident_id: str, person: Person, *, by: str) -> Resident:
        """Name and telephone as they are now; the 属相 only when one is given. Raises NotFound, Invalid."""
        row = await self.locked(work, resident_id)
        await self._write(row, person)
        audit.note(work.session, staff_id=by, action="resident_changed", subject=row.id, now=self.clock.now())
        return row

    async def issue(self, work: Work, resident_id: str, *, by: str) -> IssuedCard:
        """A new card; the one before it opens nothing any more. Raises NotFound."""
        row = await self.locked(work, resident_id)
        rng, now, card_id = SystemRandom(), self.clock.now(), str(uuid7())
        made = IssuedCard(make(rng), make_number(rng))
        await self._revoke_all(work, row.id, replaced_by=card_id)
        work.session.add(
            Card(
                id=card_id,
                resident_id=row.id,
                code_hash=self.secrets.card(made.code),
                number_hash=self.secrets.card(made.number),
                issued_at=now,
            )
        )
        audit.note(work.session, staff_id=by, action="card_issued", subject=row.id, now=now)
        return made

    async def revoke(self, work: Work, resident_id: str, *, by: str) -> None:
        """The card was lost: it opens nothing from now on, nor does who holds it stay known. Raises NotFound."""
        row = await self.locked(work, resident_id)
        await self._revoke_all(work, row.id)
        audit.note(work.session, staff_id=by, action="card_revoked", subject=row.id, now=self.clock.now())

    async def card_now(self, session: AsyncSession, resident_id: str) -> Card | None:
        """The card that opens, None when there is none."""
        statement = select(Card).where(Card.resident_id == resident_id, Card.revoked_at.is_(None))
        return (await session.scalars(statement.order_by(Card.issued_at.desc()).limit(1))).first()

    async def holder(self, session: AsyncSession, typed: str) -> str:
        """The id of whose card this is, "" for every card that opens nothing."""
        return await owner_of(session, self.secrets.card(typed))

    async def find(self, session: AsyncSession, typed: str) -> Resident:
        """Whose card this is. Raises NotFound for every card that opens nothing."""
        row = await session.get(Resident, await self.holder(session, typed))
        if row is None:
            raise NotFound
        return row

    async def with_phone(self, session: AsyncSession, phone: str) -> Sequence[Resident]:
        """Everybody with this telephone, who was seen last first."""
        return await with_phone(session, phone)

    async def _write(self, row: Resident, person: Person) -> None:
        name, phone = person.display_name.strip(), telephone(person.phone)
        if len(name) > LONGEST_NAME or not name.isprintable() or (person.phone.strip() and not phone):
            raise Invalid
        row.display_name, row.phone = name, phone
        if person.zodiac is not None:
            row.zodiac_hash = await make_hash(self.secrets.zodiac(row.id, person.zodiac))

    async def _revoke_all(self, work: Work, resident_id: str, replaced_by: str = "") -> None:
        valid = update(Card).where(Card.resident_id == resident_id, Card.revoked_at.is_(None))
        await work.session.execute(valid.values(revoked_at=self.clock.now(), replaced_by=replaced_by))
        await self.end_passes(work, resident_id)
