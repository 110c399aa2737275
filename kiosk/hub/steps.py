"""What people can do alone: how screens were left, added up by the day, without anybody's name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from kiosk.domain.steps import Left
from kiosk.hub.models import StepCount
from kiosk.protocol.models import Step

DAYS = 31


@dataclass
class ScreenFigures:
    """One screen over the days asked for: `left` counts the visits by how they ended."""

    screen: str
    left: dict[Left, int] = field(default_factory=dict)
    helped: int = 0
    seconds: float = 0.0

    @property
    def visits(self) -> int:
        return sum(self.left.values())

    @property
    def mean(self) -> float:
        return self.seconds / self.visits if self.visits else 0.0

    @property
    def alone(self) -> float:
        """The share of visits without a volunteer beside."""
        return 1 - self.helped / self.visits if self.visits else 1.0

    @property
    def stopped(self) -> float:
        """The share of visits after which nobody was there any more."""
        return self.left.get(Left.IDLE, 0) / self.visits if self.visits else 0.0


async def add(session: AsyncSession, kiosk_id: str, steps: Iterable[Step], now: datetime) -> None:
    """Add a batch to today's counts; within the caller's transaction, which also notes that it came."""
    day = now.date().isoformat()
    for step in steps:
        key = {"day": day, "screen": step.screen, "left": step.left, "helped": step.helped, "kiosk_id": kiosk_id}
        row = await session.get(StepCount, tuple(key.values()))
        if row is None:
            session.add(StepCount(**key, count=step.count, seconds=step.seconds))
        else:
            row.count += step.count
            row.seconds += step.seconds
        await session.flush()


async def figures(session: AsyncSession, now: datetime, days: int = DAYS) -> Sequence[ScreenFigures]:
    """Every screen that was seen, those where most people stopped first."""
    since = (now - timedelta(days=days)).date().isoformat()
    rows = await session.execute(
        select(
            StepCount.screen,
            StepCount.left,
            StepCount.helped,
            func.sum(StepCount.count),
            func.sum(StepCount.seconds),
        )
        .where(StepCount.day >= since)
        .group_by(StepCount.screen, StepCount.left, StepCount.helped)
    )
    found: dict[str, ScreenFigures] = {}
    for screen, left, helped, count, seconds in rows:
        one = found.setdefault(screen, ScreenFigures(screen))
        one.left[Left(left)] = one.left.get(Left(left), 0) + int(count)
        one.helped += int(count) if helped else 0
        one.seconds += float(seconds)
    return sorted(found.values(), key=lambda one: (-one.left.get(Left.IDLE, 0), -one.visits, one.screen))


async def forget(session: AsyncSession, before: datetime) -> None:
    """Remove the counts of the days before."""
    await session.execute(delete(StepCount).where(StepCount.day < before.date().isoformat()))
