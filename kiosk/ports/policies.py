"""Where policy cards come from."""

from __future__ import annotations

from typing import Protocol

from kiosk.content.policy.cards import Card


class PolicyCards(Protocol):
    def __call__(self) -> tuple[Card, ...]:
        """Every card there is. Slow: never on the main thread. Raises KioskError: with one fault none is used."""
        ...
