"""Every state of the screen, for pictures and checks."""

from __future__ import annotations

from kiosk.screens.coming_soon.state import State

SPECIMENS: tuple[tuple[str, State], ...] = tuple((name, State(name)) for name in ("doctor", "policy", "lessons"))
