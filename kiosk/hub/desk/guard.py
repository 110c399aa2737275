"""Who is asking, and whether the form is ours: every route of the desk goes through here."""

from __future__ import annotations

import hmac
from typing import Annotated

from fastapi import Depends, Request

from kiosk.hub.deps import HubDep
from kiosk.hub.desk import look
from kiosk.hub.desk.render import Reader
from kiosk.hub.settings import HubSettings
from kiosk.hub.staff.service import MANAGERS as MANAGERS
from kiosk.hub.staff.service import StaffRole
from kiosk.hub.staff.sessions import Signed, resolve

DOOR_COOKIE = "desk_door"
CSRF_HEADER = "X-CSRF"


class NotSignedIn(Exception):
    """The session is over or never was."""


class ForgedForm(Exception):
    """The form does not carry this session's secret: it is old, or not ours."""


class NotAllowed(Exception):
    """This role may not do it."""


class MustChange(Exception):
    """A password somebody else chose: first one's own, then the work."""


def cookie_name(settings: HubSettings) -> str:
    """`__Host-` makes browsers refuse the cookie from anywhere but this very host over TLS."""
    return "__Host-desk" if settings.over_https else "desk"


async def whoever(request: Request, hub: HubDep) -> Reader:
    """Who is there, if anybody."""
    async with hub.database.read() as session:
        who = await resolve(session, request.cookies.get(cookie_name(hub.settings), ""), hub.clock.now())
    return Reader(who, look.read(request.cookies))


AnyReader = Annotated[Reader, Depends(whoever)]


async def signed(request: Request, reader: AnyReader) -> Signed:
    """The person at this browser. Raises NotSignedIn, ForgedForm for a POST without our secret, MustChange."""
    if reader.who is None:
        raise NotSignedIn
    if request.method == "POST":
        given = request.headers.get(CSRF_HEADER) or (await request.form()).get("csrf")
        if not isinstance(given, str) or not reader.who.owns(given):
            raise ForgedForm
    if reader.who.staff.must_change and request.url.path not in FREE:
        raise MustChange
    return reader.who


FREE = frozenset({"/desk/me", "/desk/me/password", "/desk/me/language", "/desk/logout", "/desk/stream"})
Me = Annotated[Signed, Depends(signed)]


async def manager(me: Me) -> Signed:
    """Duty or administrator."""
    if me.staff.role not in MANAGERS:
        raise NotAllowed
    return me


async def administrator(me: Me) -> Signed:
    if me.staff.role != StaffRole.ADMINISTRATOR:
        raise NotAllowed
    return me


Manager = Annotated[Signed, Depends(manager)]
Administrator = Annotated[Signed, Depends(administrator)]


def check_door(request: Request, given: str) -> None:
    """The log-in form comes back from the browser we gave it to."""
    ours = request.cookies.get(DOOR_COOKIE, "")
    if not ours or not hmac.compare_digest(ours.encode(), given.encode()):
        raise ForgedForm
