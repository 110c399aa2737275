"""A helper at this kiosk, as the hub knows one. All methods block; call them off the main thread.

They raise HubUnreachable (HubBusy: too many tries), HubRefused or NotEnrolled, and CardUnknown for whatever is wrong
with a badge, a PIN or a pass: nobody learns which.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from kiosk.domain.badge import Act, Helper
from kiosk.domain.other_card import OtherKind
from kiosk.domain.resident import Resident, Zodiac


@dataclass(frozen=True)
class NewResident:
    """Who has agreed to be known; `id` is made here, once for one person. All else only if wanted."""

    id: str
    phone: str = field(default="", repr=False)
    zodiac: Zodiac | None = None
    health: bool = False


@dataclass(frozen=True)
class NewCard:
    """A card's code and number, told this once."""

    code: str = field(repr=False)
    number: str = field(repr=False)


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

    def register(self, helper: Helper, person: NewResident) -> NewCard:
        """A resident and their card; the same `person.id` again is the same resident with a newer card. HubRefused
        with code "invalid" for a telephone that is none, "conflict" for an id that is another's."""
        ...

    def issue(self, helper: Helper, resident: Resident) -> NewCard:
        """A new card for who is opened here; the one before it opens nothing any more."""
        ...

    def tie(self, helper: Helper, code: str, readings: tuple[str, str], kind: OtherKind) -> None:
        """Another card for who holds the one with this code, by two fingerprints of it. HubRefused with code "invalid"
        when they differ or it is tied already."""
        ...
