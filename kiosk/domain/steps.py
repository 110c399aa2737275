"""Which steps residents take by themselves and where they stop, counted without anybody's name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from annotated_types import Interval, Len


class Left(StrEnum):
    """How a screen was left."""

    ON = "on"  # to another screen
    HOME = "home"
    DONE = "done"  # 我好了
    IDLE = "idle"  # nobody was there any more


@dataclass(frozen=True)
class StepCount:
    """So many visits of `screen` that ended so, and the seconds they took together; `helped`: a volunteer stood by."""

    screen: Annotated[str, Len(1, 40)]
    left: Left
    helped: bool
    count: Annotated[int, Interval(ge=1, le=1_000_000)]
    seconds: Annotated[float, Interval(ge=0, le=1e9)]
