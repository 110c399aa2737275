"""Coming in and going out."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from kiosk.hub.bus import Topic
from kiosk.hub.core import Hub
from kiosk.hub.database import Work
from kiosk.hub.deps import HubDep, WorkDep
from kiosk.hub.desk import board, look, times
from kiosk.hub.desk.frame import FrameDep, go
from kiosk.hub.desk.guard import DOOR_COOKIE, AnyReader, Me, check_door, cookie_name
from kiosk.hub.desk.render import Pages, Reader, translator
from kiosk.hub.limits import Limits
from kiosk.hub.models import Staff
from kiosk.hub.staff import service, sessions
from kiosk.text import LANGUAGES, Message, msg

router = APIRouter()
Text = Annotated[str, Form(max_length=128)]


@router.get("/login")
async def login_page(request: Request, frame: FrameDep, reader: AnyReader, language: str = "") -> Response:
    if reader.who is not None:
        return go("/desk/")
    wanted = reader.look.language if language not in LANGUAGES else language
    shown = Reader(None, look.Look(reader.look.size, reader.look.palette, wanted))
    answer = door_page(request, frame.pages, shown, frame.hub, next_=safe(request.query_params.get("next", "")))
    answer.set_cookie(look.LOOK_COOKIE, shown.look.cookie(), max_age=look.YEAR, **plain(frame.hub))
    return answer


@router.post("/login")
async def login(
    request: Request,
    hub: HubDep,
    reader: AnyReader,
    frame: FrameDep,
    csrf: Text = "",
    username: Text = "",
    password: Annotated[str, Form(max_length=1024)] = "",
    next_: Annotated[str, Form(alias="next", max_length=200)] = "",
) -> Response:
    check_door(request, csrf)
    log_ins: Limits = request.app.state.log_ins
    log_ins.take(request.client.host if request.client else "")
    now = frame.now
    async with hub.database.read() as session:
        attempt = await service.look_at(session, username, password, now)
    async with hub.database.work() as work:
        result = await service.sign_in(work.session, attempt, now)
        if result.staff is not None:
            return await come_in(hub, work, result.staff, safe(next_) or "/desk/")
    bad = msg("desk.login.wrong")
    if result.locked_until:
        bad = msg("desk.login.locked", at=times.clock(result.locked_until))
    return door_page(request, frame.pages, reader, hub, bad=bad, status=401, username=username, next_=safe(next_))


@router.get("/enter/{token}")
async def enter(
    token: str, request: Request, hub: HubDep, work: WorkDep, frame: FrameDep, reader: AnyReader
) -> Response:
    """The one-time login of `kiosk demo`; one that is spent says so."""
    staff = await sessions.use_one_time_login(work.session, token[:128], frame.now)
    if staff is not None:
        return await come_in(hub, work, staff, "/desk/")
    if reader.who is not None:
        return go("/desk/")
    bad = msg("desk.login.spent_demo" if hub.settings.demo else "desk.login.spent")
    return door_page(request, frame.pages, reader, hub, bad=bad, status=410)


@router.post("/logout")
async def logout(me: Me, hub: HubDep, work: WorkDep, frame: FrameDep, to: Text = "") -> Response:
    """Who holds something hands it over first: one by one, or with `to` "everyone" all of it to the others."""
    if to == "everyone":
        await hub.requests.gone(work, me.staff.id)
    elif held := (shown := await board.board(work.session, frame.viewer(me))).mine:
        asking = await frame.show(work.session, me, "leaving.html", held=held, shown=shown, here="me")
        asking.headers["Content-Location"] = "/desk/me"  # what this page may be asked for again as, for desk.js
        return asking
    await sessions.close_session(work.session, me, frame.now)
    work.announce(Topic.PRESENCE)
    answer = go("/desk/login")
    answer.delete_cookie(
        cookie_name(hub.settings), path="/", secure=hub.settings.over_https, httponly=True, samesite="strict"
    )
    return answer


async def come_in(hub: Hub, work: Work, staff: Staff, path: str) -> Response:
    """A fresh session for `staff`, and on to `path`."""
    life = timedelta(hours=hub.settings.session_hours)
    token = await sessions.open_session(work.session, staff, hub.clock.now(), life)
    answer = go("/desk/me" if staff.must_change else path)
    answer.set_cookie(cookie_name(hub.settings), token, max_age=int(life.total_seconds()), **plain(hub))
    return answer


def plain(hub: Hub) -> dict[str, Any]:
    """How every cookie of the desk is set."""
    return {"path": "/", "httponly": True, "samesite": "strict", "secure": hub.settings.over_https}


def door_page(
    request: Request,
    pages: Pages,
    reader: Reader,
    hub: Hub,
    *,
    bad: Message | None = None,
    status: int = 200,
    username: str = "",
    next_: str = "",
) -> Response:
    """The log-in page, with a secret that its form must bring back."""
    door = request.cookies.get(DOOR_COOKIE) or secrets.token_urlsafe(24)
    answer = pages.page(
        "login.html",
        Reader(None, reader.look),
        status=status,
        door=door,
        next=next_,
        username=username,
        notice=translator(reader.look.language)(bad) if bad else "",
    )
    answer.set_cookie(DOOR_COOKIE, door, **plain(hub))
    return answer


def safe(path: str) -> str:
    """Only a page of the desk itself, never another site."""
    return path if path.startswith("/desk/") and "//" not in path and "\\" not in path and path.isprintable() else ""
