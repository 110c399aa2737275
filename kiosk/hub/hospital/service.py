"""What a kiosk may ask about hospitals: their times, and to keep one for a few minutes.

No transaction is open while a hospital is waited for. A hold is on disk before the hospital hears of it, so that one
whose answer was lost is let go again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from kiosk.config import Hospital as Entry
from kiosk.domain.appointment import Department, Hospital, HospitalKind, Slot
from kiosk.domain.appointment import Hold as Kept
from kiosk.domain.details import SlotRef
from kiosk.hub.bus import Topic
from kiosk.hub.clock import HubClock
from kiosk.hub.database import Database, Work
from kiosk.hub.errors import Conflict, HospitalSilent, NotFound, TimeGone
from kiosk.hub.hospital import repository
from kiosk.hub.hospital.base import HospitalPort, ProviderRefused, ReplyLost, SlotTaken
from kiosk.hub.hospital.reading import moment
from kiosk.hub.hospital.repository import ASKING, GONE, HELD, KEPT, RELEASING
from kiosk.hub.models import Hold
from kiosk.hub.settings import HubSettings

T = TypeVar("T")
MOST_HELD = 2  # by one kiosk: the one being read back, and the one before it
FRESH = timedelta(minutes=5)  # departments are asked for again after so long
SILENT_FOR = timedelta(seconds=30)  # one that did not answer keeps nobody else waiting for so long
MOST_DAYS, MOST_SLOTS = 60, 60
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Place:
    """A hospital of the settings and the way to speak to it."""

    entry: Entry
    port: HospitalPort


class Hospitals:
    """Raises NotFound for a hospital that is not of ours, HospitalSilent for one that does not answer."""

    def __init__(self, settings: HubSettings, clock: HubClock, database: Database, places: Mapping[str, Place]) -> None:
        self.places = places
        self.asking: set[str] = set()  # keys that a hospital is being asked for this moment
        self._keep = timedelta(seconds=settings.hold_seconds)
        self._clock = clock
        self._database = database
        self._departments: dict[str, tuple[Department, ...]] = {}
        self._asked: dict[str, datetime] = {}
        self._asking_again: set[asyncio.Task[None]] = set()

    async def listed(self) -> tuple[Hospital, ...]:
        """Community centres first. One that has never answered is left out; one that fell silent stays.

        Nobody waits for what is known already: it is asked for again meanwhile.
        """
        due = [place for name, place in self.places.items() if self._due(name)]
        new = [self._refresh(place) for place in due if place.entry.id not in self._departments]
        for place in due:
            if place.entry.id in self._departments:
                task = asyncio.create_task(self._refresh(place))
                self._asking_again.add(task)
                task.add_done_callback(self._asking_again.discard)
        await asyncio.gather(*new)
        shown = [self._shown(place.entry) for name, place in self.places.items() if name in self._departments]
        return tuple(sorted(shown, key=lambda one: one.kind is not HospitalKind.COMMUNITY))

    async def close(self) -> None:
        """End what is asked in the background."""
        for task in self._asking_again:
            task.cancel()
        await asyncio.gather(*self._asking_again, return_exceptions=True)

    async def days(self, hospital: str, department: str, doctor: str = "") -> tuple[date, ...]:
        return (await _answered(self._port(hospital).days(department, doctor=doctor)))[:MOST_DAYS]

    async def slots(
        self, hospital: str, department: str, day: date | None = None, doctor: str = "", limit: int = MOST_SLOTS
    ) -> tuple[Slot, ...]:
        asked = self._port(hospital).slots(department, day=day, doctor=doctor, limit=min(limit, MOST_SLOTS))
        return await _answered(asked)

    async def hold(self, kiosk_id: str, key: str, hospital: str, slot: SlotRef) -> Kept:
        """Keep a time; idempotent by `key`. Raises TimeGone, Conflict (the key is for something else), NotFound."""
        port = self._port(hospital)
        async with self._database.work() as work:
            known = await self._known(work, kiosk_id, key, hospital, slot)
        if known is not None:
            return known
        self.asking.add(key)
        try:
            await _answered(port.hold(slot, key))
        except (TimeGone, HospitalSilent) as problem:
            await self._settle(key, GONE if isinstance(problem, TimeGone) else RELEASING)
            raise
        finally:
            self.asking.discard(key)
        if not await self._settle(key, HELD):
            raise TimeGone  # let go meanwhile, by its kiosk or because the hospital took so long
        return Kept(key, self._keep.total_seconds())

    async def release(self, kiosk_id: str, key: str) -> None:
        """Let it go; what is not kept, or by another kiosk, is no error. The hospital hears of it after the commit."""
        async with self._database.work() as work:
            row = await repository.hold(work.session, key, lock=True)
            if row is not None and row.kiosk_id == kiosk_id and row.state in KEPT:
                self._let_go(work, row)

    async def _known(self, work: Work, kiosk_id: str, key: str, hospital: str, slot: SlotRef) -> Kept | None:
        """The hold of that key if it still stands; else it is written down as being asked for."""
        now, row = self._clock.now(), await repository.hold(work.session, key, lock=True)
        start = moment(slot.start)
        if start is None:
            raise TimeGone
        if row is not None:
            if (row.kiosk_id, row.hospital, row.slot_id) != (kiosk_id, hospital, slot.id):
                raise Conflict("id")
            if row.state == HELD and row.expires_at > now:
                return Kept(key, (row.expires_at - now).total_seconds())
            if row.state != ASKING:
                raise TimeGone  # it was given back, or is a booking by now
            if key in self.asking:
                raise HospitalSilent
            return None  # the hub died over it: asked under the same key again
        others = await repository.holds_of(work.session, kiosk_id)
        for older in others[: max(0, len(others) - MOST_HELD + 1)]:
            self._let_go(work, older)
        work.session.add(
            Hold(
                key=key,
                kiosk_id=kiosk_id,
                hospital=hospital,
                slot_id=slot.id,
                start=start,
                state=ASKING,
                asked_at=now,
                expires_at=now + self._keep,
            )
        )
        return None

    async def _settle(self, key: str, state: str) -> bool:
        """What became of the asking; False when it is not wanted any more."""
        async with self._database.work() as work:
            row = await repository.hold(work.session, key, lock=True)
            if row is None or row.state != ASKING:
                return False
            row.state, row.expires_at = state, self._clock.now() + self._keep
            if state == RELEASING:
                work.announce(Topic.HOSPITAL, key)
        return True

    def _let_go(self, work: Work, row: Hold) -> None:
        row.state, row.expires_at = RELEASING, self._clock.now()
        work.announce(Topic.HOSPITAL, row.key)

    def _port(self, hospital: str) -> HospitalPort:
        if hospital not in self.places:
            raise NotFound
        return self.places[hospital].port

    def _shown(self, entry: Entry) -> Hospital:
        return Hospital(entry.id, entry.name, entry.detail, HospitalKind(entry.kind), self._departments[entry.id])

    def _due(self, hospital: str) -> bool:
        """Whether its departments are to be asked for, again or at last."""
        now, asked = self._clock.now(), self._asked.get(hospital)
        wait = FRESH if hospital in self._departments else SILENT_FOR
        return asked is None or not timedelta() <= now - asked < wait

    async def _refresh(self, place: Place) -> None:
        self._asked[place.entry.id] = self._clock.now()
        try:
            self._departments[place.entry.id] = await _answered(place.port.services())
        except HospitalSilent:
            log.warning("a hospital does not answer: %s", place.entry.id)


async def _answered(asked: Awaitable[T]) -> T:
    """The hospital's answer, or our own problem in its place."""
    try:
        return await asked
    except SlotTaken as taken:
        raise TimeGone from taken
    except (ProviderRefused, ReplyLost) as silent:
        raise HospitalSilent from silent
    except Exception as error:
        log.error("a hospital's answer broke its reader: %s", type(error).__name__)  # noqa: TRY400 - its text may be personal
        raise HospitalSilent from error
