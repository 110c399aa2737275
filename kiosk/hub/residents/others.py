"""Cards that are not ours, tied to a resident: of each only a hash under the hub's own key is kept, never a number."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from uuid6 import uuid7

from kiosk.domain.card import CardUnreadable
from kiosk.domain.other_card import OtherKind, fingerprint
from kiosk.hub.database import Work
from kiosk.hub.errors import Invalid, NotFound
from kiosk.hub.models import OtherCard
from kiosk.hub.residents.base import Base, owner_of
from kiosk.hub.staff import audit

MOST = 6


class Others(Base):
    async def tie(self, work: Work, resident_id: str, scanned: str, again: str, kind: OtherKind, *, by: str) -> None:
        """From now on this card is as good as ours. `again` is the second reading of it.

        Raises NotFound, and Invalid for what is no such card, reads differently each time (a code that changes knows
        nobody again), is tied already, or is one too many.
        """
        row = await self.locked(work, resident_id)
        try:
            first, second = fingerprint(scanned.strip()), fingerprint(again.strip())
        except CardUnreadable:
            raise Invalid from None
        digest = self.secrets.card(first)
        if first != second or await owner_of(work.session, digest):
            raise Invalid
        if len(await self.tied(work.session, row.id)) >= MOST:
            raise Invalid
        now = self.clock.now()
        work.session.add(OtherCard(id=str(uuid7()), resident_id=row.id, digest=digest, kind=kind, tied_at=now))
        audit.note(work.session, staff_id=by, action="card_tied", subject=row.id, now=now)

    async def untie(self, work: Work, resident_id: str, card_id: str, *, by: str) -> None:
        """It opens nothing from now on, nor does who showed it stay known; its hash is gone. Raises NotFound."""
        row = await self.locked(work, resident_id)
        card = await work.session.get(OtherCard, card_id, with_for_update=True)
        if card is None or card.resident_id != row.id or card.digest is None:
            raise NotFound
        card.digest, card.untied_at = None, self.clock.now()
        await self.end_passes(work, row.id)
        audit.note(work.session, staff_id=by, action="card_untied", subject=row.id, now=self.clock.now())

    async def tied(self, session: AsyncSession, resident_id: str) -> Sequence[OtherCard]:
        """Those that are good now, the oldest first."""
        good = select(OtherCard).where(OtherCard.resident_id == resident_id, OtherCard.digest.is_not(None))
        return (await session.scalars(good.order_by(OtherCard.tied_at))).all()
