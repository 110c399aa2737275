"""Keeps the kiosk process alive, and hears the red button for it. See `watch` and `button`; standard library only."""

from kiosk.supervisor.button import ButtonDevice
from kiosk.supervisor.watch import BEAT_SECONDS, Heart, command, replace_process, supervise

__all__ = ["BEAT_SECONDS", "ButtonDevice", "Heart", "command", "replace_process", "supervise"]
