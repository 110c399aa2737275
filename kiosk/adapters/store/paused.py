"""Paused lessons in a table of the kiosk's encrypted database. See kiosk.ports.paused."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kiosk.ports.paused import Paused

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from kiosk.adapters.store import SqlStore


class SqlPaused:
    """Belongs to a store, and is closed with it."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    def kept(self) -> tuple[Paused, ...]:
        return self._store.run(lambda connection, _now: _read(connection))

    def keep(self, paused: Iterable[Paused]) -> None:
        some = tuple(paused)
        self._store.run(lambda connection, _now: _write(connection, some))


def _read(connection: Connection) -> tuple[Paused, ...]:
    from sqlalchemy import select

    from kiosk.adapters.store.schema import paused
    from kiosk.content.lessons.run import Place, Stage

    rows = connection.execute(select(paused).order_by(paused.c.rank)).mappings()
    return tuple(
        Paused(Place(row["lesson"], Stage(row["stage"]), row["part"], row["step"]), row["born"], row["boot"])
        for row in rows
    )


def _write(connection: Connection, some: tuple[Paused, ...]) -> None:
    from sqlalchemy import delete, insert

    from kiosk.adapters.store.schema import paused

    connection.execute(delete(paused))
    for rank, one in enumerate(some):
        place = one.place
        row = {"rank": rank, "lesson": place.lesson, "stage": str(place.stage), "part": place.part, "step": place.at}
        connection.execute(insert(paused).values(**row, boot=one.boot, born=one.at))
