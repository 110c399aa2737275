"""Every state of the home screen, for pictures and checks."""

from __future__ import annotations

from kiosk.screens.home.state import State

SPECIMENS: tuple[tuple[str, State], ...] = (
    ("home", State()),
    ("home-waiting", State(waiting=2)),
    ("home-stopped", State(stopped="taxi")),
    ("home-stopped-doctor", State(stopped="doctor")),
    ("home-news", State(news=True)),
    ("home-notices", State(notices=True)),
)
