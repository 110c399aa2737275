"""Kiosks: joining with a one-time code, being known by a token, and being missed when silent (S5, R6)."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from uuid6 import uuid7

from kiosk.hub import asked, steps
from kiosk.hub.bus import Topic
from kiosk.hub.clock import HubClock
from kiosk.hub.database import Work
from kiosk.hub.errors import CodeExpired, CodeUsed, NotFound, Revoked, Unauthorised
from kiosk.hub.models import EnrolmentCode, Kiosk
from kiosk.protocol.models import EnrolIn, HeartbeatIn

CODE_LIFE = timedelta(hours=24)
SECRET_BYTES = 16
TOKEN_BYTES = 32
_COUNTED = frozenset({"batch", "steps", "asked"})  # added up, not kept as the last sign of life
TELEPHONE = "telephone"  # where requests come from that somebody told a person on the telephone


@dataclass(frozen=True)
class KioskState:
    """How a kiosk is, for the desk. `content` are its packages and their versions, as {"policies/policies": 3}.

    `silent`: no heartbeat for 90 s, counted from the hub's start at the earliest."""

    id: str
    name: str
    place: str
    enrolled_at: datetime
    last_seen_at: datetime | None
    revoked: bool
    silent: bool
    program: str
    screen: str
    pending: int
    faults: tuple[str, ...]
    content: Mapping[str, int] = field(default_factory=dict)


class Kiosks:
    """Takes a `Work` and commits nothing itself."""

    def __init__(self, clock: HubClock, silent_after: float) -> None:
        self._clock = clock
        self._silent_after = timedelta(seconds=silent_after)
        self.started_at = clock.now()

    async def new_code(self, work: Work, created_by: str = "") -> str:
        """A one-time secret, good for 24 hours; only its hash is kept."""
        secret = secrets.token_urlsafe(SECRET_BYTES)
        now = self._clock.now()
        code = EnrolmentCode(
            secret_hash=_hash(secret), created_at=now, expires_at=now + CODE_LIFE, created_by=created_by
        )
        work.session.add(code)
        await work.session.flush()
        return secret

    async def enrol(self, work: Work, data: EnrolIn) -> tuple[Kiosk, str]:
        """The new kiosk and its token, told this once. Raises Unauthorised, CodeUsed, CodeExpired."""
        statement = select(EnrolmentCode).where(EnrolmentCode.secret_hash == _hash(data.secret)).with_for_update()
        code = (await work.session.execute(statement)).scalar_one_or_none()
        now = self._clock.now()
        if code is None:
            raise Unauthorised("this enrolment code is not known here")
        if code.used_at is not None:
            raise CodeUsed
        if code.expires_at <= now:
            raise CodeExpired
        code.used_at = now
        token = secrets.token_urlsafe(TOKEN_BYTES)
        kiosk = Kiosk(
            id=str(uuid7()), name=data.name, place=data.place, token_hash=_hash(token), enrolled_at=now, beat={}
        )
        work.session.add(kiosk)
        await work.session.flush()
        work.announce(Topic.KIOSK, kiosk.id)
        return kiosk, token

    async def telephone(self, work: Work, name: str) -> None:
        """The telephone stands among the kiosks, for every request comes from somewhere; nobody can log in as it."""
        if await work.session.get(Kiosk, TELEPHONE) is None:
            now, token = self._clock.now(), secrets.token_urlsafe(TOKEN_BYTES)
            shut = {"enrolled_at": now, "revoked_at": now, "token_hash": _hash(token), "beat": {}}
            work.session.add(Kiosk(id=TELEPHONE, name=name, place="", **shut))
            await work.session.flush()

    async def authenticate(self, session: AsyncSession, token: str) -> Kiosk:
        """Whose token this is. Raises Unauthorised or Revoked."""
        statement = select(Kiosk).where(Kiosk.token_hash == _hash(token))
        kiosk = (await session.execute(statement)).scalar_one_or_none()
        if kiosk is None:
            raise Unauthorised
        if kiosk.revoked_at is not None:
            raise Revoked
        return kiosk

    async def heartbeat(self, work: Work, kiosk_id: str, data: HeartbeatIn) -> None:
        kiosk = await self._kiosk(work.session, kiosk_id)
        beat = data.model_dump(mode="json")
        news = self._silent(kiosk) or kiosk.beat.get("faults", []) != beat["faults"]
        kiosk.last_seen_at, kiosk.beat = self._clock.now(), {k: v for k, v in beat.items() if k not in _COUNTED}
        if data.batch and data.batch != kiosk.last_batch:
            kiosk.last_batch = data.batch
            await steps.add(work.session, kiosk_id, data.steps, self._clock.now())
            await asked.add(work.session, kiosk_id, data.asked, self._clock.now())
        if news:
            work.announce(Topic.KIOSK, kiosk.id)

    async def revoke(self, work: Work, kiosk_id: str) -> None:
        """End its access at once, an open stream included. Raises NotFound."""
        kiosk = await self._kiosk(work.session, kiosk_id)
        kiosk.revoked_at = kiosk.revoked_at or self._clock.now()
        work.announce(Topic.KIOSK, kiosk.id)
        work.announce(Topic.STREAM, kiosk.id)

    async def states(self, session: AsyncSession) -> list[KioskState]:
        """Every kiosk, by name; the telephone is none."""
        rows = (
            (await session.execute(select(Kiosk).where(Kiosk.id != TELEPHONE).order_by(Kiosk.name, Kiosk.id)))
            .scalars()
            .all()
        )
        return [self._state(row) for row in rows]

    async def faults(self, session: AsyncSession) -> list[KioskState]:
        """The kiosks somebody should look at: silent, or telling of a fault."""
        return [s for s in await self.states(session) if not s.revoked and (s.silent or s.faults)]

    async def active(self, session: AsyncSession, kiosk_id: str) -> bool:
        kiosk = await session.get(Kiosk, kiosk_id)
        return kiosk is not None and kiosk.revoked_at is None

    def _state(self, row: Kiosk) -> KioskState:
        beat = row.beat or {}
        return KioskState(
            id=row.id,
            name=row.name,
            place=row.place,
            enrolled_at=row.enrolled_at,
            last_seen_at=row.last_seen_at,
            revoked=row.revoked_at is not None,
            silent=self._silent(row),
            program=str(beat.get("program", "")),
            screen=str(beat.get("screen", "")),
            pending=int(beat.get("pending", 0)),
            faults=_faults(beat.get("faults", [])),
            content=dict(beat.get("content", {})),
        )

    def _silent(self, row: Kiosk) -> bool:
        heard = max(row.last_seen_at or row.enrolled_at, self.started_at)
        return row.revoked_at is None and self._clock.now() - heard >= self._silent_after

    async def _kiosk(self, session: AsyncSession, kiosk_id: str) -> Kiosk:
        kiosk = await session.get(Kiosk, kiosk_id)
        if kiosk is None:
            raise NotFound
        return kiosk


def _hash(secret: str) -> str:
    """A plain hash is enough: the secrets are random and long, nobody can try them all."""
    return hashlib.sha256(secret.encode("utf-8", errors="replace")).hexdigest()


def _faults(told: Sequence[str]) -> tuple[str, ...]:
    return tuple(str(fault) for fault in told)
