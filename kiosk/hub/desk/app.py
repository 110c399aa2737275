"""The desk as an application of its own under /desk: its pages, its headers, its own human errors."""

from __future__ import annotations

import logging
from functools import partial
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kiosk.hub import presence
from kiosk.hub.bus import Notice, Topic
from kiosk.hub.core import Hub
from kiosk.hub.desk import (
    alarms,
    appointments,
    board,
    calls,
    door,
    drills,
    duty,
    faults,
    live,
    look,
    machines,
    people,
    promise,
    quality,
    questions,
    residents,
    selftests,
    shift,
    steps,
    voices,
    work,
)
from kiosk.hub.desk.guard import ForgedForm, MustChange, NotAllowed, NotSignedIn
from kiosk.hub.desk.render import HERE, Pages, Reader, translator
from kiosk.hub.desk.studio import routes as studio
from kiosk.hub.errors import HubProblem
from kiosk.hub.limits import Limits
from kiosk.text import SOURCE_LANGUAGE

log = logging.getLogger(__name__)
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; "
        "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), autoplay=(self)",
}
LOG_INS_PER_SECOND = 0.5  # from one address: a hall of volunteers, not a guessing machine
LOG_IN_BURST = 20
OWN = frozenset({"me", "staff", "kiosks", "residents", "login", "duty", "shift", "faults", "drills", "promise"})
STRICT_TRANSPORT = "max-age=31536000"


def install(app: FastAPI, hub: Hub) -> None:
    """Mount the desk under /desk, send / there, and keep watching who listens."""
    desk = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    desk.state.hub = hub
    desk.state.pages = Pages(hub.settings, hub.clock)
    desk.state.log_ins = Limits(hub.clock, LOG_INS_PER_SECOND, LOG_IN_BURST)
    for router in (
        alarms.router,
        door.router,
        duty.router,
        work.router,
        appointments.router,
        live.router,
        machines.router,
        faults.router,
        people.router,
        calls.router,
        residents.router,
        selftests.router,
        quality.router,
        promise.router,
        drills.router,
        shift.router,
        questions.router,
        steps.router,
        voices.router,
        studio.router,
    ):
        desk.routes.extend(router.routes)  # as kiosk.hub.app does
    desk.mount("/static", StaticFiles(directory=HERE / "static"))
    _say_sorry(desk)
    app.mount("/desk", Headers(desk, hub.settings.over_https))
    app.add_api_route("/", _to_desk, include_in_schema=False)
    hub.watch(lambda: _watch(hub))
    hub.rehearsed.append(partial(_rehearse, hub, desk.state.pages))


async def _rehearse(hub: Hub, pages: Pages, session: AsyncSession, request_id: str) -> None:
    """What every desk asks for when an alarm comes."""
    viewer = board.Viewer("", "", translator(SOURCE_LANGUAGE), hub.clock.now(), hub.settings)
    await board.board(session, viewer)
    await board.one(session, request_id, viewer)
    pages.prepare("board.html", "alarm.html")


async def _to_desk() -> Response:
    return RedirectResponse("/desk/", status_code=307)


async def _watch(hub: Hub) -> None:
    await presence.watch(
        hub.database.read, hub.settings.duty, hub.clock.now, lambda: hub.bus.publish([Notice(Topic.PRESENCE)])
    )


class Headers:
    """Adds the headers to every answer; plain ASGI, so that a stream flows through untouched."""

    def __init__(self, app: ASGIApp, tls: bool) -> None:
        self._app = app
        self._more = HEADERS | ({"Strict-Transport-Security": STRICT_TRANSPORT} if tls else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(self._more)
                if "/static/" not in scope["path"]:
                    headers["Cache-Control"] = "no-store"
            await send(message)

        await self._app(scope, receive, dressed)


def _say_sorry(desk: FastAPI) -> None:
    """Every way a page can fail has a page that says what happened and what to do; no trace, no code alone."""
    plain: tuple[tuple[type[Exception], str, int], ...] = (
        (ForgedForm, "forged", 403),
        (NotAllowed, "not_allowed", 403),
        (RequestValidationError, "invalid", 422),
        (HubProblem, "", 0),
        (HTTPException, "", 0),
        (Exception, "unforeseen", 500),
    )
    for kind, reason, status in plain:
        desk.add_exception_handler(kind, partial(_failed, reason, status))
    desk.add_exception_handler(NotSignedIn, _not_signed_in)
    desk.add_exception_handler(MustChange, _must_change)


async def _failed(reason: str, status: int, request: Request, error: Exception) -> Response:
    """Without a reason of its own the error's HTTP status chooses the words."""
    if isinstance(error, (HubProblem, HTTPException)):
        status = error.status if isinstance(error, HubProblem) else error.status_code
        reason = {404: "missing", 405: "missing", 429: "busy"}.get(status, "invalid")
    elif status == 500:
        log.error("a page of the desk failed: %s", type(error).__name__)
    return _sorry(request, reason, status, back=_page_of(request.url.path) if request.method == "POST" else "/desk/")


async def _not_signed_in(request: Request, _: Exception) -> Response:
    path = request.url.path
    if request.method == "POST":
        return _sorry(request, "over", 401, back="/desk/login?next=" + _page_of(path))
    known = path not in ("/desk", "/desk/", "/desk/stream")
    return RedirectResponse("/desk/login" + (f"?next={quote(path)}" if known else ""), status_code=303)


async def _must_change(_request: Request, _: Exception) -> Response:
    return RedirectResponse("/desk/me", status_code=303)


def _sorry(request: Request, reason: str, status: int, back: str = "/desk/") -> Response:
    pages: Pages = request.app.state.pages
    return pages.page("sorry.html", Reader(None, look.read(request.cookies)), status=status, reason=reason, back=back)


def _page_of(path: str) -> str:
    """The page a form stood on: its act is the last part of its address."""
    parts = path.strip("/").split("/")
    if parts[:2] == ["desk", "requests"] and len(parts) > 2:
        return f"/desk/requests/{parts[2]}"
    own = len(parts) > 1 and parts[1] in (
        "me",
        "staff",
        "kiosks",
        "residents",
        "login",
        "duty",
        "shift",
        "faults",
        "drills",
        "studio",
    )
    return f"/desk/{parts[1]}" if own else "/desk/"
