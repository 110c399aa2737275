"""Everything that may happen to a request on the hub, from the kiosk's side and from the desk's."""

from __future__ import annotations

from kiosk.hub.requests.arranging import Arranging
from kiosk.hub.requests.history import StaffRef
from kiosk.hub.requests.intake import Intake

__all__ = ["RequestsService", "StaffRef"]


class RequestsService(Intake, Arranging):
    """Takes a `Work` and commits nothing itself; raises `HubProblem`s."""
