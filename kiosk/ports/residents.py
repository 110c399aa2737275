"""Who stands there, as the hub knows it. All methods block; call them off the main thread.

They raise HubUnreachable, HubRefused or NotEnrolled, and CardUnknown where said; nothing else. A wrong, foreign,
revoked or torn card all give the same CardUnknown, in the same time: nobody learns what is on file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from kiosk.domain.appointment import Appointment
from kiosk.domain.request import Kind, Status
from kiosk.domain.resident import Habits, Resident, Zodiac
from kiosk.ports.cards import Kept


@dataclass(frozen=True)
class Affair:
    """One of a resident's requests, wherever it was asked for. `words` is what a bystander must not see (U11)."""

    request_id: str
    kind: Kind
    status: Status
    number: int
    asked_at: datetime
    here: bool = False
    words: str = ""
    appointment: Appointment | None = None


class Residents(Protocol):
    def by_card(self, code: str) -> Resident:
        """Level CARD. Raises CardUnknown."""
        ...

    def open(self, resident: Resident, zodiac: Zodiac) -> Resident:
        """Level OPENED when it is right. Raises CardUnknown when wrong; after two, for this card, until tomorrow."""
        ...

    def vouched(self, resident: Resident, badge: str, pin: str) -> Resident:
        """Level OPENED by a volunteer's word. Raises CardUnknown for a wrong badge or PIN; attempts are limited."""
        ...

    def affairs(self, resident: Resident) -> tuple[Affair, ...]:
        """Newest first, at most 50. Needs OPENED."""
        ...

    def cancel(self, resident: Resident, request_id: str) -> None:
        """Ask for one of the resident's own to be cancelled, whichever kiosk it came from. Needs OPENED."""
        ...

    def keep(self, resident: Resident, habits: Habits) -> None:
        """Remember these from now on."""
        ...

    def consent(self, resident: Resident, given: bool) -> None:
        """Health data: given or withdrawn, with its effect at once. Needs OPENED."""
        ...

    def forget(self, resident: Resident) -> None:
        """Delete everything kept of this resident, here and at the hub. Needs OPENED."""
        ...

    def leave(self, resident: Resident) -> None:
        """The session is over: the pass ends at the hub at once."""
        ...

    def gone(self, kept: Sequence[Kept]) -> tuple[str, ...]:
        """Which of those kept here have to go: deleted at the hub since, a card revoked, or a consent withdrawn."""
        ...
