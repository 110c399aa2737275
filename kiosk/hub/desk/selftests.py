"""The morning's self-test of each kiosk: green or red, and for each red row what to do now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from kiosk.domain.selftest import PARTS
from kiosk.hub import models, selftests
from kiosk.hub.deps import ReadDep
from kiosk.hub.desk import times
from kiosk.hub.desk.frame import FrameDep
from kiosk.hub.desk.guard import Me
from kiosk.hub.errors import NotFound
from kiosk.hub.kiosks import TELEPHONE
from kiosk.text import Message, msg

router = APIRouter()


@dataclass(frozen=True)
class Told:
    """One row: what it is about, what to do when it is red, what a technician reads."""

    ok: bool
    title: Message
    mend: Message
    detail: str


@dataclass(frozen=True)
class Day:
    """One morning: `title` says the date, `red` how many rows are."""

    title: Message
    red: int


@router.get("/kiosks/{kiosk_id}/selftest")
async def selftest_page(kiosk_id: str, me: Me, frame: FrameDep, session: ReadDep) -> Response:
    kiosk = await session.get(models.Kiosk, kiosk_id)
    if kiosk is None or kiosk_id == TELEPHONE:
        raise NotFound
    days = await selftests.lately(session, kiosk_id, frame.now)
    newest = days[0] if days else None
    rows = [_told(row) for row in newest.rows] if newest else []
    return await frame.show(
        session,
        me,
        "selftest.html",
        here="kiosks",
        kiosk=kiosk,
        newest=newest,
        today=newest is not None and newest.day == selftests.day_of(frame.now),
        made=times.selftest_made(newest.at) if newest else None,
        red=[row for row in rows if not row.ok],
        green=[row for row in rows if row.ok],
        lasting=await selftests.red_for_days(session, kiosk_id, frame.now),
        before=[Day(times.date_words(one.at.astimezone().date()), one.red) for one in days[1:]],
    )


def _told(row: Mapping[str, Any]) -> Told:
    """A part that this hub does not know is said to be another one, not shown as a code."""
    part = str(row.get("part", ""))
    known = part if part in PARTS else "other"
    return Told(
        row.get("ok") is True,
        msg(f"desk.selftest.part_{known}", name=str(row.get("name", ""))),
        msg(f"desk.selftest.mend_{known}"),
        str(row.get("detail", "")),
    )
