"""/desk/studio/PACKAGE: what is published where, which kiosk has it, the draft's faults and changes, and publishing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, UploadFile
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from kiosk.content.package.check import Checked
from kiosk.content.package.diff import size
from kiosk.errors import ContentError
from kiosk.hub.content.history import Entry
from kiosk.hub.content.keys import LockedKey
from kiosk.hub.content.publish import Signed as Signers
from kiosk.hub.core import Hub
from kiosk.hub.database import Work
from kiosk.hub.deps import ReadDep, WorkDep
from kiosk.hub.desk import times
from kiosk.hub.desk.frame import Frame, FrameDep, go
from kiosk.hub.desk.guard import Administrator
from kiosk.hub.desk.studio import fault_words
from kiosk.hub.desk.studio.answers import about, away, key_places, why
from kiosk.hub.desk.studio.compared import TEXTS, compared
from kiosk.hub.staff import audit
from kiosk.hub.staff.sessions import Signed
from kiosk.hub.studio import overview, publishing, signing
from kiosk.hub.studio.lesson_form import lesson_titles
from kiosk.hub.studio.overview import Published, Row
from kiosk.text import Message, msg

router = APIRouter()
Text = Annotated[str, Form(max_length=300)]
CHANNELS = ("pilot", "all")
SHOWN = 30
"""Faults on the page."""


@dataclass(frozen=True)
class Slot:
    """One signature to be given: the keys at hand, id and name; `file`: another key's file may be handed in."""

    number: int
    keys: tuple[tuple[str, str], ...]
    file: bool


@dataclass(frozen=True)
class Keys:
    """`slots` is empty when the sticks are not here: then `command` says how it is done with them."""

    slots: tuple[Slot, ...]
    names: tuple[str, ...]
    folder: str


@dataclass(frozen=True)
class Happened:
    day: str
    at: str
    what: Message
    by: str


@dataclass(frozen=True)
class Facts:
    """What the package's page needs from the disk. `lessons` are a path and a title, in the order of the course;
    `files` the other texts to change."""

    checked: Checked
    lessons: tuple[tuple[str, str], ...]
    files: tuple[str, ...]
    past: tuple[Entry, ...]
    returnable: tuple[int, ...]


class Handed:
    """The signatures' fields of a form."""

    def __init__(
        self, key1: Text = "", pass1: Text = "", key2: Text = "", pass2: Text = "", file1: UploadFile | None = None
    ) -> None:
        self.fields, self.file = ((key1, pass1), (key2, pass2)), file1

    async def given(self) -> list[signing.Given]:
        raw = await self.file.read() if self.file is not None else b""
        first, second = self.fields
        found = [signing.Given(first[0], first[1], raw)]
        return [*found, signing.Given(*second)] if second[0] else found


HandedDep = Annotated[Handed, Depends()]


@router.get("/studio/{package}")
async def package_page(package: str, me: Administrator, frame: FrameDep, session: ReadDep) -> Response:
    return await show(frame, session, me, package)


async def show(frame: Frame, session: AsyncSession, me: Signed, package: str, bad: Message | None = None) -> Response:
    """The package's page; `bad` says what was refused."""
    hub = frame.hub
    found, known = await about(hub, package)
    facts = await away(lambda: _facts(hub, found, known))
    states = [one for one in await hub.kiosks.states(session) if not one.revoked]
    having = overview.holders([(one.name, one.content) for one in states], found.manifest)
    return await frame.show(
        session,
        me,
        "studio_package.html",
        status=409 if bad else 200,
        bad=bad,
        here="studio",
        one=found,
        known=known,
        having=having,
        without=[one.name for one in states if not any(one.name in names for names in having.values())],
        facts=facts,
        told=fault_words.told(facts.checked.faults[:SHOWN]),
        keys=await away(lambda: keys(hub, found)) if known.begun and not known.damaged else None,
        past=[_happened(entry) for entry in facts.past],
    )


def _facts(hub: Hub, found: Row, known: Published) -> Facts:
    name, kind = found.manifest.id, found.manifest.kind
    checked = hub.studio.check(name)
    good = known.begun and not known.damaged
    returnable = publishing.returnable(hub.content, kind, name) if good else ()
    files = [path for path in hub.studio.files(name) if path.endswith(TEXTS)]
    titles = lesson_titles(hub.studio, name, files) if kind == "lessons" else {}
    others = tuple(path for path in files if path not in titles)
    return Facts(checked, tuple(titles.items()), others, publishing.past(hub.content, name), returnable)


