"""Times as people say them: 上午 9:30, not 09:30."""

from __future__ import annotations

from datetime import datetime, tzinfo

from kiosk.ports.clock import Clock
from kiosk.text import Message, msg

_PARTS = ((5, "night"), (8, "dawn"), (11, "morning"), (13, "noon"), (18, "afternoon"), (24, "evening"))


def local(clock: Clock, zone: tzinfo | None = None) -> datetime:
    """Now where the kiosk stands; `zone` None: the machine's own."""
    return clock.now().astimezone(zone)


def time_words(at: datetime) -> Message:
    """`at` is local time."""
    part = next(name for until, name in _PARTS if at.hour < until)
    return msg(f"time.{part}", time=f"{(at.hour - 1) % 12 + 1}:{at.minute:02d}")


def date_words(at: datetime) -> Message:
    """Month, day and day of the week."""
    return msg("time.date", month=at.month, day=at.day, weekday=msg(f"time.weekday_{at.weekday()}"))
