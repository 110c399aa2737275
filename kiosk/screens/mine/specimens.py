"""Every state of the screen, for pictures and checks."""

from __future__ import annotations

from kiosk.screens.mine.state import Matter, State
from kiosk.text import msg

_AT = msg("time.morning", time="9:10")

SPECIMENS: tuple[tuple[str, State], ...] = (
    ("mine-none", State()),
    ("mine-one", State((Matter("a", "taxi", 12, msg("request.moment_car"), _AT),))),
    (
        "mine-many",
        State(
            (
                Matter("a", "taxi", 12, msg("request.moment_car"), _AT),
                Matter("b", "volunteer", 15, msg("request.moment_sent"), _AT),
                Matter("c", "taxi", 17, msg("request.moment_looking"), _AT),
            )
        ),
    ),
)
