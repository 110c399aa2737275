"""Looks over a window as elder-ui's A rows want it, and says what is wrong: for `kiosk audit` and the layout tests."""

from __future__ import annotations

from kiosk.ui.inspect_keys import alarm, focus, gaps, names, number, plain_controls, still, targets
from kiosk.ui.inspect_words import collisions, colours, texts
from kiosk.ui.seen import Finding
from kiosk.ui.window import KioskWindow

CHECKS = (texts, collisions, colours, targets, gaps, number, names, focus, alarm, still, plain_controls)


def inspect(window: KioskWindow) -> list[Finding]:
    """Everything wrong with the screen as it stands, empty when it is good. The window must be shown."""
    return [finding for check in CHECKS for finding in check(window)]
