"""A request that the hub had taken and no longer knows: it was restored from a backup, or is another hub."""

from __future__ import annotations

from kiosk.domain.request import ALLOWED, Actor, Event, Kind, Request, Role, Status, What
from kiosk.ports.clock import Clock
from kiosk.ports.ids import Ids


def forgotten(request: Request, clock: Clock, ids: Ids) -> Event | None:
    """What is true of it now; None when that has been said already.

    Nobody has a call for a volunteer any more: it has failed. A car may have been sent: nobody knows, until its time is
    over. It is never submitted anew, because that might send a second car.
    """
    what, status = What.REPLY_LOST, Status.UNKNOWN
    if request.kind is Kind.VOLUNTEER:
        what, status = What.FAILED, Status.FAILED
    elif request.expired(clock.boot(), clock.monotonic()) and Status.EXPIRED in ALLOWED[request.status]:
        what, status = What.EXPIRED, Status.EXPIRED
    if status is request.status or status not in ALLOWED[request.status]:
        return None
    return Event(ids(), request.id, what, Actor(Role.KIOSK), status, clock.now(), facts={"reason": "forgotten"})
