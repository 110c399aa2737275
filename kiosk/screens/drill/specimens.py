"""Every state of the screen, for pictures and checks."""

from __future__ import annotations

from kiosk.screens.drill.state import State

SPECIMENS: tuple[tuple[str, State], ...] = (("drill", State("王阿姨")), ("drill-nobody-named", State()))
