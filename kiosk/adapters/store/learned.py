"""What residents have learned, in a table of the kiosk's encrypted database. See kiosk.ports.learning."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from kiosk.domain.learning import Fact, Learnt
from kiosk.ports.learning import KEPT_FOR

if TYPE_CHECKING:
    from sqlalchemy import Connection, RowMapping

    from kiosk.adapters.store import SqlStore


class SqlLearned:
    """Belongs to a store, and is closed with it."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    def add(self, fact: Fact) -> None:
        self._store.run(lambda connection, now: _put(connection, now, [fact], sent=False))

    def take(self, facts: Iterable[Fact]) -> None:
        some = list(facts)
        self._store.run(lambda connection, now: _put(connection, now, some, sent=True))

    def of(self, resident_id: str) -> tuple[Fact, ...]:
        from kiosk.adapters.store.schema import learned

        return self._store.run(lambda connection, _now: _read(connection, learned.c.resident_id == resident_id))

    def unsent(self, most: int) -> tuple[Fact, ...]:
        from kiosk.adapters.store.schema import learned

        return self._store.run(lambda connection, _now: _read(connection, learned.c.sent.is_(False), most))

    def sent(self, ids: Iterable[str]) -> None:
        known = list(ids)
        self._store.run(lambda connection, _now: _sent(connection, known))

    def forget(self, resident_id: str) -> None:
        self._store.run(lambda connection, _now: _forget(connection, resident_id))


def _put(connection: Connection, now: str, facts: list[Fact], *, sent: bool) -> None:
    from sqlalchemy import delete
    from sqlalchemy.dialects.sqlite import insert

    from kiosk.adapters.store.schema import learned

    before = (datetime.fromisoformat(now) - KEPT_FOR).isoformat()
    connection.execute(delete(learned).where(learned.c.sent.is_(True), learned.c.kept_at < before))
    for fact in facts:
        row = {
            "id": fact.id, "resident_id": fact.resident, "lesson": fact.lesson, "what": str(fact.what),
            "part": fact.part, "right": fact.right, "of": fact.of, "at": fact.at.isoformat(), "sent": sent,
            "kept_at": now,
        }  # fmt: skip
        known = insert(learned).values(**row)
        renewed = {"kept_at": now, "sent": True} if sent else {"kept_at": now}
        connection.execute(known.on_conflict_do_update(index_elements=["id"], set_=renewed))


def _read(connection: Connection, which: Any, most: int = 100_000) -> tuple[Fact, ...]:
    from sqlalchemy import select

    from kiosk.adapters.store.schema import learned

    rows = select(learned).where(which).order_by(learned.c.at, learned.c.id).limit(most)
    return tuple(_fact(row) for row in connection.execute(rows).mappings())


def _sent(connection: Connection, ids: list[str]) -> None:
    from sqlalchemy import update

    from kiosk.adapters.store.schema import learned

    connection.execute(update(learned).where(learned.c.id.in_(ids)).values(sent=True))


def _forget(connection: Connection, resident_id: str) -> None:
    from sqlalchemy import delete

    from kiosk.adapters.store.schema import learned

    connection.execute(delete(learned).where(learned.c.resident_id == resident_id))


def _fact(row: RowMapping) -> Fact:
    return Fact(
        row["id"], row["resident_id"], row["lesson"], Learnt(row["what"]), datetime.fromisoformat(row["at"]),
        row["part"], row["right"], row["of"],
    )  # fmt: skip
