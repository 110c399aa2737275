"""Every state of the screen, for pictures and checks."""

from __future__ import annotations

from kiosk.screens.trouble.state import State

SPECIMENS: tuple[tuple[str, State], ...] = (("trouble", State()),)
