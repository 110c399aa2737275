"""What a draft still holds of a text that was rolled back: publishing it would bring that back to the kiosks."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath

from kiosk.content.package.manifest import FILE
from kiosk.errors import ContentError
from kiosk.hub.content.history import Entry, history
from kiosk.hub.content.publish import published
from kiosk.hub.studio.errors import NotHere
from kiosk.hub.studio.looking import ALL, PILOT, before, published_before
from kiosk.hub.studio.workspace import Workspace

_TEXTS = (".yaml", ".txt", ".md", ".json")


def brought_back(workspace: Workspace, kind: str, package: str) -> tuple[str, ...]:
    """The draft's files with something in them that the last roll-backs took away. Raises ContentError, OSError."""
    content = workspace.content
    now = before(content, kind, package)
    found: set[str] = set()
    if now is None or now.shipped:
        return ()
    for version in taken_away(one for one in history(content) if (one.kind, one.package) == (kind, package)):
        try:
            old = published_before(content, published(content, kind, package, version))
        except ContentError:  # its files are not kept any more
            continue
        for path in old.files:
            if path != FILE and _holds(path, _draft(workspace, package, path), old.read(path), now.read(path)):
                found.add(path)
    return tuple(sorted(found))


def taken_away(past: Iterable[Entry]) -> tuple[int, ...]:
    """The versions that were rolled back since the draft was last published."""
    named: dict[str, int] = {}
    found: list[int] = []
    for one in past:
        if one.what == "published":
            found = []
        elif one.what == "rolled_back" and (version := named.get(one.channel) or named.get(ALL, 0)):
            found.append(version)
        if one.what == "stopped":
            named.pop(one.channel, None)
        else:
            named[one.channel] = one.version
            if one.channel == ALL:
                named[PILOT] = max(named.get(PILOT, 0), one.version)
    return tuple(found)


def _draft(workspace: Workspace, package: str, path: str) -> bytes:
    try:
        return workspace.read(package, path)[0]
    except NotHere:
        return b""


def _holds(path: str, draft: bytes, old: bytes, now: bytes) -> bool:
    """Whether the draft has of the old file what the file of now has not."""
    if old == now or not draft:
        return False
    if PurePath(path).suffix not in _TEXTS:
        return draft == old
    return bool((_lines(old) - _lines(now)) & _lines(draft))


def _lines(raw: bytes) -> set[bytes]:
    return {line.strip() for line in raw.splitlines() if line.strip()}
