"""What residents with a card have learned: on this kiosk's disk until the hub has it, and at the hub.

All methods block and are safe from any thread.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Protocol

from kiosk.domain.learning import Fact
from kiosk.domain.resident import Resident

KEPT_FOR = timedelta(days=14)
"""What the hub has stays here so long after it came, for when the hub cannot be asked; as cards do."""


class LearnedStore(Protocol):
    """Raises StoreError."""

    def add(self, fact: Fact) -> None:
        """Something happened here: on the disk when this returns, and to be told. A known id changes nothing."""
        ...

    def take(self, facts: Iterable[Fact]) -> None:
        """What the hub knows: added to what is here, never taken away."""
        ...

    def of(self, resident_id: str) -> tuple[Fact, ...]:
        """Oldest first."""
        ...

    def unsent(self, most: int) -> tuple[Fact, ...]:
        """What the hub has not heard of yet, oldest first."""
        ...

    def sent(self, ids: Iterable[str]) -> None:
        """The hub has these, or will never take them."""
        ...

    def forget(self, resident_id: str) -> None:
        """Everything of this resident."""
        ...


class LearnedHub(Protocol):
    """Raises HubError; CardUnknown where a pass is no longer good."""

    def tell(self, facts: Iterable[Fact]) -> tuple[str, ...]:
        """Idempotent by the facts' ids. Gives the residents that the hub does not know (any more)."""
        ...

    def of(self, resident: Resident) -> tuple[Fact, ...]:
        """Everything the hub has of them, from any kiosk."""
        ...
