"""The quality page: how soon alarms are answered, as figures, as bars by the hour, and as CSV (R7)."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.responses import Response

from kiosk.hub import quality
from kiosk.hub.deps import ReadDep
from kiosk.hub.desk.frame import FrameDep
from kiosk.hub.desk.guard import Manager
from kiosk.hub.quality import Alarm, Figures

router = APIRouter()
CEILING = 240  # seconds; what took longer fills the whole length
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")  # how a spreadsheet's formula begins


@dataclass(frozen=True)
class Bar:
    """One hour of the day in which somebody called; `length` is its p95 in seconds, as far as the chart goes."""

    hour: int
    figures: Figures

    @property
    def length(self) -> int:
        return round(min(self.figures.p95 or 0.0, CEILING))

    @property
    def unanswered(self) -> int:
        return self.figures.count - self.figures.answered


def bars(alarms: list[Alarm]) -> list[Bar]:
    """A bar for each hour with an alarm, from midnight on."""
    return [Bar(int(hour), figures) for hour, figures in quality.by(alarms, quality.hour).items()]


@router.get("/quality")
async def quality_page(me: Manager, frame: FrameDep, session: ReadDep) -> Response:
    alarms = list(await quality.alarms(session, frame.now))
    return await frame.show(
        session,
        me,
        "quality.html",
        here="quality",
        days=quality.DAYS,
        whole=quality.figures(alarms),
        stands=quality.by(alarms, lambda alarm: alarm.place),
        bars=bars(alarms),
        ceiling=CEILING,
        aims=[round(quality.SOON), round(quality.LATER)],
    )


@router.get("/quality.csv")
async def quality_csv(me: Manager, frame: FrameDep, session: ReadDep) -> Response:  # noqa: ARG001 - who may
    """One line an alarm: when (UTC), where, its number, and the seconds until a person took it, empty for nobody."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(("received_at", "place", "kiosk", "number", "answered_after_s"))
    for alarm in await quality.alarms(session, frame.now):
        seconds = "" if alarm.seconds is None else f"{alarm.seconds:.1f}"
        rows.writerow((alarm.at.isoformat(), _plain(alarm.place), _plain(alarm.kiosk), alarm.number, seconds))
    headers = {"Content-Disposition": 'attachment; filename="alarms.csv"'}
    return Response("\ufeff" + out.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def _plain(text: str) -> str:
    """A name that a spreadsheet would take for a formula stays a name."""
    return f"'{text}" if text.startswith(DANGEROUS) else text
