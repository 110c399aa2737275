"""What is over ends by itself, a day after its time: an appointment, whoever made it, stays nobody's to close."""

from __future__ import annotations

from datetime import timedelta

from kiosk.domain.request import Status, What
from kiosk.hub.database import Database
from kiosk.hub.hospital import repository
from kiosk.hub.hospital.outcomes import Outcomes
from kiosk.hub.hospital.reading import moment
from kiosk.hub.requests.base import DONE, STANDING
from kiosk.hub.requests.history import HUB, Happening, append
from kiosk.hub.requests.repository import visit_of

OVER = timedelta(days=1)


async def end_past(database: Database, outcomes: Outcomes) -> None:
    now = outcomes.clock.now()
    async with database.read() as session:
        standing = await repository.standing(session)
    for request_id, facts in standing:
        start = moment(facts.get("start"))
        if start is None or start + OVER > now:
            continue
        async with database.work() as work:
            row = await outcomes.locked(work, request_id)
            if row.status == Status.IN_PROGRESS:
                await append(work, row, Happening(What.DONE, HUB, Status.DONE), now)
            booking = await visit_of(work.session, request_id)
            if booking is not None and booking.state in STANDING:
                booking.state = DONE
