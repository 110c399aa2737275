"""Residents at the desk: found by a card, registered with their consent, given a card, and forgotten when they wish.

Every look and every act is in the audit log (S6). A card's secrets are shown once, on the page to print.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from kiosk.domain.card import CardUnreadable, grouped
from kiosk.domain.other_card import OtherKind, fingerprint
from kiosk.domain.resident import Zodiac
from kiosk.hub.deps import ReadDep, WorkDep
from kiosk.hub.desk import times
from kiosk.hub.desk.frame import Frame, FrameDep, go
from kiosk.hub.desk.guard import MANAGERS, Administrator, Manager, Me
from kiosk.hub.desk.machines import picture
from kiosk.hub.errors import Invalid, NotFound
from kiosk.hub.models import Resident
from kiosk.hub.residents.base import health_kept
from kiosk.hub.residents.registry import Person
from kiosk.hub.staff.service import StaffRole
from kiosk.hub.staff.sessions import Signed
from kiosk.hub.telephones import telephone
from kiosk.protocol.residents import HabitsIn
from kiosk.text import Message, msg

router = APIRouter(prefix="/residents")
Text = Annotated[str, Form(max_length=128)]
Scanned = Annotated[str, Form(max_length=20_000)]
HERE = "residents"


@router.get("")
async def residents_page(me: Me, frame: FrameDep, session: ReadDep) -> Response:
    return await _search(frame, session, me)


async def _search(frame: Frame, session: AsyncSession, me: Signed, bad: Message | None = None) -> Response:
    answer = await frame.show(session, me, "residents.html", status=422 if bad else 200, bad=bad, here=HERE)
    answer.headers["Content-Location"] = "/desk/residents"
    return answer


@router.post("/find")
async def find(
    me: Me, frame: FrameDep, session: ReadDep, typed: Annotated[str, Form(max_length=20_000)] = ""
) -> Response:
    """A card leads to its resident; a telephone to what one may do for whoever calls, on file or not."""
    try:
        row = await frame.hub.residents.find(session, typed)
    except NotFound:
        number = telephone(typed)
        if number:
            return await frame.show(session, me, "call.html", here=HERE, phone=number, may_look=_manages(me))
        return await _search(frame, session, me, msg("desk.resident.unknown"))
    return go(f"/desk/residents/{row.id}")


@router.post("/by-phone")
async def by_phone(me: Manager, frame: FrameDep, session: ReadDep, phone: Text = "") -> Response:
    """Who has this number, for somebody who stands here without a card. Duty and administrators only, and noted."""
    await frame.looked(session, me, "looked_up_phone")
    found = await frame.hub.residents.with_phone(session, phone)
    return await frame.show(session, me, "found.html", here=HERE, found=found, at_day=times.day)


@router.get("/new")
async def new_page(me: Me, frame: FrameDep, session: ReadDep) -> Response:
    return await _new(frame, session, me)


async def _new(frame: Frame, session: AsyncSession, me: Signed, bad: Message | None = None) -> Response:
    status = 422 if bad else 200
    facts: dict[str, Any] = {"animals": list(Zodiac), "months": frame.hub.settings.resident_months}
    answer = await frame.show(session, me, "register.html", status=status, bad=bad, here=HERE, **facts)
    answer.headers["Content-Location"] = "/desk/residents/new"
    return answer


@router.post("")
async def register(
    me: Me,
    frame: FrameDep,
    work: WorkDep,
    display_name: Text = "",
    phone: Text = "",
    zodiac: Text = "",
    health: Text = "",
) -> Response:
    """The key itself says that the text was read out and the person agreed."""
    try:
        person = _person(display_name, phone, zodiac)
        row = await frame.hub.residents.register(work, person, by=me.staff.id, health=health == "yes")
    except Invalid:
        return await _new(frame, work.session, me, msg("desk.resident.wrong"))
    return go(f"/desk/residents/{row.id}", "registered")


@router.get("/{resident_id}")
async def resident_page(resident_id: str, me: Me, frame: FrameDep, session: ReadDep) -> Response:
    return await _resident(frame, session, me, await _found(session, resident_id))


async def _resident(
    frame: Frame, session: AsyncSession, me: Signed, row: Resident, bad: Message | None = None
) -> Response:
    await frame.looked(session, me, "looked_at_resident", row.id)
    card = await frame.hub.residents.card_now(session, row.id)
    answer = await frame.show(
        session,
        me,
        "resident.html",
        status=422 if bad else 200,
        bad=bad,
        here=HERE,
        row=row,
        issued=times.day(card.issued_at) if card else "",
        health=health_kept(row),
        animals=list(Zodiac),
        may_delete=me.staff.role == StaffRole.ADMINISTRATOR,
        others=[(one.id, one.kind, times.day(one.tied_at)) for one in await frame.hub.residents.tied(session, row.id)],
        kinds=list(OtherKind),
    )
    answer.headers["Content-Location"] = f"/desk/residents/{row.id}"
    return answer


@router.get("/{resident_id}/affairs")
async def affairs_page(resident_id: str, me: Me, frame: FrameDep, session: ReadDep) -> Response:
    """With the resident's leave: habits, and of affairs verb, time and status; the rest is on a request's own page."""
    row = await _found(session, resident_id)
    await frame.looked(session, me, "looked_at_affairs", row.id)
    found = await frame.hub.residents.affairs(session, row.id)
    habits = HabitsIn.model_validate(row.habits or {}).habits()
    usual = habits.doctor
    return await frame.show(
        session,
        me,
        "affairs.html",
        here=HERE,
        row=row,
        affairs=found,
        day=times.day,
        usual_places=[place.name for place in habits.places],
        doctor=" ".join(filter(None, (usual.hospital, usual.department, usual.doctor))) if usual else "",
    )


@router.post("/{resident_id}/cards")
async def issue(resident_id: str, me: Me, frame: FrameDep, work: WorkDep, named: Text = "") -> Response:
    """A new card on the page to print: its secrets are told this once, so it is this answer itself."""
    row = await _found(work.session, resident_id)
    made = await frame.hub.residents.issue(work, row.id, by=me.staff.id)
    return await frame.show(
        work.session,
        me,
        "card.html",
        here=HERE,
        row=row,
        qr=picture(made.code),
        number=grouped(made.number),
        name=row.display_name if named == "yes" else "",
        centre_phone=frame.hub.settings.centre_phone,
    )


@router.post("/{resident_id}/revoke")
async def revoke(resident_id: str, me: Me, frame: FrameDep, work: WorkDep) -> Response:
    await frame.hub.residents.revoke(work, resident_id, by=me.staff.id)
    return go(f"/desk/residents/{resident_id}", "card_revoked")


@router.post("/{resident_id}/ties")
async def tie(
    resident_id: str,
    me: Me,
    frame: FrameDep,
    kind: Text = "",
    first: Scanned = "",
    second: Annotated[str | None, Form(max_length=20_000)] = None,
) -> Response:
    """Another card, read twice: the first reading goes on as a fingerprint, so no page ever holds a number."""
    database = frame.hub.database
    try:
        read, named = fingerprint(first.strip()), _kind(kind)
        if second is None:
            async with database.read() as session:
                row = await _found(session, resident_id)
                return await frame.show(session, me, "tie.html", here=HERE, row=row, kind=named, first=read)
        async with database.work() as work:
            await frame.hub.residents.tie(work, resident_id, read, second, named, by=me.staff.id)
    except (Invalid, CardUnreadable):
        async with database.read() as session:
            row = await _found(session, resident_id)
            return await _resident(frame, session, me, row, msg("desk.tie.wrong"))
    return go(f"/desk/residents/{resident_id}", "card_tied")


@router.post("/{resident_id}/ties/{card_id}/end")
async def untie(resident_id: str, card_id: str, me: Me, frame: FrameDep, work: WorkDep) -> Response:
    await frame.hub.residents.untie(work, resident_id, card_id, by=me.staff.id)
    return go(f"/desk/residents/{resident_id}", "card_untied")


@router.post("/{resident_id}/change")
async def change(
    resident_id: str,
    me: Me,
    frame: FrameDep,
    display_name: Text = "",
    phone: Text = "",
    zodiac: Text = "",
) -> Response:
    database = frame.hub.database
    try:
        person = _person(display_name, phone, zodiac)
        async with database.work() as work:
            await frame.hub.residents.correct(work, resident_id, person, by=me.staff.id)
    except Invalid:
        async with database.read() as session:
            row = await _found(session, resident_id)
            return await _resident(frame, session, me, row, msg("desk.resident.wrong"))
    return go(f"/desk/residents/{resident_id}", "saved")


@router.post("/{resident_id}/consent")
async def consent(resident_id: str, me: Me, frame: FrameDep, work: WorkDep, given: Text = "") -> Response:
    row = await frame.hub.residents.locked(work, resident_id)
    await frame.hub.residents.consent(work, row, given == "yes", by=me.staff.id)
    return go(f"/desk/residents/{resident_id}", "consent_given" if given == "yes" else "consent_withdrawn")


@router.post("/{resident_id}/delete")
async def delete(resident_id: str, me: Administrator, frame: FrameDep, work: WorkDep) -> Response:
    await frame.hub.residents.forget(work, resident_id, by=me.staff.id)
    return go("/desk/residents", "deleted")


async def _found(session: AsyncSession, resident_id: str) -> Resident:
    row = await session.get(Resident, resident_id)
    if row is None:
        raise NotFound
    return row


def _person(display_name: str, phone: str, zodiac: str) -> Person:
    if zodiac and zodiac not in set(Zodiac):
        raise Invalid
    return Person(display_name, phone, Zodiac(zodiac) if zodiac else None)


def _kind(kind: str) -> OtherKind:
    if kind not in set(OtherKind):
        raise Invalid
    return OtherKind(kind)


def _manages(me: Signed) -> bool:
    return me.staff.role in MANAGERS
