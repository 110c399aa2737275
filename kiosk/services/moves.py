"""换个时间: the old appointment is called off once the new one is booked, and never before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from kiosk.domain.details import AppointmentWish
from kiosk.domain.request import Request, What
from kiosk.domain.story import Moment, tell
from kiosk.ports.clock import Cancel

STANDS = frozenset({Moment.BOOKED, Moment.MOVED})


class Requests(Protocol):
    """kiosk.services.requests."""

    def get(self, request_id: str, /) -> Request | None: ...

    def watch(self, listener: Callable[[Request], None], /) -> Cancel: ...

    def cancel(self, request_id: str, /) -> None: ...


class Moves:
    """What is to be called off stands in the request itself, so a restart forgets nothing. Asked for once."""

    def __init__(self, requests: Requests) -> None:
        self._requests = requests
        self.close = requests.watch(self._changed)

    def _changed(self, request: Request) -> None:
        details = request.details
        if not isinstance(details, AppointmentWish) or not details.instead or tell(request).moment not in STANDS:
            return
        before = self._requests.get(details.instead)
        if before is None or before.status.ended or before.last(What.CANCEL_ASKED) is not None:
            return
        if before.owner.resident == request.owner.resident:
            self._requests.cancel(before.id)
