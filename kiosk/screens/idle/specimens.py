"""Every state of the screen, for pictures and checks."""

from __future__ import annotations

from kiosk.screens.idle.state import State

SPECIMENS: tuple[tuple[str, State], ...] = (("idle", State()), ("idle-soon", State(left=5)))
