"""Whose a request is: a kiosk's word alone is not enough, its card must have been shown to this hub (S3)."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from kiosk.hub.models import Resident, ResidentPass

LATELY = timedelta(hours=24)  # between a card's last use at this kiosk and the asking


async def proven(session: AsyncSession, kiosk_id: str, resident_id: str, asked_at: datetime) -> bool:
    """Whether this resident was known at this kiosk when it was asked, or in the 24 hours before.

    Passes stay for some days, so that what an offline kiosk brings late is still its resident's.
    """
    shown = exists().where(
        ResidentPass.resident_id == resident_id,
        ResidentPass.kiosk_id == kiosk_id,
        ResidentPass.made_at <= asked_at + LATELY,  # clocks differ; the age of a request is the kiosk's word
        ResidentPass.used_at >= asked_at - LATELY,
    )
    found = await session.scalar(select(Resident.id).where(Resident.id == resident_id, shown))
    return found is not None
