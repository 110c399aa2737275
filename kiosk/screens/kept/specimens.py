"""Every state of the screen, for pictures and checks."""

from __future__ import annotations

from kiosk.screens.kept.state import Page, State
from kiosk.text import msg

SPECIMENS: tuple[tuple[str, State], ...] = (
    ("kept", State(health=True)),
    ("kept-no-health", State()),
    ("kept-busy", State(health=True, busy=True)),
    ("kept-withdrawn", State(note=msg("kept.withdrawn"))),
    ("kept-agreed", State(health=True, note=msg("kept.agreed"))),
    ("kept-no-line", State(health=True, note=msg("kept.no_line"))),
    ("kept-asking", State(Page.ASKING, health=True)),
    ("kept-gone", State(Page.GONE)),
)
