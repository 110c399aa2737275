"""Reading and writing requests, events and the outbox in one open transaction."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from kiosk.adapters.store import rows, schema
from kiosk.domain.request import ENDED, Request
from kiosk.ports.store import Action, Outgoing

_R, _E, _O, _C, _S = schema.request, schema.event, schema.outbox, schema.counter, schema.sound
_LIVE = _R.c.status.not_in([status.value for status in ENDED])


def load(connection: Connection, where: ColumnElement[bool]) -> tuple[Request, ...]:
    """Requests with their events, oldest first."""
    found = connection.execute(select(_R).where(where).order_by(_R.c.seq)).mappings().all()
    ids = [row["id"] for row in found]
    events = connection.execute(
        select(_E).where(_E.c.request_id.in_(ids)).order_by(_E.c.request_id, _E.c.position)
    ).mappings()
    by_request = {key: tuple(group) for key, group in groupby(events, key=lambda row: str(row["request_id"]))}
    return tuple(rows.to_request(row, by_request.get(row["id"], ())) for row in found)


def live(connection: Connection) -> tuple[Request, ...]:
    return load(connection, _LIVE)


def find(connection: Connection, request_id: str) -> Request | None:
    return next(iter(load(connection, _R.c.id == request_id)), None)


def taken_numbers(connection: Connection) -> set[int]:
    return set(connection.execute(select(_R.c.number).where(_LIVE)).scalars())


def save(connection: Connection, before: Request | None, after: Request, now: str) -> None:
    """Write what differs; `now` is kept as the end when it just ended."""
    values: dict[str, Any] = rows.request_row(after)
    was_ended = before is not None and before.status.ended
    if before is None:
        connection.execute(insert(_R).values(**values, ended_at=now if after.status.ended else None))
    elif rows.request_row(before) != values or was_ended != after.status.ended:
        if was_ended != after.status.ended:
            values["ended_at"] = now if after.status.ended else None
        connection.execute(update(_R).where(_R.c.id == after.id).values(**values))
    old = before.events if before else ()
    for position, event in enumerate(after.events):
        if position >= len(old) or old[position] != event:
            row = rows.event_row(event, position)
            connection.execute(
                upsert(_E).values(**row).on_conflict_do_update(index_elements=["request_id", "id"], set_=row)
            )


def forget(connection: Connection, request_id: str, event_ids: Iterable[str]) -> None:
    connection.execute(delete(_E).where(_E.c.request_id == request_id, _E.c.id.in_(list(event_ids))))


def enqueue(connection: Connection, request_id: str, action: Action, event_id: str = "") -> None:
    values = {"request_id": request_id, "action": action.value, "event_id": event_id, "maybe_sent": False}
    connection.execute(insert(_O).values(**values))


def outgoing(connection: Connection, request_id: str | None = None) -> tuple[Outgoing, ...]:
    """The outbox in order, of one request or of all."""
    query = select(_O).order_by(_O.c.id)
    if request_id is not None:
        query = query.where(_O.c.request_id == request_id)
    return tuple(
        Outgoing(row["id"], row["request_id"], Action(row["action"]), row["event_id"], row["maybe_sent"])
        for row in connection.execute(query).mappings()
    )


def mark(connection: Connection, outgoing_id: int, *, maybe_sent: bool) -> None:
    connection.execute(update(_O).where(_O.c.id == outgoing_id).values(maybe_sent=maybe_sent))


def drop(connection: Connection, ids: Iterable[int]) -> None:
    connection.execute(delete(_O).where(_O.c.id.in_(list(ids))))
    connection.execute(delete(_S).where(_S.c.event_id.not_in(select(_O.c.event_id))))


def keep_sound(connection: Connection, event_id: str, data: bytes) -> None:
    connection.execute(upsert(_S).values(event_id=event_id, data=data).on_conflict_do_nothing())


def sound(connection: Connection, event_id: str) -> bytes:
    return connection.execute(select(_S.c.data).where(_S.c.event_id == event_id)).scalar() or b""


def pending(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(_O)).scalar_one()


def counter(connection: Connection, key: str) -> int:
    return connection.execute(select(_C.c.value).where(_C.c.key == key)).scalar() or 0


def set_counter(connection: Connection, key: str, value: int) -> None:
    row = {"key": key, "value": value}
    connection.execute(upsert(_C).values(**row).on_conflict_do_update(index_elements=["key"], set_=row))


def remove_ended(connection: Connection, before: str, now: str) -> int:
    """Requests that ended before, with their events; not while something of them is unsent.

    What ended in the future ended under a wrong battery clock: its time runs from now.
    """
    connection.execute(update(_R).where(_R.c.ended_at > now).values(ended_at=now))
    unsent = select(_O.c.request_id)
    gone = list(
        connection.execute(
            select(_R.c.id).where(_R.c.ended_at.is_not(None), _R.c.ended_at < before, _R.c.id.not_in(unsent)).limit(500)
        ).scalars()
    )
    connection.execute(delete(_E).where(_E.c.request_id.in_(gone)))
    connection.execute(delete(_R).where(_R.c.id.in_(gone)))
    return len(gone)
