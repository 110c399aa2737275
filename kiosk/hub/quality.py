"""How soon alarms are answered by a person (R7): mean, p95, and the shares within 60 and 180 seconds.

The aims are those of the telecare code of practice (TSA/TEC): 97.5% within 60 s and 99% within 180 s, over 31 days.
Counted from the alarm's arrival at the hub to the first person who takes it. Who pressed by mistake and said so, or
called it off, before anybody answered is left out, and so is what arrived too late to ring; an alarm that ended without
anybody's answer counts as never answered, and one that still waits as soon as it is over 60 s old.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from kiosk.domain.request import Kind, Mode, Role, Status, What
from kiosk.hub.models import Event, Kiosk, Request

DAYS = 31
SOON, LATER = 60.0, 180.0
AIM_SOON, AIM_LATER = 0.975, 0.99


@dataclass(frozen=True)
class Alarm:
    """`seconds` until a person took it, None when nobody did. `place` is where the kiosk stands."""

    at: datetime
    place: str
    kiosk: str
    number: int
    seconds: float | None


@dataclass(frozen=True)
class Figures:
    """`mean` and `p95` are over the answered ones, None without any; shares are over all, 1.0 without any."""

    count: int
    answered: int
    mean: float | None
    p95: float | None
    soon: float
    later: float

    @property
    def good(self) -> bool:
        """Whether both aims are met."""
        return self.soon >= AIM_SOON and self.later >= AIM_LATER


def figures(alarms: Iterable[Alarm]) -> Figures:
    """The figures over these alarms."""
    whole = [alarm.seconds for alarm in alarms]
    times = sorted(seconds for seconds in whole if seconds is not None)
    return Figures(
        count=len(whole),
        answered=len(times),
        mean=sum(times) / len(times) if times else None,
        p95=times[math.ceil(0.95 * len(times)) - 1] if times else None,
        soon=_share(times, SOON, len(whole)),
        later=_share(times, LATER, len(whole)),
    )


def by(alarms: Iterable[Alarm], key: Callable[[Alarm], str]) -> dict[str, Figures]:
    """The figures for each group, in the order of its name."""
    groups: dict[str, list[Alarm]] = {}
    for alarm in alarms:
        groups.setdefault(key(alarm), []).append(alarm)
    return {name: figures(groups[name]) for name in sorted(groups)}


def window(now: datetime, days: int = DAYS, back: int = 0) -> tuple[datetime, datetime]:
    """From when until when; windows lie side by side."""
    end = now - timedelta(days=days * back)
    return end - timedelta(days=days), end


def hour(alarm: Alarm) -> str:
    """The hour of day at the centre, as "09"."""
    return f"{alarm.at.astimezone().hour:02d}"


async def alarms(session: AsyncSession, now: datetime, days: int = DAYS, back: int = 0) -> Sequence[Alarm]:
    """Every alarm of the last `days` that counts, oldest first; with `back` of so many times `days` earlier."""
    begin, end = window(now, days, back)
    taken = _first(Role.VOLUNTEER, What.ACCEPTED)
    mistaken = _first(Role.RESIDENT, What.CANCEL_ASKED, What.CANCELLED)
    rows = await session.execute(
        select(Request, Kiosk.name, Kiosk.place, taken.label("taken"), mistaken.label("mistaken"))
        .join(Kiosk, Kiosk.id == Request.kiosk_id)
        .where(
            Request.kind == Kind.ALARM,
            Request.mode == Mode.ACTUAL,
            Request.late.is_(False),
            Request.received_at >= begin,
            Request.received_at < end if back else Request.received_at <= now,
        )
        .order_by(Request.received_at)
    )
    found = []
    for request, kiosk, place, taken_at, mistaken_at in rows:
        if mistaken_at is not None and (taken_at is None or mistaken_at < taken_at):
            continue
        waited = (now - request.received_at).total_seconds()
        if taken_at is None and not Status(request.status).ended and waited <= SOON:
            continue
        seconds = (taken_at - request.received_at).total_seconds() if taken_at else None
        found.append(Alarm(request.received_at, place or kiosk, kiosk, request.number, seconds))
    return found


def _first(role: str, *whats: str):  # type: ignore[no-untyped-def]  # a scalar subquery's type says nothing to a reader
    return (
        select(func.min(Event.at))
        .where(Event.request_id == Request.id, Event.what.in_(whats), Event.role == role)
        .correlate(Request)
        .scalar_subquery()
    )


def _share(times: Sequence[float], within: float, count: int) -> float:
    return sum(seconds <= within for seconds in times) / count if count else 1.0
