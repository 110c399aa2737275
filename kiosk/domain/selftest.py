"""The morning's self-test as a value: one row for each part that was looked at, green or red."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

PARTS = (
    "hub",
    "path",
    "touch",
    "sound",
    "microphone",
    "voice",
    "clock",
    "disk",
    "journal",
    "database",
    "printer",
    "button",
)
"""What may be looked at, in the order that a person reads it in. The desk has words for each."""


@dataclass(frozen=True)
class Row:
    """`part` is one of PARTS, `name` which of several (a way beside the hub); `detail` is for a technician, English."""

    part: str
    ok: bool
    name: str = ""
    detail: str = ""


@dataclass(frozen=True)
class SelfTest:
    """`id` makes it count once at the hub; `at` is when it was made, UTC."""

    id: str
    at: datetime
    rows: tuple[Row, ...]

    @property
    def red(self) -> bool:
        return any(not row.ok for row in self.rows)
