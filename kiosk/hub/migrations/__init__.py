"""The database's history, one file a step. `HEAD` is the newest: a hub starts on no other.

A new step: change kiosk/hub/models.py, copy the newest file of versions/ with the next number, set HEAD. The test
compares what the steps make with the models. Named here so that a serving hub need not load alembic (39 MB).
"""

from __future__ import annotations

from typing import NoReturn

from kiosk.hub.errors import HubStartError

HEAD = "0014"


def no_way_back() -> NoReturn:
    """Every step's `downgrade`. Raises HubStartError."""
    raise HubStartError("a backup is the way back: an older program must not meet newer data")
