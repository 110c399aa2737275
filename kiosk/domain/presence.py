"""Who is there: told by the hub, shown on every screen's title."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Presence:
    """`listening`: armed desks; None when the hub is out of reach and nobody can say.

    `on_duty`: names as they may be said (王阿姨). `until`: local time such as "17:00", "" when not known.
    `promised`: the centre has signed that somebody answers here (docs/promises.md).
    """

    listening: int | None = None
    on_duty: tuple[str, ...] = ()
    until: str = ""
    promised: bool = True

    @property
    def somebody(self) -> bool:
        return bool(self.on_duty) or bool(self.listening)


NOBODY_KNOWN = Presence()
