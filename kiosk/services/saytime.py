"""Times as people say them: 上午 9:30, not 09:30."""

from __future__ import annotations

from datetime import date, datetime, tzinfo

from kiosk.ports.clock import Clock
from kiosk.text import Message, msg

_PARTS = ((5, "night"), (8, "dawn"), (11, "morning"), (13, "noon"), (18, "afternoon"), (24, "evening"))
_NEAR = ("today", "tomorrow", "after_tomorrow")
DAYS_A_WEEK = 7


def local(clock: Clock, zone: tzinfo | None = None) -> datetime:
    """Now where the kiosk stands; `zone` None: the machine's own."""
    return clock.now().astimezone(zone)


def time_words(at: datetime) -> Message:
    """`at` is local time."""
    return msg(f"time.{_part(at)}", time=f"{_hour(at)}:{at.minute:02d}")


def hour_words(at: datetime) -> Message:
    """As people agree on it: 上午 9 点, 下午 2 点半."""
    whole = {0: "time.oclock", 30: "time.half"}.get(at.minute)
    return msg(f"time.{_part(at)}", time=msg(whole, hour=_hour(at))) if whole else time_words(at)


def date_words(at: date) -> Message:
    """Month, day and day of the week."""
    return msg("time.date", month=at.month, day=at.day, weekday=weekday_words(at))


def day_words(day: date) -> Message:
    """Month and day."""
    return msg("time.day", month=day.month, day=day.day)


def near_words(day: date, today: date) -> Message:
    """今天, 明天, 后天, else the day of the week; beyond six days month and day."""
    ahead = (day - today).days
    if 0 <= ahead < len(_NEAR):
        return msg(f"time.{_NEAR[ahead]}")
    return weekday_words(day) if 0 < ahead < DAYS_A_WEEK else day_words(day)


def weekday_words(day: date) -> Message:
    return msg(f"time.weekday_{day.weekday()}")


def _part(at: datetime) -> str:
    return next(name for until, name in _PARTS if at.hour < until)


def _hour(at: datetime) -> int:
    return (at.hour - 1) % 12 + 1
