"""Whose request it is: known by a card, or nobody's name at all."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from annotated_types import MaxLen


class ForWhom(StrEnum):
    """给谁办."""

    SELF = "self"
    SPOUSE = "spouse"
    OTHER = "other"


@dataclass(frozen=True)
class Owner:
    """`resident` is the hub's id from a card or a vouch, "" for a guest; `helper` who of the staff helped."""

    resident: Annotated[str, MaxLen(36)] = ""
    for_whom: ForWhom = ForWhom.SELF
    helper: Annotated[str, MaxLen(80)] = ""


GUEST = Owner()
