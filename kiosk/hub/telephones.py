"""Telephone numbers that residents left at the desk, and whose they are. Whether one is on file is told to nobody."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from kiosk.domain.card import DIGITS
from kiosk.hub.models import Resident

PHONE = re.compile(r"\+?\d{5,15}")


def telephone(typed: str) -> str:
    """The digits of a telephone number, "" when it is none."""
    plain = re.sub(r"[\s()\-]", "", typed)
    a_card = len(plain) == DIGITS and not plain.startswith(("0", "+"))
    return plain if plain.isascii() and PHONE.fullmatch(plain) and not a_card else ""


async def with_phone(session: AsyncSession, phone: str) -> Sequence[Resident]:
    """Everybody with this telephone, who was seen last first."""
    number = telephone(phone)
    if not number:
        return []
    statement = select(Resident).where(Resident.phone == number).order_by(Resident.seen_at.desc())
    return (await session.scalars(statement)).all()


async def owner_of_phone(session: AsyncSession, phone: str) -> str:
    """The id of whose it is, "" for nobody's; of two who share a telephone nobody knows which it was."""
    found = await with_phone(session, phone)
    return found[0].id if len(found) == 1 else ""
