"""A helper registers a resident at a kiosk and issues a card there; the same acts as at the desk, less often."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from kiosk.domain.other_card import OtherKind
from kiosk.hub.database import Work
from kiosk.hub.errors import CardUnknown, Conflict
from kiosk.hub.models import Audit, Resident
from kiosk.hub.residents.others import Others
from kiosk.hub.residents.passes import Passes
from kiosk.hub.residents.registry import IssuedCard, Person, Registry

AGAIN_WITHIN = timedelta(minutes=10)


class AtKiosk(Passes, Registry, Others):
    async def register_here(
        self, work: Work, resident_id: str, person: Person, *, by: str, health: bool
    ) -> IssuedCard:  # fmt: skip
        """A new resident and their card. The same id again, from the same helper, is the same resident: the answer was
        lost, so there is a new card. Raises Invalid, Busy, Conflict (the id is another's)."""
        known = await work.session.get(Resident, resident_id)
        if known is None:
            self.few.take(f"register {by}")
            await self.register(work, person, by=by, health=health, resident_id=resident_id)
        elif not await self._just_registered(work, resident_id, by):
            raise Conflict("id")
        return await self.issue(work, resident_id, by=by)

    async def issue_here(self, work: Work, kiosk_id: str, resident_id: str, token: str, *, by: str) -> IssuedCard:
        """A new card for who stands here opened. Raises CardUnknown, Busy."""
        await self.standing(work, kiosk_id, resident_id, token, opened=True)
        self.few.take(f"issue {by}")
        return await self.issue(work, resident_id, by=by)

    async def tie_here(
        self, work: Work, code: str, readings: tuple[str, str], kind: OtherKind, *, by: str
    ) -> None:  # fmt: skip
        """Another card, for who holds the one with this code. Raises CardUnknown, Invalid, Busy."""
        self.few.take(f"tie {by}")
        resident_id = await self.holder(work.session, code)
        if not resident_id:
            raise CardUnknown
        await self.tie(work, resident_id, *readings, kind, by=by)

    async def _just_registered(self, work: Work, resident_id: str, by: str) -> bool:
        theirs = select(Audit.id).where(
            Audit.subject == resident_id,
            Audit.action == "resident_registered",
            Audit.staff_id == by,
            Audit.at >= self.clock.now() - AGAIN_WITHIN,
        )
        return (await work.session.scalars(theirs.limit(1))).first() is not None
