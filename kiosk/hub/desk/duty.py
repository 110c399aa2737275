"""The rota and the telephone list: everybody at the desk reads them, duty and administrators change them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from kiosk.domain import rota
from kiosk.domain.rota import Span
from kiosk.hub import presence
from kiosk.hub.alarms import plan
from kiosk.hub.alarms.plan import PlanError
from kiosk.hub.bus import Topic
from kiosk.hub.deps import ReadDep
from kiosk.hub.desk import times
from kiosk.hub.desk.frame import Frame, FrameDep, go
from kiosk.hub.desk.guard import MANAGERS, Manager, Me
from kiosk.hub.errors import NotFound
from kiosk.hub.models import DutyGroup, DutyPhone, Staff
from kiosk.hub.requests.service import StaffRef
from kiosk.hub.staff import audit
from kiosk.hub.staff.sessions import Signed
from kiosk.text import Message, msg

router = APIRouter(prefix="/duty")
Text = Annotated[str, Form(max_length=80)]
Change = Callable[[AsyncSession, StaffRef, datetime], Awaitable[object]]
GroupChange = Callable[[AsyncSession, str, "Filled", StaffRef, datetime], Awaitable[object]]


@dataclass(frozen=True)
class Filled:
    """What a form of this page holds; `start` and `end` as "8:30"."""

    version: int
    name: str
    number: str
    members: tuple[str, ...]
    days: tuple[int, ...]
    start: str
    end: str
    day: str

    @property
    def span(self) -> Span:
        return plan.span(self.start, self.end)

    @property
    def date(self) -> date:
        try:
            return date.fromisoformat(self.day)
        except ValueError:
            raise PlanError("date") from None


def filled(
    version: Text = "",
    name: Text = "",
    number: Text = "",
    member: Annotated[list[str] | None, Form(max_length=200)] = None,
    weekday: Annotated[list[str] | None, Form(max_length=7)] = None,
    start: Text = "",
    end: Text = "",
    day: Text = "",
) -> Filled:
    days = tuple(int(one) for one in weekday or () if one in "1234567" and len(one) == 1)
    seen = int(version) if version.isascii() and version.isdigit() else 0
    return Filled(seen, name, number, tuple(member or ()), days, start, end, day)


FilledDep = Annotated[Filled, Depends(filled)]


@dataclass(frozen=True)
class Shown:
    """A group as the page shows it. `week`: hours and the days that have them."""

    row: DutyGroup
    on: bool
    members: list[str]
    bells: list[str]
    week: list[tuple[Span, str, list[Message]]]
    days: list[tuple[date, Message]]


@router.get("")
async def duty_page(me: Me, frame: FrameDep, session: ReadDep) -> Response:
    return await _page(frame, session, me)


async def _page(
    frame: Frame, session: AsyncSession, me: Signed, bad: Message | None = None, status: int = 200
) -> Response:
    staff = (await session.scalars(select(Staff).where(Staff.disabled_at.is_(None)).order_by(Staff.display_name))).all()
    bells = await presence.armed(session, frame.now)
    names = {one.id: one.display_name for one in staff}
    answer = await frame.show(
        session,
        me,
        "duty.html",
        status=status,
        bad=bad,
        here="shift",
        groups=[_shown(row, names, bells, frame) for row in await plan.groups(session)],
        phones=await plan.phones(session),
        staff=staff,
        may_change=me.staff.role in MANAGERS,
        today=frame.now.astimezone().date().isoformat(),
    )
    answer.headers["Content-Location"] = "/desk/duty"
    return answer


def _shown(row: DutyGroup, names: dict[str, str], bells: frozenset[str], frame: Frame) -> Shown:
    known = rota.read(row.rota)
    by_span: dict[Span, list[int]] = defaultdict(list)
    for weekday, span in known.week:
        by_span[span].append(weekday)
    week = [
        (span, plan.words(span), [msg(f"desk.weekday.{day}") for day in sorted(set(days))])
        for span, days in sorted(by_span.items(), key=lambda one: (min(one[1]), one[0].start))
    ]
    today = frame.now.astimezone().date()
    days = [(on, _day(on, spans)) for on, spans in sorted(known.days.items()) if on >= today]
    members = [names[one] for one in row.members if one in names]
    armed = [names[one] for one in row.members if one in names and one in bells]
    return Shown(row, known.on(frame.now.astimezone()), members, armed, week, days)


def _day(on: date, spans: tuple[Span, ...]) -> Message:
    if not spans:
        return msg("desk.duty.day_off", day=times.date_words(on))
    return msg("desk.duty.day_hours", day=times.date_words(on), hours=" ".join(plan.words(span) for span in spans))


@router.post("/groups")
async def add_group(me: Manager, frame: FrameDep, form: FilledDep) -> Response:
    return await _carry_out(frame, me, "", lambda s, by, now: plan.add_group(s, form.name, by, now))


@router.post("/groups/{group_id}/{action}")
async def change_group(group_id: str, action: str, me: Manager, frame: FrameDep, form: FilledDep) -> Response:
    """One change of one group, made from the version the person has seen."""
    do = GROUP_ACTIONS.get(action)
    if do is None:
        raise NotFound
    return await _carry_out(frame, me, group_id, lambda s, by, now: do(s, group_id, form, by, now))


@router.post("/phones")
async def add_phone(me: Manager, frame: FrameDep, form: FilledDep) -> Response:
    new = form.name, form.number
    return await _carry_out(frame, me, "", lambda s, by, now: plan.add_phone(s, *new, by, now), "phones_changed")


@router.post("/phones/{phone_id}/{action}")
async def change_phone(phone_id: str, action: str, me: Manager, frame: FrameDep, form: FilledDep) -> Response:
    do = PHONE_ACTIONS.get(action)
    if do is None:
        raise NotFound
    return await _carry_out(frame, me, phone_id, lambda s, by, now: do(s, phone_id, form, by, now), "phones_changed")


async def _carry_out(frame: Frame, me: Signed, subject: str, do: Change, audited: str = "duty_changed") -> Response:
    """In a work of its own, noted in the log. What cannot be done is said on the same page, and nothing is changed."""
    by = StaffRef(me.staff.id, me.staff.display_name)
    try:
        async with frame.hub.database.work() as work:
            await do(work.session, by, frame.now)
            audit.note(work.session, staff_id=by.id, action=audited, now=frame.now, subject=subject)
            work.announce(Topic.PRESENCE)
    except (PlanError, NotFound) as problem:
        reason, facts = (problem.reason, problem.facts) if isinstance(problem, PlanError) else ("gone", {})
        status = 409 if reason in ("changed", "gone", "name_taken") else 422
        async with frame.hub.database.read() as session:
            return await _page(frame, session, me, msg(f"desk.plan.{reason}", **facts), status)
    return go("/desk/duty", "saved")


def _at(group_id: str, form: Filled) -> tuple[str, int]:
    return group_id, form.version


GROUP_ACTIONS: dict[str, GroupChange] = {
    "rename": lambda s, g, f, by, now: plan.rename(s, *_at(g, f), f.name, by, now),
    "members": lambda s, g, f, by, now: plan.set_members(s, *_at(g, f), f.members, by, now),
    "hours": lambda s, g, f, by, now: plan.add_hours(s, *_at(g, f), f.days, f.span, by, now),
    "no_hours": lambda s, g, f, by, now: plan.remove_hours(s, *_at(g, f), f.span, by, now),
    "set_day": lambda s, g, f, by, now: plan.set_day(s, *_at(g, f), f.date, f.span, by, now),
    "off": lambda s, g, f, by, now: plan.set_day(s, *_at(g, f), f.date, None, by, now),
    "no_day": lambda s, g, f, by, now: plan.remove_day(s, *_at(g, f), f.date, by, now),
    "earlier": lambda s, g, f, by, now: plan.earlier(s, DutyGroup, *_at(g, f), by, now),
    "remove": lambda s, g, f, _by, _now: plan.remove(s, DutyGroup, *_at(g, f)),
}
PHONE_ACTIONS: dict[str, GroupChange] = {
    "set": lambda s, p, f, by, now: plan.set_phone(s, *_at(p, f), f.name, f.number, by, now),
    "earlier": lambda s, p, f, by, now: plan.earlier(s, DutyPhone, *_at(p, f), by, now),
    "remove": lambda s, p, f, _by, _now: plan.remove(s, DutyPhone, *_at(p, f)),
}
