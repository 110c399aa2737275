"""Every state of the screen, for pictures and checks."""

from __future__ import annotations

from dataclasses import replace

from kiosk.screens.resting.state import State, Waiting
from kiosk.text import msg

_TIME = msg("time.morning", time="9:30")
_DATE = msg("time.date", month=11, day=18, weekday=msg("time.weekday_2"))
_WAITING = (
    Waiting("a", 12, msg("request.moment_car"), "沪A·00000", "绿色"),
    Waiting("b", 15, msg("request.moment_sent")),
)
_NOBODY = State(_TIME, _DATE, msg("duty.nobody"), alone=True, phone="021-00000000")

SPECIMENS: tuple[tuple[str, State], ...] = (
    ("resting", State(_TIME, _DATE, msg("duty.on", names="王阿姨"))),
    ("resting-nobody", replace(_NOBODY, next_time=msg("duty.next_tomorrow", time=msg("time.morning", time="8:30")))),
    ("resting-nobody-known", replace(_NOBODY, duty=msg("duty.unknown"), waiting=_WAITING)),
    ("resting-waiting", State(_TIME, _DATE, msg("duty.on", names="王阿姨"), _WAITING)),
)

NOBODY = frozenset({"resting-nobody", "resting-nobody-known"})
