"""Who can come now, in words: what the hub says first, the hours on the door when nobody can be asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta, tzinfo
from typing import Protocol

from kiosk.config import DAYS, Hours
from kiosk.domain.presence import Helpers, Presence
from kiosk.ports.clock import Cancel, Clock
from kiosk.services.saytime import local, time_words
from kiosk.text import Message, msg, verbatim


class Board(Protocol):
    """Where presence is told; kiosk.services.presence."""

    @property
    def current(self) -> Presence: ...

    def watch(self, listener: Callable[[Presence], None], /) -> Cancel: ...


class Duty:
    """What screens say about helpers. `hours` are the settings'; `zone` None: the machine's."""

    def __init__(self, board: Board, clock: Clock, hours: Sequence[Hours] = (), zone: tzinfo | None = None) -> None:
        self._board = board
        self._clock = clock
        self._hours = tuple(hours)
        self._zone = zone

    @property
    def somebody(self) -> bool:
        """Whether somebody is known to be there: never assumed from the hours alone."""
        return self._board.current.somebody

    @property
    def promised(self) -> bool:
        """Whether the centre has signed that somebody answers (docs/promises.md)."""
        return self._board.current.promised

    @property
    def known(self) -> bool:
        """False when the hub is out of reach, so that nobody can say who is there."""
        return self._board.current.listening is not None

    @property
    def helpers(self) -> Helpers:
        """How the title shows what `line` says."""
        return self._board.current.helpers

    def watch(self, listener: Callable[[], None]) -> Cancel:
        return self._board.watch(lambda _presence: listener())

    def line(self) -> Message:
        """For the title: 志愿者在：王阿姨; nothing while the hub was not tried yet."""
        presence = self._board.current
        if not presence.asked:
            return verbatim("")
        if presence.on_duty:
            return msg("duty.on", names="、".join(presence.on_duty[:2]))
        if presence.somebody:
            return msg("duty.somebody")
        if not self._board.current.promised:
            return msg("duty.not_promised")
        return msg("duty.nobody") if self.known else msg("duty.unknown")

    def until(self) -> Message | None:
        """Until when whoever is there stays."""
        until = self._board.current.until
        return msg("duty.until", until=until) if self.somebody and until else None

    def next_time(self) -> Message | None:
        """When somebody will be there by the hours; None when no hours are set."""
        now = local(self._clock, self._zone)
        for ahead in range(8):
            for start in self._starts(now + timedelta(days=ahead)):
                if start > now:
                    return msg(_day_key(ahead), time=time_words(start), weekday=_weekday(start))
        return None

    def open_now(self) -> bool:
        """Whether somebody should be there by the hours."""
        now = local(self._clock, self._zone)
        return any(DAYS[now.weekday()] in h.days and h.from_ <= _wall(now) < h.to for h in self._hours)

    def time_line(self) -> Message:
        """The time of day for the title."""
        return time_words(local(self._clock, self._zone))

    def _starts(self, day: datetime) -> list[datetime]:
        name = DAYS[day.weekday()]
        return sorted(datetime.combine(day.date(), h.from_, day.tzinfo) for h in self._hours if name in h.days)


def _wall(at: datetime) -> time:
    return at.time().replace(tzinfo=None)


def _weekday(at: datetime) -> Message:
    return msg(f"time.weekday_{at.weekday()}")


def _day_key(ahead: int) -> str:
    return {0: "duty.next_today", 1: "duty.next_tomorrow"}.get(ahead, "duty.next_later")
