"""/desk/studio/PACKAGE: the draft and its faults, what is published where, and which kiosk has it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from kiosk.content.package.check import Checked
from kiosk.hub.content.history import Entry
from kiosk.hub.core import Hub
from kiosk.hub.deps import ReadDep
from kiosk.hub.desk import times
from kiosk.hub.desk.frame import Frame, FrameDep
from kiosk.hub.desk.guard import Administrator
from kiosk.hub.desk.studio.answers import about, away, key_called
from kiosk.hub.desk.studio.compared import TEXTS
from kiosk.hub.desk.studio.fault_places import placed
from kiosk.hub.desk.studio.places import file_called
from kiosk.hub.desk.studio.signatures import Again, offered
from kiosk.hub.staff.sessions import Signed
from kiosk.hub.studio import overview, publishing
from kiosk.hub.studio.lesson_form import lesson_titles
from kiosk.hub.studio.overview import Published, Row
from kiosk.hub.studio.titles import titles as titles_of
from kiosk.hub.studio.withdrawn import brought_back
from kiosk.text import Message, msg

router = APIRouter()
SHOWN = 30
"""Faults on the page."""


@dataclass(frozen=True)
class Happened:
    day: str
    at: str
    what: Message
    by: str


@dataclass(frozen=True)
class Facts:
    """What the package's page needs from the disk. `changed`: the draft differs from what is published or came with the
    program; `lessons` are a path and a title, in the order of the course; `files` the other texts and their names."""

    checked: Checked
    changed: bool
    lessons: tuple[tuple[str, str], ...]
    files: tuple[tuple[str, Message], ...]
    past: tuple[Entry, ...]
    returnable: tuple[int, ...]


@router.get("/studio/{package}")
async def package_page(
    package: str,
    me: Administrator,
    frame: FrameDep,
    session: ReadDep,
    at: Annotated[str, Query(max_length=10)] = "",
) -> Response:
    return await show(frame, session, me, package, at=at)


async def show(
    frame: Frame,
    session: AsyncSession,
    me: Signed,
    package: str,
    bad: Message | None = None,
    again: Again | None = None,
    at: str = "",
) -> Response:
    """The package's page; `bad` says what was refused, in the form `again`. `at`: the list that is open."""
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
        told=await away(lambda: placed(hub.studio, found.manifest, facts.checked.faults[:SHOWN])),
        keys=await offered(hub, found, known),
        back=await away(lambda: returning(hub, found, known)),
        again=again or Again(),
        key_called=key_called,
        at=at,
        past=[_happened(entry) for entry in facts.past],
    )


def _facts(hub: Hub, found: Row, known: Published) -> Facts:
    name, kind = found.manifest.id, found.manifest.kind
    checked = hub.studio.check(name)
    good = known.begun and not known.damaged
    returnable = publishing.returnable(hub.content, kind, name) if good else ()
    files = [path for path in hub.studio.files(name) if path.endswith(TEXTS)]
    titles = lesson_titles(hub.studio, name, files) if kind == "lessons" else {}
    others = [path for path in files if path not in titles]
    own = titles_of(kind, others, lambda path: hub.studio.read(name, path)[0])
    return Facts(
        checked,
        bool(overview.touched(hub.studio, [name])),
        tuple(titles.items()),
        tuple((path, file_called(path, own.get(path, ""))) for path in others),
        publishing.past(hub.content, name),
        returnable,
    )


def returning(hub: Hub, found: Row, known: Published) -> tuple[Message, ...]:
    """What the files are called with which the draft would bring back what was rolled back."""
    if not known.begun or known.damaged:
        return ()
    name, kind = found.manifest.id, found.manifest.kind
    files = brought_back(hub.studio, kind, name)
    own = titles_of(kind, files, lambda path: hub.studio.read(name, path)[0])
    return tuple(file_called(path, own.get(path, "")) for path in files)


def _happened(entry: Entry) -> Happened:
    both = entry.what == "rolled_back" and entry.channel == "all"  # the new number goes to the pilot as well
    told = msg(
        "desk.studio.past.rolled_back_both" if both else f"desk.studio.past.{entry.what}",
        n=entry.version,
        source=entry.source,
        channel=msg(f"desk.studio.to.{entry.channel}"),
    )
    at = datetime.fromisoformat(entry.at)
    return Happened(times.day(at), times.clock(at), told, entry.by)
