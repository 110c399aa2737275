"""The policy cards of this kiosk, read when they are first asked for: neither start nor first tap waits for them."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from kiosk.errors import KioskError

if TYPE_CHECKING:
    from kiosk.content.policy.cards import Card

log = logging.getLogger(__name__)


def read_policies() -> tuple[Card, ...]:
    """Every card of the project. Slow the first time. Raises CardError, noted for the administrator first."""
    from kiosk.adapters.policy_cards import load_cards

    try:
        return load_cards()
    except KioskError as error:
        log.warning("no policy cards: %s; see `kiosk content check`", str(error).partition("\n")[0])
        raise