def keys(hub: Hub, found: Row) -> Keys:
    """Which keys could sign this package here and now. Raises ContentError."""
    wanted = signing.needed(hub.content, found.manifest.kind)
    here: dict[str, LockedKey] = signing.at_hand(key_places(hub), wanted)
    offered = tuple((keyid, key.name) for keyid, key in here.items())
    slots = tuple(Slot(number + 1, offered, not found.by_two) for number in range(wanted.threshold))
    if found.by_two and len(offered) < wanted.threshold:
        slots = ()
    return Keys(slots, tuple(wanted.keys.values()), str(hub.studio.root / found.manifest.id))


def _happened(entry: Entry) -> Happened:
    told = msg(f"desk.studio.past.{entry.what}", n=entry.version, source=entry.source,
               channel=msg(f"desk.studio.to.{entry.channel}"))  # fmt: skip
    at = datetime.fromisoformat(entry.at)
    return Happened(times.day(at), times.clock(at), told, entry.by)


@router.get("/studio/{package}/changes")
async def changes_page(package: str, me: Administrator, frame: FrameDep, session: ReadDep) -> Response:
    """What publishing the draft would change, in words and pictures; publishing is on this page, not before it."""
    hub = frame.hub
    found, known = await about(hub, package)
    try:
        look = await away(lambda: publishing.look(hub.studio, package, me.staff.display_name))
        files = await away(lambda: compared(hub.studio, package, look))
    except (ContentError, OSError) as error:
        return await show(frame, session, me, package, why(error))
    return await frame.show(
        session,
        me,
        "studio_changes.html",
        here="studio",
        one=found,
        known=known,
        seen=look,
        files=files,
        size=size,
        keys=await away(lambda: keys(hub, found)) if known.begun and not known.damaged else None,
    )


async def _signers(frame: Frame, me: Signed, kind: str, handed: Handed) -> Signers:
    given = await handed.given()
    hub, by = frame.hub, me.staff.display_name
    return await away(lambda: signing.sign(hub.content, kind, key_places(hub), given, by, hub.clock.now()))


async def _do(frame: Frame, work: Work, me: Signed, package: str, handed: Handed, act: Any, told: str) -> Response:
    """Sign, do it, note it; or the package's page with what was refused, and nothing done."""
    found, _ = await about(frame.hub, package)
    try:
        sign = await _signers(frame, me, found.manifest.kind, handed)
        await away(lambda: act(found.manifest.kind, sign))
    except (ContentError, OSError) as error:
        return await show(frame, work.session, me, package, why(error))
    audit.note(work.session, staff_id=me.staff.id, action=told, subject=package, now=frame.now)
    return go(f"/desk/studio/{package}", told)


@router.post("/studio/{package}/publish")
async def publish(
    package: str, me: Administrator, frame: FrameDep, work: WorkDep, handed: HandedDep, stamp: Text = ""
) -> Response:
    def act(_kind: str, sign: Signers) -> None:
        publishing.publish(frame.hub.studio, package, stamp, sign)

    return await _do(frame, work, me, package, handed, act, "content_published")


@router.post("/studio/{package}/offer")
async def offer(
    package: str,
    me: Administrator,
    frame: FrameDep,
    work: WorkDep,
    handed: HandedDep,
    version: Annotated[int, Form()],
) -> Response:
    def act(kind: str, sign: Signers) -> None:
        publishing.to_all(frame.hub.content, kind, package, version, sign)

    return await _do(frame, work, me, package, handed, act, "content_offered")


@router.post("/studio/{package}/stop")
async def stop(
    package: str, me: Administrator, frame: FrameDep, work: WorkDep, handed: HandedDep, channel: Text = "pilot"
) -> Response:
    def act(kind: str, sign: Signers) -> None:
        publishing.stop(frame.hub.content, kind, package, _channel(channel), sign)

    return await _do(frame, work, me, package, handed, act, "content_stopped")


@router.post("/studio/{package}/rollback")
async def roll_back(
    package: str,
    me: Administrator,
    frame: FrameDep,
    work: WorkDep,
    handed: HandedDep,
    version: Annotated[int, Form()],
    channel: Text = "pilot",
) -> Response:
    def act(kind: str, sign: Signers) -> None:
        publishing.roll_back(frame.hub.content, kind, package, version, _channel(channel), sign)

    return await _do(frame, work, me, package, handed, act, "content_rolled_back")


@router.post("/studio/{package}/discard")
async def discard(package: str, me: Administrator, frame: FrameDep, work: WorkDep) -> Response:
    await about(frame.hub, package)
    await away(lambda: frame.hub.studio.discard(package, me.staff.display_name))
    audit.note(work.session, staff_id=me.staff.id, action="content_discarded", subject=package, now=frame.now)
    return go(f"/desk/studio/{package}", "content_discarded")


def _channel(name: str) -> str:
    if name not in CHANNELS:
        raise ContentError(f"{name}: one of {', '.join(CHANNELS)}")
    return name
