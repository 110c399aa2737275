"""What the demo's hub needs before anybody can use it: an account, a login for once, and the kiosk's credentials."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import replace

from sqlalchemy import select

from kiosk import __version__
from kiosk.adapters.enrolment import enrol
from kiosk.adapters.hub.credentials import load, save
from kiosk.config import Settings
from kiosk.hub.core import Hub, assemble
from kiosk.hub.models import Kiosk, Staff
from kiosk.hub.settings import hub_settings
from kiosk.hub.staff.service import create_staff
from kiosk.hub.staff.sessions import create_one_time_login


def prepare_guest(settings: Settings, url: str, username: str, display_name: str) -> dict[str, str]:
    """For the hub that serves at `url`: `desk` and `login` addresses; joins the demo's kiosk if it is not yet.

    The account has a password that nobody knows: the demo is entered by its one-time login only.
    """
    login, code = asyncio.run(_at_hub(settings, url, username, display_name))
    if code:
        enrol(code, settings.kiosk.state_dir, name=settings.kiosk.name, place=settings.kiosk.place, program=__version__)
    return {"desk": f"{url}/desk", "login": f"{url}{login}"}


async def _at_hub(settings: Settings, url: str, username: str, display_name: str) -> tuple[str, str]:
    hub = assemble(hub_settings(settings))
    try:
        async with hub.database.work() as work:
            staff = await work.session.scalar(select(Staff).where(Staff.username == username))
            if staff is None:
                staff = await create_staff(
                    work.session,
                    username=username,
                    display_name=display_name,
                    role="administrator",
                    password=secrets.token_urlsafe(24),
                    now=hub.clock.now(),
                )
            login = await create_one_time_login(work.session, staff, hub.clock.now())
        return login, await _code(hub, settings, url)
    finally:
        await hub.close()


async def _code(hub: Hub, settings: Settings, url: str) -> str:
    """An enrolment code, "" when the kiosk is known to this very hub; then its new address is noted."""
    known = load(settings.kiosk.state_dir)
    async with hub.database.work() as work:
        if known is not None:
            joined = await work.session.get(Kiosk, known.kiosk_id)
            if joined is not None and joined.revoked_at is None:
                if known.hub_url != url:
                    save(settings.kiosk.state_dir, replace(known, hub_url=url))
                return ""
        secret = await hub.kiosks.new_code(work, "demo")
    return hub.enrolment_code(secret, url).encode()
