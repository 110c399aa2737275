"""Groups, their rota and the telephone list: what is on now, and how it is changed.

Every change names the version it was made from; an older one is refused, so two people never overwrite each other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from uuid6 import uuid7

from kiosk.domain import rota
from kiosk.domain.rota import MOST, Rota, Span
from kiosk.hub.alarms.turns import Team
from kiosk.hub.errors import NotFound
from kiosk.hub.models import DutyGroup, DutyPhone, Staff
from kiosk.hub.requests.history import StaffRef

MOST_GROUPS, MOST_PHONES, LONGEST_NAME, LONGEST_NUMBER = 12, 12, 20, 21
AHEAD = timedelta(days=400)  # how far a day of its own may be planned
NUMBER = re.compile(r"\+?[0-9](?:[0-9 -]{0,18}[0-9])")
Row = TypeVar("Row", DutyGroup, DutyPhone)


class PlanError(Exception):
    """The plan cannot be changed so. `reason` has words at the desk; `facts` go into them."""

    def __init__(self, reason: str, **facts: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.facts = facts


async def groups(session: AsyncSession) -> Sequence[DutyGroup]:
    """All of them, the first to be called first."""
    return (await session.scalars(select(DutyGroup).order_by(DutyGroup.position, DutyGroup.id))).all()


async def phones(session: AsyncSession) -> Sequence[DutyPhone]:
    """Whom to telephone, in this order."""
    return (await session.scalars(select(DutyPhone).order_by(DutyPhone.position, DutyPhone.id))).all()


async def on_now(session: AsyncSession, now: datetime) -> list[Team]:
    """The groups whose hours run now, in their order."""
    local = now.astimezone()
    on = [group for group in await groups(session) if rota.read(group.rota).on(local)]
    return [Team(group.id, group.name, frozenset(group.members)) for group in on]


async def add_group(session: AsyncSession, name: str, by: StaffRef, now: datetime) -> DutyGroup:
    known = await groups(session)
    if len(known) >= MOST_GROUPS:
        raise PlanError("many_groups", most=MOST_GROUPS)
    row = DutyGroup(
        id=str(uuid7()),
        name=_free_name(known, name),
        position=_last(known),
        members=[],
        rota={},
        version=1,
        changed_by=by.name,
        changed_at=now,
    )
    session.add(row)
    await _flush(session, row)
    return row


async def rename(session: AsyncSession, group_id: str, version: int, name: str, by: StaffRef, now: datetime) -> None:
    row = await _ours(session, DutyGroup, group_id, version)
    row.name = _free_name([one for one in await groups(session) if one.id != row.id], name)
    _changed(row, by, now)
    await _flush(session, row)


async def set_members(
    session: AsyncSession, group_id: str, version: int, members: Iterable[str], by: StaffRef, now: datetime
) -> None:
    """Who is in it: accounts that are open. An empty group is allowed: it is passed over."""
    row = await _ours(session, DutyGroup, group_id, version)
    asked = list(dict.fromkeys(members))
    known = set(await session.scalars(select(Staff.id).where(Staff.id.in_(asked), Staff.disabled_at.is_(None))))
    if not known.issuperset(asked):
        raise PlanError("person_gone")
    row.members = asked
    _changed(row, by, now)


async def add_hours(
    session: AsyncSession,
    group_id: str,
    version: int,
    days: Iterable[int],
    span: Span,
    by: StaffRef,
    now: datetime,
) -> None:
    """Weekly hours on these days (1 for Monday)."""
    row = await _ours(session, DutyGroup, group_id, version)
    plan, chosen = rota.read(row.rota), sorted(set(days))
    if not chosen:
        raise PlanError("no_day")
    for day in chosen:
        known = plan.clash(day, span)
        if known is not None:
            raise PlanError("overlap", known=words(known))
        plan = Rota((*plan.week, (day, span)), plan.days)
    _keep_rota(row, plan)
    _changed(row, by, now)


async def remove_hours(
    session: AsyncSession, group_id: str, version: int, span: Span, by: StaffRef, now: datetime
) -> None:
    """These weekly hours go, on every day that has them."""
    row = await _ours(session, DutyGroup, group_id, version)
    plan = rota.read(row.rota)
    _keep_rota(row, Rota(tuple(one for one in plan.week if one[1] != span), plan.days))
    _changed(row, by, now)


async def set_day(
    session: AsyncSession,
    group_id: str,
    version: int,
    on: date,
    span: Span | None,
    by: StaffRef,
    now: datetime,
) -> None:
    """A day with hours of its own instead of the weekly ones; None: nobody is on. Days of the past are forgotten."""
    row = await _ours(session, DutyGroup, group_id, version)
    today = now.astimezone().date()
    if not today <= on <= today + AHEAD:
        raise PlanError("day_past" if on < today else "day_far")
    plan = rota.read(row.rota)
    before = plan.days.get(on, ())
    if span is not None and any(span.meets(one) for one in before):
        raise PlanError("overlap", known=words(next(one for one in before if span.meets(one))))
    _keep_rota(row, Rota(plan.week, _coming(plan.days, today) | {on: (*before, span) if span else ()}))
    _changed(row, by, now)


async def remove_day(session: AsyncSession, group_id: str, version: int, on: date, by: StaffRef, now: datetime) -> None:
    """That day is as every week again."""
    row = await _ours(session, DutyGroup, group_id, version)
    plan = rota.read(row.rota)
    days = {day: spans for day, spans in plan.days.items() if day != on}
    _keep_rota(row, Rota(plan.week, _coming(days, now.astimezone().date())))
    _changed(row, by, now)


async def add_phone(session: AsyncSession, name: str, number: str, by: StaffRef, now: datetime) -> DutyPhone:
    known = await phones(session)
    if len(known) >= MOST_PHONES:
        raise PlanError("many_phones", most=MOST_PHONES)
    row = DutyPhone(
        id=str(uuid7()),
        name=_name(name),
        number=_number(number),
        position=_last(known),
        version=1,
        changed_by=by.name,
        changed_at=now,
    )
    session.add(row)
    await session.flush()
    return row


async def set_phone(
    session: AsyncSession, phone_id: str, version: int, name: str, number: str, by: StaffRef, now: datetime
) -> None:
    row = await _ours(session, DutyPhone, phone_id, version)
    row.name, row.number = _name(name), _number(number)
    _changed(row, by, now)


async def earlier(
    session: AsyncSession, kind: type[Row], row_id: str, version: int, by: StaffRef, now: datetime
) -> None:
    """One place up; the first stays where it is."""
    row = await _ours(session, kind, row_id, version)
    order: list[Row] = list(await session.scalars(select(kind).order_by(kind.position, kind.id).with_for_update()))
    at = order.index(row)
    order.insert(max(at - 1, 0), order.pop(at))
    for place, one in enumerate(order):
        one.position = place
    _changed(row, by, now)


async def remove(session: AsyncSession, kind: type[Row], row_id: str, version: int) -> None:
    await session.delete(await _ours(session, kind, row_id, version))
    await session.flush()


def span(start: str, end: str) -> Span:
    """Hours as a form gives them ("08:30"). Raises PlanError."""
    first, last = _minute(start), _minute(end)
    if first == last:
        raise PlanError("no_time")
    return Span(first, last)


def words(one: Span) -> str:
    """8:30–17:00."""
    return f"{one.start // 60}:{one.start % 60:02d}–{one.end // 60}:{one.end % 60:02d}"


async def _ours(session: AsyncSession, kind: type[Row], row_id: str, version: int) -> Row:
    """The row, ours until the transaction ends, as the person who changes it has seen it."""
    query = select(kind).where(kind.id == row_id).with_for_update().execution_options(populate_existing=True)
    row: Row | None = (await session.execute(query)).scalar_one_or_none()
    if row is None:
        raise NotFound
    if row.version != version:
        raise PlanError("changed", who=row.changed_by)
    return row


async def _flush(session: AsyncSession, row: DutyGroup) -> None:
    """The name may have been taken at this very moment, by another process."""
    name = row.name
    try:
        await session.flush()
    except IntegrityError:
        raise PlanError("name_taken", name=name) from None


def _changed(row: DutyGroup | DutyPhone, by: StaffRef, now: datetime) -> None:
    row.version, row.changed_by, row.changed_at = row.version + 1, by.name, now


def _keep_rota(row: DutyGroup, plan: Rota) -> None:
    if len(plan.week) > MOST or len(plan.days) > MOST:
        raise PlanError("many_hours", most=MOST)
    row.rota = plan.plain()


def _coming(days: Mapping[date, tuple[Span, ...]], today: date) -> dict[date, tuple[Span, ...]]:
    """Yesterday's may still run past midnight."""
    return {day: spans for day, spans in days.items() if day >= today - timedelta(days=1)}


def _last(rows: Sequence[Any]) -> int:
    return max((row.position for row in rows), default=-1) + 1


def _free_name(known: Iterable[DutyGroup], name: str) -> str:
    clean = _name(name)
    if any(one.name == clean for one in known):
        raise PlanError("name_taken", name=clean)
    return clean


def _name(name: str) -> str:
    return _text(name, lambda clean: len(clean) <= LONGEST_NAME and clean.isprintable(), "name")


def _number(number: str) -> str:
    return _text(number, lambda clean: NUMBER.fullmatch(clean) is not None, "number")


def _text(given: str, good: Callable[[str], bool], reason: str) -> str:
    clean = " ".join(given.split())
    if not clean or not good(clean):
        raise PlanError(reason)
    return clean


def _minute(text: str) -> int:
    found = re.fullmatch(r"([01]?[0-9]|2[0-3]):([0-5][0-9])", text.strip(), re.ASCII)
    if found is None:
        raise PlanError("time")
    return int(found[1]) * 60 + int(found[2])
