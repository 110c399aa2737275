"""A helper's badge: a code of the same form as a resident's card, but SKB-…, and a PIN of six digits."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random

from kiosk.domain import card

PREFIX = "SKB"
PIN_DIGITS = 6
_LADDERS = ("0123456789", "9876543210")


class Act(StrEnum):
    """What a helper does at a kiosk and the audit log keeps; `kiosk.hub.staff.badges` writes them as helper_…"""

    TOOK_STEP = "took_step"
    GAVE_BACK = "gave_back"
    LOOKED_AT_HEALTH = "looked_at_health"
    CHANGED_LOOK = "changed_look"
    LOCKED = "locked"


@dataclass(frozen=True)
class Helper:
    """Who of the staff stands at the kiosk. `name` is what residents are told; `pass_` proves it to the hub."""

    name: str
    role: str
    pass_: str = field(repr=False)


def make(rng: Random) -> str:
    """A new badge's code. Give it random.SystemRandom()."""
    return card.make(rng, PREFIX)


def is_badge(scanned: str) -> bool:
    """Whether this wants to be a badge and not a resident's card; `read` says whether it is a whole one."""
    return unicodedata.normalize("NFKC", scanned[: card.LONGEST]).strip(" \t\r\n-_.").upper().startswith(PREFIX)


def read(scanned: str) -> str:
    """The code as it is kept. Raises card.CardUnreadable."""
    return card.read_code(scanned, PREFIX)


def is_easy(pin: str) -> bool:
    """Not six digits, or ones that everybody tries first: all alike, pairs that repeat, up or down in a row."""
    if len(pin) != PIN_DIGITS or not (pin.isascii() and pin.isdigit()):
        return True
    repeats = any(pin == pin[:size] * (PIN_DIGITS // size) for size in (1, 2, 3))
    return repeats or any(pin in ladder for ladder in _LADDERS)
