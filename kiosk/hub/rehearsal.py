"""An alarm played through when the hub starts and thrown away: the first real one then waits for nothing to be loaded.

What a first call needs (statements put together for this database, validators, connections, the desk's pages) took
0.25 s of it. Nothing of the rehearsal is written or told: its transaction is undone.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from typing import NoReturn

from uuid6 import uuid7

from kiosk.domain.request import Actor, Role, Status, What
from kiosk.hub.core import Hub
from kiosk.hub.database import Work
from kiosk.hub.models import Kiosk
from kiosk.hub.requests.history import Happening, append
from kiosk.hub.requests.replies import request_out
from kiosk.protocol.models import RequestIn

log = logging.getLogger(__name__)
LONGEST = 10.0  # seconds; a hub whose database is busy serves without


class _Undone(Exception):
    """Ends the rehearsal's transaction."""


async def rehearse(hub: Hub) -> None:
    """Returns when it is over; whatever goes wrong in it is logged and keeps nobody from being served."""
    try:
        async with asyncio.timeout(LONGEST), hub.database.work() as work:
            await _alarm(hub, work)
            _undo()
    except _Undone:
        return
    except Exception as error:  # noqa: BLE001 - see above
        log.warning("the alarm could not be rehearsed: %s", type(error).__name__)


def _undo() -> NoReturn:
    raise _Undone


async def _alarm(hub: Hub, work: Work) -> None:
    now, ident = hub.clock.now(), str(uuid7())
    token = hashlib.sha256(ident.encode()).hexdigest()
    work.session.add(Kiosk(id=ident, name="", place="", token_hash=token, enrolled_at=now, beat={}, last_batch=""))
    await work.session.flush()
    call = {"id": str(uuid7()), "seq": 1, "number": 1, "age": 0.0, "details": {"kind": "alarm", "screen": "home"}}
    row = await hub.requests.submit(work, ident, RequestIn.model_validate(call))
    for look in hub.rehearsed:
        await look(work.session, row.id)
    await append(work, row, Happening(What.ACCEPTED, Actor(Role.VOLUNTEER), Status.ACCEPTED, {}), now)
    (await request_out(work.session, row, now, await hub.presence(work.session))).model_dump_json()
