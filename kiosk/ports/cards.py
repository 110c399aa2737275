"""Cards that were seen here: their habits, for when the hub cannot be asked. Encrypted, bounded, and soon forgotten.

All methods block, are safe from any thread, and raise StoreError.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from kiosk.domain.resident import Resident

KEPT_FOR = timedelta(days=14)
MOST_KEPT = 500


@dataclass(frozen=True)
class Kept:
    """Whose habits are here, and since when they are as the hub had them."""

    resident_id: str
    since: datetime


class Cards(Protocol):
    def keep(self, code: str, resident: Resident) -> None:
        """This card's habits as the hub has just told them. What is older than KEPT_FOR goes, and the oldest beyond
        MOST_KEPT."""
        ...

    def find(self, code: str) -> Resident | None:
        """Level CARD, `offline`, without a pass; None for a card that was not seen here lately."""
        ...

    def strange(self, code: str) -> None:
        """The hub knows this card no more: everything of whoever had it goes."""
        ...

    def forget(self, resident_id: str) -> None: ...

    def kept(self) -> tuple[Kept, ...]:
        """Everybody who is here, after what is too old has gone."""
        ...
