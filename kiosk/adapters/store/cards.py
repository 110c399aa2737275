"""Cards seen here, in a table of the kiosk's encrypted database. See kiosk.ports.cards."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from kiosk.domain.places import Place
from kiosk.domain.preferences import Palette, Preferences, TextSize
from kiosk.domain.resident import Habits, Level, Resident, Situation, UsualDoctor
from kiosk.ports.cards import KEPT_FOR, MOST_KEPT, Kept

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from kiosk.adapters.store import SqlStore


class SqlCards:
    """Belongs to a store, and is closed with it. A card is found by a hash of its code; the code is not kept."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    def keep(self, code: str, resident: Resident) -> None:
        self._store.run(lambda connection, now: _keep(connection, now, _hash(code), resident))

    def find(self, code: str) -> Resident | None:
        return self._store.run(lambda connection, now: _find(connection, now, _hash(code)))

    def strange(self, code: str) -> None:
        self._store.run(lambda connection, _now: _strange(connection, _hash(code)))

    def forget(self, resident_id: str) -> None:
        self._store.run(lambda connection, _now: _forget(connection, resident_id))

    def kept(self) -> tuple[Kept, ...]:
        return self._store.run(_kept)


def _hash(code: str) -> str:
    return hashlib.blake2b(code.encode(), digest_size=32, person=b"silver-key card").hexdigest()


def _keep(connection: Connection, now: str, digest: str, resident: Resident) -> None:
    from sqlalchemy import delete, select
    from sqlalchemy.dialects.sqlite import insert

    from kiosk.adapters.store.schema import card

    row = {"code_hash": digest, "resident_id": resident.id, "habits": asdict(resident.habits), "kept_at": now}
    connection.execute(insert(card).values(**row).on_conflict_do_update(index_elements=["code_hash"], set_=row))
    _tidy(connection, now)
    newest = select(card.c.code_hash).order_by(card.c.kept_at.desc(), card.c.code_hash).limit(MOST_KEPT)
    connection.execute(delete(card).where(card.c.code_hash.not_in(newest)))


def _find(connection: Connection, now: str, digest: str) -> Resident | None:
    from sqlalchemy import select

    from kiosk.adapters.store.schema import card

    _tidy(connection, now)
    row = connection.execute(select(card).where(card.c.code_hash == digest)).mappings().first()
    if row is None:
        return None
    return Resident(id=row["resident_id"], level=Level.CARD, habits=_habits(row["habits"]), offline=True)


def _strange(connection: Connection, digest: str) -> None:
    from sqlalchemy import delete, select

    from kiosk.adapters.store.schema import card

    theirs = select(card.c.resident_id).where(card.c.code_hash == digest).scalar_subquery()
    connection.execute(delete(card).where(card.c.resident_id == theirs))


def _forget(connection: Connection, resident_id: str) -> None:
    from sqlalchemy import delete

    from kiosk.adapters.store.schema import card

    connection.execute(delete(card).where(card.c.resident_id == resident_id))


def _kept(connection: Connection, now: str) -> tuple[Kept, ...]:
    from sqlalchemy import func, select

    from kiosk.adapters.store.schema import card

    _tidy(connection, now)
    oldest = select(card.c.resident_id, func.min(card.c.kept_at)).group_by(card.c.resident_id)
    return tuple(Kept(who, datetime.fromisoformat(since)) for who, since in connection.execute(oldest))


def _tidy(connection: Connection, now: str) -> None:
    """What was kept in the future was kept under a wrong battery clock: how old it is nobody knows."""
    from sqlalchemy import delete

    from kiosk.adapters.store.schema import card

    before = (datetime.fromisoformat(now) - KEPT_FOR).isoformat()
    connection.execute(delete(card).where((card.c.kept_at < before) | (card.c.kept_at > now)))


def _habits(stored: Mapping[str, Any]) -> Habits:
    likes, doctor, situation = (stored.get(name) for name in ("preferences", "doctor", "situation"))
    return Habits(
        preferences=_likes(likes) if likes else None,
        places=tuple(Place(**place) for place in stored.get("places", ())),
        doctor=UsualDoctor(**doctor) if doctor else None,
        situation=Situation(**situation) if situation else None,
    )


def _likes(stored: Mapping[str, Any]) -> Preferences:
    sizes = {"text_size": TextSize(stored["text_size"]), "palette": Palette(stored["palette"])}
    return Preferences(**{**stored, **sizes})
