"""Every state of the screen, for pictures and checks."""

from __future__ import annotations

from kiosk.screens.volunteer.state import Phase, State
from kiosk.text import msg

_PHONE = "021-00000000"
_WHEN = msg("duty.next_tomorrow", time=msg("time.morning", time="8:30"), weekday=msg("time.weekday_3"))

SPECIMENS: tuple[tuple[str, State], ...] = (
    ("volunteer-calling", State()),
    ("volunteer-nobody", State(Phase.NOBODY, _PHONE, _WHEN)),
    ("volunteer-unsure", State(Phase.UNSURE, _PHONE)),
    ("volunteer-failed", State(Phase.FAILED, _PHONE, problem=msg("error.store_full"))),
)

NOBODY = frozenset({"volunteer-nobody", "volunteer-unsure"})
