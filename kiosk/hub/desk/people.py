"""Oneself (language, sizes, colours, password), and for administrators: staff and the audit log."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from kiosk.domain.badge import Act
from kiosk.domain.preferences import Palette, TextSize
from kiosk.hub.bus import Topic
from kiosk.hub.deps import HubDep, ReadDep, WorkDep
from kiosk.hub.desk import look, times
from kiosk.hub.desk.door import come_in, plain
from kiosk.hub.desk.frame import Frame, FrameDep, go
from kiosk.hub.desk.guard import Administrator, Me
from kiosk.hub.desk.machines import picture
from kiosk.hub.desk.render import translator
from kiosk.hub.errors import NotFound
from kiosk.hub.models import Audit, Staff
from kiosk.hub.staff import badges, service
from kiosk.hub.staff.passwords import WeakPassword
from kiosk.hub.staff.service import StaffError, StaffRole
from kiosk.hub.staff.sessions import Signed
from kiosk.text import LANGUAGES, Message, msg

router = APIRouter()
Text = Annotated[str, Form(max_length=128)]
LINES = 50
ACTIONS = frozenset(
    {
        "staff_created", "signed_in", "signed_in_once", "signed_out", "sign_in_failed", "password_changed",
        "staff_disabled", "staff_enabled", "looked_at_board", "looked_at_request", "looked_at_history",
        "looked_at_audit", "looked_at_appointments", "heard_voice", "bell_on", "bell_off", "code_created",
        "kiosk_revoked", "duty_changed", "phones_changed", "shift_offered", "shift_signed", "shift_withdrawn",
        "looked_at_shift",
        "badge_given", "badge_revoked", "badge_failed", "pin_set", "handed_over", "helper_came",
        *(f"helper_{act}" for act in Act),
        "resident_registered", "resident_changed", "resident_deleted", "card_issued", "card_revoked", "card_tied",
        "card_untied", "consent_given",
        "consent_withdrawn", "looked_at_resident", "looked_at_affairs", "looked_up_phone", "vouched",
        "fault_seen", "promise_signed", "promise_withdrawn", "drill_started", "drill_ended",
        "content_changed", "content_published", "content_offered", "content_stopped", "content_rolled_back",
        "content_discarded",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    day: str
    at: str
    who: str
    what: Message


@router.get("/me")
async def me_page(me: Me, frame: FrameDep, session: ReadDep) -> Response:
    return await _me(frame, session, me)


async def _me(frame: Frame, session: AsyncSession, me: Signed, bad: Message | None = None) -> Response:
    return await frame.show(
        session,
        me,
        "me.html",
        status=422 if bad else 200,
        bad=bad,
        here="me",
        sizes=list(TextSize),
        palettes=list(Palette),
        forced=me.staff.must_change,
    )


@router.post("/me/language")
async def language(me: Me, work: WorkDep, language: Text = "") -> Response:
    staff = await work.session.get(Staff, me.staff.id)
    if staff is not None and language in LANGUAGES:
        staff.language = language
    return go("/desk/me")


@router.post("/me/look")
async def change_look(request: Request, _: Me, hub: HubDep, size: Text = "", palette: Text = "") -> Response:
    now = look.read(request.cookies)
    if size in set(TextSize):
        now = replace(now, size=TextSize(size))
    if palette in set(Palette):
        now = replace(now, palette=Palette(palette))
    answer = go("/desk/me")
    answer.set_cookie(look.LOOK_COOKIE, now.cookie(), max_age=look.YEAR, **plain(hub))
    return answer


@router.post("/me/password")
async def password(me: Me, frame: FrameDep, work: WorkDep, old: Text = "", new: Text = "") -> Response:
    staff = await work.session.get(Staff, me.staff.id)
    if staff is None:
        raise NotFound
    try:
        await service.change_password(work.session, staff, old, new, frame.now)
    except (StaffError, WeakPassword) as error:
        return await _me(frame, work.session, me, _why(error))
    return await come_in(frame.hub, work, staff, "/desk/me?told=changed")


@router.post("/me/pin")
async def pin(me: Me, frame: FrameDep, work: WorkDep, pin: Text = "") -> Response:
    """The PIN of one's own badge."""
    staff = await work.session.get(Staff, me.staff.id)
    if staff is None:
        raise NotFound
    try:
        await badges.set_pin(work.session, staff, pin, frame.now)
    except StaffError as error:
        return await _me(frame, work.session, me, _why(error))
    return go("/desk/me", "saved")


