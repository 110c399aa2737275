"""Who is there: told by the hub, shown on every screen's title."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Helpers(StrEnum):
    """How it looks: UNKNOWN is a fault that somebody should mend, NOBODY is none."""

    THERE = "there"
    NOBODY = "nobody"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Presence:
    """`listening`: armed desks; None when the hub is out of reach and nobody can say.

    `on_duty`: names as they may be said (王阿姨). `until`: local time such as "17:00", "" when not known.
    `asked`: the hub has been tried since the start; before, there is nothing to say.
    `promised`: the centre has signed that somebody answers here (docs/promises.md).
    """

    listening: int | None = None
    on_duty: tuple[str, ...] = ()
    until: str = ""
    promised: bool = True
    asked: bool = True

    @property
    def somebody(self) -> bool:
        return bool(self.on_duty) or bool(self.listening)

    @property
    def helpers(self) -> Helpers:
        if self.somebody:
            return Helpers.THERE
        return Helpers.UNKNOWN if self.listening is None else Helpers.NOBODY


NOBODY_KNOWN = Presence()
NOT_ASKED_YET = Presence(asked=False)
