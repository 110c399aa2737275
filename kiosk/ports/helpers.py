"""A helper at this kiosk, as the hub knows one. All methods block; call them off the main thread.

They raise HubUnreachable (HubBusy: too many tries), HubRefused or NotEnrolled, and CardUnknown for whatever is wrong
with a badge, a PIN or a pass: nobody learns which.
"""

from __future__ import annotations

from typing import Protocol

from kiosk.domain.badge import Act, Helper


class Helpers(Protocol):
    def enter(self, badge: str, pin: str) -> Helper:
        """Whose badge and PIN these are."""
        ...

    def did(self, helper: Helper, act: Act) -> None:
        """Into the hub's audit log; `Act.LOCKED` ends the pass."""
        ...

    def hand_over(self, helper: Helper) -> None:
        """交班: their desk no longer rings, what they had taken waits for somebody again, and the pass ends."""
        ...
