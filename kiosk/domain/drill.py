"""An exercise of 紧急呼救, as a kiosk is told of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class DrillCall:
    """`id` "": none. `seconds` are left when it is told. `by`: the volunteer who began it."""

    id: str = ""
    seconds: float = 0.0
    by: str = ""
