"""Where a fault of a package is, as an administrator knows it (the lesson and its step, the card), and its form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

from kiosk.content.lessons.course import COURSE
from kiosk.content.package.edit import at, texts
from kiosk.content.package.manifest import Manifest
from kiosk.content.policy.cards_reader import Fault
from kiosk.errors import ContentError
from kiosk.hub.desk.studio.fault_words import words_of
from kiosk.hub.desk.studio.places import called, file_called
from kiosk.hub.studio.lesson_places import PHONE, place_of
from kiosk.hub.studio.titles import title
from kiosk.hub.studio.workspace import Workspace
from kiosk.text import Message, msg, verbatim

_OFFICIAL = ("names", "official")


@dataclass(frozen=True)
class Placed:
    """`name` is the place in words, `href` where it is mended, "" for nowhere here; `place` is a lesson's.

    `file` and `line` are where the check found it, `what` how it said it.
    """

    file: str
    line: int
    what: str
    words: Message
    name: Message
    href: str
    place: str = ""


def placed(workspace: Workspace, package: Manifest, faults: Iterable[Fault]) -> list[Placed]:
    """In their order. Raises OSError."""
    read: dict[str, bytes] = {}
    for fault in (faults := tuple(faults)):
        if fault.file and fault.file not in read:
            try:
                read[fault.file] = workspace.read(package.id, fault.file)[0]
            except ContentError:  # a file that may not be here, or is gone: that is the fault
                read[fault.file] = b""
    return [_placed(package, fault, read.get(fault.file, b"")) for fault in faults]


def _placed(package: Manifest, fault: Fault, raw: bytes) -> Placed:
    base, words = f"/desk/studio/{package.id}", words_of(fault)
    if not fault.file:
        return Placed("", 0, fault.what, words, verbatim(package.title), "")
    file, known = PurePath(fault.file), title(package.kind, fault.file, raw)
    href, place = f"{base}/files/{fault.file}" if raw else "", ""
    name = file_called(fault.file, known)
    if package.kind == "lessons" and file.suffix == ".yaml" and fault.file != COURSE and known:
        place = place_of(raw, fault)
        if place:
            name = msg("desk.studio.in.lesson", title=known, place=called(texts(raw), place))
        if place not in ("", PHONE):
            href = f"{base}/lessons/{fault.file}?at={place}"
    elif package.kind == "policies" and file.parent.name == "cards" and raw:
        href, name = f"{base}/cards/{file.stem}", file_called(fault.file, _official(raw))
    return Placed(fault.file, fault.line, fault.what, words, name, href, "" if place == PHONE else place)


def _official(raw: bytes) -> str:
    """What a policy card is called."""
    try:
        return str(at(texts(raw), _OFFICIAL) or "")
    except ContentError:
        return ""
