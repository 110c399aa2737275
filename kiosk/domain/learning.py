"""What somebody has learned, as a set of facts that only grows: from any kiosk, in any order, however often told.

Two sets become one by their ids, so nothing is lost and nothing counts twice. All else follows from the facts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum

REVIEWS = (1, 3, 7, 21)
"""Days after a lesson was done on which it is gone over again."""


class Learnt(StrEnum):
    """A part of a lesson was done; the whole with its questions; the questions once more."""

    PART = "part"
    DONE = "done"
    REVIEW = "review"


@dataclass(frozen=True)
class Fact:
    """`right` of `of` questions were answered at once. `resident` is the hub's id; `id` is made where it happened."""

    id: str
    resident: str
    lesson: str
    what: Learnt
    at: datetime
    part: int = 0
    right: int = 0
    of: int = 0


def merged(*sets: Iterable[Fact]) -> tuple[Fact, ...]:
    """All of them, each once, oldest first; of two with one id the first told counts."""
    found: dict[str, Fact] = {}
    for some in sets:
        for fact in some:
            found.setdefault(fact.id, fact)
    return tuple(sorted(found.values(), key=lambda fact: (fact.at, fact.id)))


def done(facts: Iterable[Fact]) -> frozenset[str]:
    """Lessons that were done. Only going over one again says that it was."""
    return frozenset(fact.lesson for fact in facts if fact.what is not Learnt.PART)


def due(facts: Iterable[Fact], now: datetime, zone: tzinfo | None = None) -> tuple[str, ...]:
    """Lessons to go over today, the longest due first. One review makes good all missed; `zone` None: the machine's."""
    facts, today = tuple(facts), _day(now, zone)
    waiting: dict[str, date] = {}
    for lesson in done(facts):
        days = [_day(fact.at, zone) for fact in facts if fact.lesson == lesson and fact.what is not Learnt.PART]
        first, last = min(days), max(days)
        since = [day for day in (first + timedelta(days=after) for after in REVIEWS) if last < day <= today]
        if since:
            waiting[lesson] = min(since)
    return tuple(sorted(waiting, key=lambda lesson: (waiting[lesson], lesson)))


def _day(at: datetime, zone: tzinfo | None) -> date:
    return at.astimezone(zone).date()
