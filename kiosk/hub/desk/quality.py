"""The quality page: how soon alarms are answered, as figures, as bars by the hour, and as CSV (R7)."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from kiosk.hub import quality
from kiosk.hub.deps import ReadDep
from kiosk.hub.desk import times
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


@dataclass(frozen=True)
class Stand:
    """One centre: its figures, and a bar for each hour of the day."""

    place: str
    figures: Figures
    bars: list[Bar]


def stands(alarms: list[Alarm]) -> list[Stand]:
    """By where the kiosk stands, in the order of the names."""
    places = sorted({alarm.place for alarm in alarms})
    each = {place: [alarm for alarm in alarms if alarm.place == place] for place in places}
    return [Stand(place, quality.figures(some), bars(some)) for place, some in each.items()]


Back = Annotated[int, Query(ge=0, le=120, description="So many times 31 days ago.")]


@router.get("/quality")
async def quality_page(me: Manager, frame: FrameDep, session: ReadDep, back: Back = 0) -> Response:
    alarms = list(await quality.alarms(session, frame.now, back=back))
    begin, end = quality.window(frame.now, back=back)
    return await frame.show(
        session,
        me,
        "quality.html",
        here="quality",
        days=quality.DAYS,
        whole=quality.figures(alarms),
        stands=stands(alarms),
        back=back,
        begin=times.day(begin),
        end=times.day(end),
        bars=bars(alarms),
        ceiling=CEILING,
        aims=[round(quality.SOON), round(quality.LATER)],
    )


@router.get("/quality.csv")
async def quality_csv(me: Manager, frame: FrameDep, session: ReadDep, back: Back = 0) -> Response:  # noqa: ARG001 - who may
    """One line an alarm: when (UTC), where, its number, and the seconds until a person took it, empty for nobody."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(("received_at", "place", "kiosk", "number", "answered_after_s"))
    for alarm in await quality.alarms(session, frame.now, back=back):
        seconds = "" if alarm.seconds is None else f"{alarm.seconds:.1f}"
        rows.writerow((alarm.at.isoformat(), _plain(alarm.place), _plain(alarm.kiosk), alarm.number, seconds))
    return _file(out, "alarms.csv")


@router.get("/quality-hours.csv")
async def hours_csv(me: Manager, frame: FrameDep, session: ReadDep, back: Back = 0) -> Response:  # noqa: ARG001 - who may
    """The figures by centre and hour of the day; hour empty: the whole centre."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(("place", "hour", "alarms", "answered", "mean_s", "p95_s", "within_60_s", "within_180_s"))
    for stand in stands(list(await quality.alarms(session, frame.now, back=back))):
        for hour, one in (("", stand.figures), *((str(bar.hour), bar.figures) for bar in stand.bars)):
            seconds = ["" if value is None else f"{value:.1f}" for value in (one.mean, one.p95)]
            shares = f"{one.soon:.4f}", f"{one.later:.4f}"
            rows.writerow((_plain(stand.place), hour, one.count, one.answered, *seconds, *shares))
    return _file(out, "alarms-by-hour.csv")


def _file(out: io.StringIO, name: str) -> Response:
    """With a byte order mark, so that a spreadsheet reads Chinese."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response("\ufeff" + out.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def _plain(text: str) -> str:
    """A name that a spreadsheet would take for a formula stays a name."""
    return f"'{text}" if text.startswith(DANGEROUS) else text