@router.get("/staff")
async def staff_page(me: Administrator, frame: FrameDep, session: ReadDep) -> Response:
    return await _staff(frame, session, me)


async def _staff(frame: Frame, session: AsyncSession, me: Signed, bad: Message | None = None) -> Response:
    people = await session.scalars(select(Staff).order_by(Staff.disabled_at.is_not(None), Staff.username))
    return await frame.show(
        session,
        me,
        "staff.html",
        status=422 if bad else 200,
        bad=bad,
        here="staff",
        people=people.all(),
        roles=list(StaffRole),
    )


@router.post("/staff")
async def add(
    me: Administrator,
    frame: FrameDep,
    work: WorkDep,
    username: Text = "",
    display_name: Text = "",
    password: Text = "",
    role: Text = "",
) -> Response:
    """A new account; its password is one the person must change at the first log-in."""
    try:
        await service.create_staff(
            work.session,
            username=username,
            display_name=display_name,
            role=role,
            password=password,
            now=frame.now,
            must_change=True,
            by=me.staff.id,
        )
    except (StaffError, WeakPassword) as error:
        return await _staff(frame, work.session, me, _why(error))
    return go("/desk/staff", "added")


@router.post("/staff/{staff_id}/badge")
async def badge(staff_id: str, me: Administrator, frame: FrameDep, work: WorkDep) -> Response:
    """A new badge, shown this once, to be printed or copied onto the person's badge. The one before is void."""
    staff = await work.session.get(Staff, staff_id)
    if staff is None or staff.disabled_at is not None:
        raise NotFound
    code = await badges.give(work.session, staff, frame.now, by=me.staff.id)
    return await frame.show(
        work.session, me, "badge.html", here="staff", code=code, qr=picture(code), person=staff.display_name
    )


@router.post("/staff/{staff_id}/{action}")
async def change(
    staff_id: str, action: str, me: Administrator, frame: FrameDep, work: WorkDep, password: Text = ""
) -> Response:
    staff = await work.session.get(Staff, staff_id)
    if staff is None or action not in ("disable", "enable", "password", "unbadge"):
        raise NotFound
    try:
        if action == "disable":
            await work.keep_order()
            await service.disable(work.session, staff, frame.now, by=me.staff.id)
            await frame.hub.requests.gone(work, staff.id)
        elif action == "enable":
            await service.enable(work.session, staff, frame.now, by=me.staff.id)
        elif action == "unbadge":
            await badges.revoke(work.session, staff, frame.now, by=me.staff.id)
        else:
            await service.set_password(work.session, staff, password, frame.now, by=me.staff.id, must_change=True)
    except (StaffError, WeakPassword) as error:
        return await _staff(frame, work.session, me, _why(error))
    work.announce(Topic.PRESENCE)
    return go("/desk/staff", "saved")


@router.get("/audit")
async def audit_page(
    me: Administrator, frame: FrameDep, session: ReadDep, page: Annotated[int, Query(ge=1, le=5000)] = 1
) -> Response:
    await frame.looked(session, me, "looked_at_audit")
    rows = (
        await session.execute(
            select(Audit, Staff.display_name)
            .outerjoin(Staff, Staff.id == Audit.staff_id)
            .order_by(Audit.id.desc())
            .offset((page - 1) * LINES)
            .limit(LINES + 1)
        )
    ).all()
    say = translator(me.staff.language)
    lines = [
        Line(times.day(row.at), times.clock(row.at), name or say(msg("desk.who.program")), _what(row))
        for row, name in rows[:LINES]
    ]
    return await frame.show(session, me, "audit.html", here="staff", rows=lines, page=page, more=len(rows) > LINES)


def _what(row: Audit) -> Message:
    return msg(f"desk.audit.{row.action}") if row.action in ACTIONS else msg("desk.audit.other")


def _why(error: StaffError | WeakPassword) -> Message:
    area = "password" if isinstance(error, WeakPassword) else "staff_error"
    return msg(f"desk.{area}.{error.reason}")
