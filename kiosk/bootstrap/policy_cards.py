"""The policy cards of this kiosk, read when they are first asked for: neither start nor first tap waits for them."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from kiosk.errors import KioskError

if TYPE_CHECKING:
    from kiosk.content.policy.cards import Card
    from kiosk.ports.installed_content import InstalledContent

log = logging.getLogger(__name__)


def read_policies(content: InstalledContent) -> tuple[Card, ...]:
    """Every installed card; those that came with the program where the installed ones cannot be read.

    Slow the first time. Raises CardError, noted for the administrator first.
    """
    from kiosk.adapters.policy_cards import CARDS, load_cards

    folders = tuple(folder / CARDS.name for folder in content.folders("policies"))
    for some in dict.fromkeys((folders or (CARDS,), (CARDS,))):
        try:
            return load_cards(*some)
        except KioskError as error:
            log.warning("no policy cards: %s; see `kiosk content check`", str(error).partition("\n")[0])
            failed = error
    raise failed
