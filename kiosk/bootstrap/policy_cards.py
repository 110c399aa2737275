"""The policy cards of this kiosk, read when they are first asked for: neither start nor first tap waits for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.content.policy.cards import Card


def read_policies() -> tuple[Card, ...]:
    """Every card of the project. Slow the first time. Raises CardError."""
    from kiosk.adapters.policy_cards import load_cards

    return load_cards()
