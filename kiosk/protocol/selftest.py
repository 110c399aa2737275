"""What travels of a kiosk's self-test."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from kiosk.domain.selftest import Row, SelfTest
from kiosk.protocol.models import Code, Id, Short, Utc, Wire


class SelfTestRow(Wire):
    """kiosk.domain.selftest.Row. A newer kiosk may know parts that this hub does not."""

    part: Code
    ok: bool
    name: Short = ""
    detail: Short = ""


class SelfTestIn(Wire):
    """PUT /v1/selftests/{id}: idempotent by the id; the newest of a day stands for that day."""

    id: Id
    at: Utc
    rows: Annotated[list[SelfTestRow], Field(min_length=1, max_length=48)]


class SelfTestOut(Wire):
    """`day` is the hub's date that it counts for, "2026-11-30"."""

    id: str
    day: str


def selftest_in(test: SelfTest) -> SelfTestIn:
    return SelfTestIn(id=test.id, at=test.at, rows=[_row(row) for row in test.rows])


def _row(row: Row) -> SelfTestRow:
    return SelfTestRow(part=row.part, ok=row.ok, name=row.name[:80], detail=row.detail[:80])
