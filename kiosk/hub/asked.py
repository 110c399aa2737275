"""What is asked about policies, added up by the month; and the questions that found nothing, for who writes cards.

Nobody's name is in it: kiosks send words without anything that could name a person (kiosk.content.policy.unnamed).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from kiosk.domain.asked import LONGEST_WORDS, Outcome
from kiosk.hub.models import AskedCount, Unanswered
from kiosk.protocol.models import Asked

MONTHS = 12
SHOWN = 200


@dataclass
class MonthFigures:
    """One month, as 2026-11: how often each came of a question, and which cards and texts answered, the most first."""

    month: str
    outcomes: dict[Outcome, int] = field(default_factory=dict)
    about: dict[Outcome, dict[str, int]] = field(default_factory=dict)

    @property
    def asked(self) -> int:
        """Questions in the resident's own words."""
        return sum(self.outcomes.get(one, 0) for one in (Outcome.CARD, Outcome.TEXT, Outcome.NOTHING))

    @property
    def answered(self) -> int:
        return self.asked - self.outcomes.get(Outcome.NOTHING, 0)


async def add(session: AsyncSession, kiosk_id: str, asked: Iterable[Asked], now: datetime) -> None:
    """Add a batch to this month's counts; within the caller's transaction, which also notes that it came."""
    for one in asked:
        words = one.about[:LONGEST_WORDS] if one.outcome is Outcome.NOTHING else ""
        if words:
            await _unanswered(session, words, one.count, now)
        about = "" if one.outcome is Outcome.NOTHING else one.about
        key = {"month": now.strftime("%Y-%m"), "outcome": one.outcome.value, "about": about, "kiosk_id": kiosk_id}
        row = await session.get(AskedCount, tuple(key.values()))
        if row is None:
            session.add(AskedCount(**key, count=one.count))
        else:
            row.count += one.count
        await session.flush()


async def _unanswered(session: AsyncSession, words: str, count: int, now: datetime) -> None:
    """Asked again after it was settled, it is open again: what was written did not answer it."""
    row = await session.get(Unanswered, words)
    if row is None:
        session.add(Unanswered(words=words, count=count, first_at=now, last_at=now, settled_at=None, settled_by=""))
    else:
        row.count = count if row.settled_at is not None else row.count + count
        row.last_at, row.settled_at, row.settled_by = now, None, ""
    await session.flush()


async def unanswered(session: AsyncSession, limit: int = SHOWN) -> Sequence[Unanswered]:
    """Questions that found nothing and were not settled, the most frequent first."""
    order = (Unanswered.count.desc(), Unanswered.last_at.desc(), Unanswered.words)
    rows = await session.execute(
        select(Unanswered).where(Unanswered.settled_at.is_(None)).order_by(*order).limit(limit)
    )
    return rows.scalars().all()


async def settle(session: AsyncSession, words: str, by: str, now: datetime) -> bool:
    """A card or a synonym was written for it, or it is none of ours. False: no such open question."""
    row = await session.get(Unanswered, words)
    if row is None or row.settled_at is not None:
        return False
    row.settled_at, row.settled_by = now, by
    return True


async def months(session: AsyncSession, limit: int = MONTHS) -> Sequence[MonthFigures]:
    """The newest months with a question, the newest first."""
    rows = await session.execute(
        select(AskedCount.month, AskedCount.outcome, AskedCount.about, func.sum(AskedCount.count))
        .group_by(AskedCount.month, AskedCount.outcome, AskedCount.about)
        .order_by(AskedCount.month.desc(), func.sum(AskedCount.count).desc(), AskedCount.about)
    )
    found: dict[str, MonthFigures] = {}
    for month, outcome, about, count in rows:
        one, kind = found.setdefault(month, MonthFigures(month)), Outcome(outcome)
        one.outcomes[kind] = one.outcomes.get(kind, 0) + int(count)
        if about:
            one.about.setdefault(kind, {})[about] = int(count)
    return list(found.values())[:limit]


async def forget(session: AsyncSession, before: datetime) -> None:
    """Remove questions that nobody asked since, and counts of the months before."""
    await session.execute(delete(Unanswered).where(Unanswered.last_at < before))
    await session.execute(delete(AskedCount).where(AskedCount.month < before.strftime("%Y-%m")))
