"""When a car is to come that is not wanted now. Times are UTC; texts of times RFC 3339."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.domain.details import TaxiWish
from kiosk.domain.places import Place

SOONEST = timedelta(minutes=10)
"""A car wanted earlier than this is wanted now. Ours."""
OTHER_LEADS = (30, 60, 90, 120)
MOST_MINUTES = 24 * 60  # TaxiWish.in_minutes


@dataclass(frozen=True)
class Visit:
    """An appointment that a car is wanted for. `request_id` finds it; `start` has its zone."""

    request_id: str
    start: datetime
    place: Place


def moment(text: str) -> datetime | None:
    """A time with its zone; None for anything else."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo is not None else None


def departures(start: datetime, now: datetime, lead_minutes: int) -> tuple[datetime, ...]:
    """When to leave for what begins at `start`: `lead_minutes` before first, then other whole leads, the latest first.

    On full five minutes, none that is nearly now or past: an empty answer means that now is the time.
    """
    leads = dict.fromkeys((lead_minutes, *OTHER_LEADS))
    found = (_full_five(start - timedelta(minutes=lead)) for lead in leads)
    return tuple(dict.fromkeys(at for at in found if at >= now + SOONEST))


def minutes_until(wish: TaxiWish, now: datetime) -> int:
    """Whole minutes until the car is wanted, 0 for now; never more than `TaxiWish.in_minutes` may say."""
    at = moment(wish.leave_at)
    if at is None:
        return wish.in_minutes
    return min(MOST_MINUTES, max(0, int((at - now) / timedelta(minutes=1))))


def answer_within(promise: float, until_car: float) -> float:
    """Seconds in which a taxi platform must have found a car that is wanted in `until_car` seconds.

    A car for later may be looked for until a person would still have twice the ordinary promise to find another.
    """
    return max(promise, until_car - 2 * promise)


def _full_five(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0) - timedelta(minutes=at.minute % 5)
