"""When a group is on: weekly hours, and days that are otherwise. Pure; every time is the centre's own.

Minutes count from midnight. Hours that end at or before their beginning go on past midnight, into the next day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

DAY = 24 * 60
MOST = 60  # rows of either kind: more is no plan that anybody keeps in mind


@dataclass(frozen=True)
class Span:
    """From `start` until `end`, in minutes: 0 to 1439; 0 as an end is midnight."""

    start: int
    end: int

    @property
    def until(self) -> int:
        """Its end on the scale of the day it began on: more than 1440 past midnight."""
        return self.end if self.end > self.start else self.end + DAY

    def meets(self, other: Span, days: int = 0) -> bool:
        """Whether both hold at some minute; `other` begins so many days later."""
        return self.start < other.until + days * DAY and other.start + days * DAY < self.until


@dataclass(frozen=True)
class Rota:
    """`week`: (1 for Monday to 7 for Sunday, hours). `days`: dates with hours of their own, none for a day off."""

    week: tuple[tuple[int, Span], ...] = ()
    days: Mapping[date, tuple[Span, ...]] = field(default_factory=dict)

    def spans(self, on: date) -> tuple[Span, ...]:
        """The hours that begin on this day."""
        if on in self.days:
            return self.days[on]
        return tuple(span for weekday, span in self.week if weekday == on.isoweekday())

    def on(self, local: datetime) -> bool:
        """Whether the group is on at this moment of the centre's own time."""
        minute = local.hour * 60 + local.minute
        today, before = local.date(), local.date() - timedelta(days=1)
        return any(s.start <= minute < s.until for s in self.spans(today)) or any(
            minute + DAY < s.until for s in self.spans(before)
        )

    def clash(self, weekday: int, span: Span) -> Span | None:
        """Hours of the week that these would overlap, past midnight too; None when there are none."""
        for day, known in self.week:
            apart = (weekday - day) % 7
            if any(known.meets(span, days) for days in (apart, apart - 7)):
                return known
        return None

    def plain(self) -> dict[str, Any]:
        """As JSON."""
        days = [[on.isoformat(), [[s.start, s.end] for s in spans]] for on, spans in sorted(self.days.items())]
        return {"week": [[day, span.start, span.end] for day, span in sorted(self.week, key=_order)], "days": days}


def read(plain: Mapping[str, Any]) -> Rota:
    """What `plain` wrote. A row that makes no sense is left out: a damaged plan must not stop an alarm."""
    week = tuple(
        (row[0], span) for row in _rows(plain.get("week"), 3) if _is(row[0], 1, 7) and (span := _span(row[1:]))
    )
    days: dict[date, tuple[Span, ...]] = {}
    for row in _rows(plain.get("days"), 2):
        on = _date(row[0])
        if on is not None:
            days[on] = tuple(span for inner in _rows(row[1], 2) if (span := _span(inner)))
    return Rota(week, days)


def _order(row: tuple[int, Span]) -> tuple[int, int, int]:
    return row[0], row[1].start, row[1].end


def _rows(value: Any, length: int) -> Iterable[Sequence[Any]]:
    rows = value if isinstance(value, list) else []
    return [row for row in rows if isinstance(row, list) and len(row) == length]


def _span(row: Sequence[Any]) -> Span | None:
    return Span(row[0], row[1]) if all(_is(value, 0, DAY - 1) for value in row) and row[0] != row[1] else None


def _is(value: Any, low: int, high: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _date(value: Any) -> date | None:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return None
