"""The outside has it: what an Ack does, once, and what an Error does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from kiosk.domain.request import Actor, Role, Status, What
from kiosk.hub import faults
from kiosk.hub.cap.endpoints import Endpoint
from kiosk.hub.cap.reading import Answer
from kiosk.hub.clock import HubClock
from kiosk.hub.database import Work
from kiosk.hub.errors import Invalid, NotFound
from kiosk.hub.models import CapHeard, CapMessage
from kiosk.hub.requests import repository
from kiosk.hub.requests.history import Happening, keep

STALE = timedelta(hours=1)
EARLY = timedelta(minutes=5)  # two clocks may differ by so much


class Inbound:
    def __init__(self, clock: HubClock) -> None:
        self._clock = clock

    async def take(self, work: Work, endpoint: Endpoint, answer: Answer) -> bool:
        """Whether it was news. Raises Invalid for what this endpoint cannot mean, NotFound for an unknown reference.

        The same identifier again changes nothing, however much later: what was heard is kept.
        """
        now = self._clock.now()
        if answer.sender != endpoint.set_.recipient:
            raise Invalid("the sender is not who this endpoint is")
        if not now - STALE <= answer.sent <= now + EARLY:
            raise Invalid("sent is too long ago, or still to come")
        await work.keep_order()  # before any lock of a row, as everybody who writes an event
        messages = await self._meant(work, endpoint, answer)
        if not messages:
            raise NotFound
        if any(one.status != answer.status for one in messages):
            raise Invalid("its status is not that of the message")
        if len({one.request_id for one in messages}) > 1:
            raise Invalid("one alarm for each acknowledgement")
        if not await self._first(work, endpoint, answer, messages[0].request_id):
            return False
        if answer.type == "Error":
            facts = {"title": endpoint.set_.title, "request": messages[0].request_id, "why": answer.note}
            await faults.raise_(work, faults.CAP_DEAD, endpoint.name, now, facts)
            return True
        return await self._acknowledged(work, endpoint, messages)

    async def _meant(self, work: Work, endpoint: Endpoint, answer: Answer) -> Sequence[CapMessage]:
        """Our messages to this endpoint that it names; each reference must be one, to the last letter."""
        asked = {one.identifier: one for one in answer.references}
        rows = (
            await work.session.scalars(
                select(CapMessage).where(CapMessage.endpoint == endpoint.name, CapMessage.identifier.in_(tuple(asked)))
            )
        ).all()
        whole = len(rows) == len(asked)
        right = all(
            (row.sender, row.sent) == (asked[row.identifier].sender, asked[row.identifier].sent) for row in rows
        )
        return rows if whole and right else ()

    async def _first(self, work: Work, endpoint: Endpoint, answer: Answer, request_id: str) -> bool:
        postgres = work.session.get_bind().dialect.name == "postgresql"
        insert = postgres_insert if postgres else sqlite_insert
        row = {
            "endpoint": endpoint.name,
            "identifier": answer.identifier,
            "request_id": request_id,
            "at": self._clock.now(),
        }
        done = await work.session.execute(insert(CapHeard).values(row).on_conflict_do_nothing())
        return bool(done.rowcount)  # type: ignore[attr-defined]  # a cursor's result has one

    async def _acknowledged(self, work: Work, endpoint: Endpoint, messages: Sequence[CapMessage]) -> bool:
        """An event of the alarm, unless it is over or they have said so before."""
        now, again = self._clock.now(), any(one.acknowledged_at is not None for one in messages)
        for one in messages:
            one.acknowledged_at = one.acknowledged_at or now
        request = await repository.request(work.session, messages[0].request_id, lock=True)
        if request is None or again or Status(request.status).ended:
            return False
        before = await repository.events(work.session, request.id)
        if any(e.what == What.TAKEN_OUTSIDE and e.facts.get("endpoint") == endpoint.name for e in before):
            return False
        title = endpoint.set_.title
        happening = Happening(
            What.TAKEN_OUTSIDE,
            Actor(Role.PROVIDER, title),
            None,
            {"endpoint": endpoint.name, "title": title, "kind": "outside"},
        )
        await keep(work, request, happening, now)
        return True
