"""Everything the hub does with residents, from the kiosk's side and from the desk's."""

from __future__ import annotations

from kiosk.hub.residents.affairs import Affairs
from kiosk.hub.residents.calls import Call, Calls
from kiosk.hub.residents.helping import AtKiosk
from kiosk.hub.residents.keeping import Keeping
from kiosk.hub.residents.lessons import Lessons
from kiosk.hub.residents.passes import Passes
from kiosk.hub.residents.registry import IssuedCard, Person

__all__ = ["Call", "IssuedCard", "Person", "ResidentsService"]


class ResidentsService(AtKiosk, Passes, Keeping, Affairs, Lessons, Calls):
    """Takes a `Work` and commits nothing itself, but for `open`; raises `HubProblem`s."""
