"""What every part of this package works with, and a resident as a kiosk may know one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from kiosk.domain.resident import Level
from kiosk.hub.clock import HubClock
from kiosk.hub.database import Database, Work
from kiosk.hub.errors import NotFound
from kiosk.hub.limits import Limits
from kiosk.hub.models import Card, OtherCard, Resident, ResidentPass
from kiosk.hub.requests.service import RequestsService
from kiosk.hub.residents.secrets import Secrets
from kiosk.protocol.residents import HabitsIn, ResidentOut

FEW_PER_SECOND, FEW_BURST = 1 / 60, 6  # what one helper registers, issues or ties at kiosks


class Base:
    """`limits` count cards, by kiosk and by card."""

    def __init__(
        self, clock: HubClock, database: Database, requests: RequestsService, secrets: Secrets, limits: Limits
    ) -> None:
        self.clock = clock
        self.database = database
        self.requests = requests
        self.secrets = secrets
        self.limits = limits
        self.few = Limits(clock, FEW_PER_SECOND, FEW_BURST)

    async def locked(self, work: Work, resident_id: str) -> Resident:
        """The row, ours until the transaction ends. Raises NotFound."""
        row = await work.session.get(Resident, resident_id, with_for_update=True, populate_existing=True)
        if row is None:
            raise NotFound
        return row

    async def end_passes(self, work: Work, resident_id: str) -> None:
        """Whoever is known as this resident at a kiosk now is not any longer."""
        live = update(ResidentPass).where(ResidentPass.resident_id == resident_id, ResidentPass.ended_at.is_(None))
        await work.session.execute(live.values(ended_at=self.clock.now()))


async def card_of(session: AsyncSession, digest: str) -> Card | None:
    """The card with this hash of its code or its number, revoked ones left out."""
    statement = select(Card).where((Card.code_hash == digest) | (Card.number_hash == digest))
    card = (await session.execute(statement)).scalar_one_or_none()
    return card if card is not None and card.revoked_at is None else None


async def owner_of(session: AsyncSession, digest: str) -> str:
    """The resident whose card this is, ours or another that is tied; "" for every card that opens nothing."""
    card = await card_of(session, digest)
    if card is not None:
        return card.resident_id
    return await session.scalar(select(OtherCard.resident_id).where(OtherCard.digest == digest)) or ""


def health_kept(row: Resident) -> bool:
    """Whether this person's health data may be kept now."""
    return row.health_consent_at is not None and row.health_withdrawn_at is None


def known(row: Resident, token: str, level: Level) -> ResidentOut:
    """What a kiosk is told: habits, never a name or a telephone."""
    return ResidentOut(
        id=row.id,
        pass_=token,
        level=Level.OPENED if level is Level.OPENED else Level.CARD,
        habits=HabitsIn.model_validate(row.habits or {}),
        can_open=bool(row.zodiac_hash),
        health_consent=health_kept(row),
    )


def centre_day(now: datetime) -> str:
    """The centre's own date: it changes at the centre's midnight."""
    return now.astimezone().date().isoformat()
