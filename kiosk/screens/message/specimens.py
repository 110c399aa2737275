"""Every state of the screen, for pictures and checks."""

from __future__ import annotations

from kiosk.screens.message.state import Phase, State
from kiosk.text import msg

SPECIMENS: tuple[tuple[str, State], ...] = (
    ("message-ready", State()),
    ("message-recording", State(Phase.RECORDING, left=47, heard=True)),
    ("message-quiet", State(Phase.RECORDING, left=58)),
    ("message-review", State(Phase.REVIEW, length=13)),
    ("message-playing", State(Phase.REVIEW, length=13, playing=True)),
    ("message-problem", State(Phase.REVIEW, length=13, problem=msg("error.store_full"))),
    ("message-sending", State(Phase.SENDING, length=13)),
    ("message-sent", State(Phase.SENT, length=13)),
    ("message-failed", State(Phase.FAILED, problem=msg("error.recorder"))),
)
