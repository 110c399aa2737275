"""From a draft to the kiosks: to the pilot, to all, stopped, rolled back."""

from __future__ import annotations

from kiosk.content.package.release import Release
from kiosk.errors import ContentError
from kiosk.hub.content import publish as publishing
from kiosk.hub.content.folder import Folder
from kiosk.hub.content.history import Entry, history
from kiosk.hub.content.publish import Signed, channels, published
from kiosk.hub.content.repository import load
from kiosk.hub.studio.errors import Refused
from kiosk.hub.studio.looking import ALL, PILOT, compare
from kiosk.hub.studio.workspace import Workspace


def publish(workspace: Workspace, package: str, stamp: str, sign: Signed) -> Release:
    """The draft to the pilot, if it is still what `stamp` names.

    Raises Refused, PackageError with every fault, ContentError, OSError.
    """
    with workspace.locked():
        look = compare(workspace, package)
        if look.stamp != stamp:
            raise Refused("changed")
        if look.nothing:
            raise Refused("nothing")
        return publishing.publish(workspace.content, workspace.folder(package), PILOT, sign, workspace.means())


def to_all(content: Folder, kind: str, package: str, version: int, sign: Signed) -> Release:
    """What the pilot has to all; `version` is what the person saw there. Raises Refused, ContentError."""
    if channels(content, load(content), kind)[PILOT].get(package) != version:
        raise Refused("changed")
    return publishing.offer(content, kind, package, version, ALL, sign)


def stop(content: Folder, kind: str, package: str, channel: str, sign: Signed) -> None:
    publishing.stop(content, kind, package, channel, sign)


def roll_back(content: Folder, kind: str, package: str, version: int, channel: str, sign: Signed) -> Release:
    return publishing.roll_back(content, kind, package, version, channel, sign)


def past(content: Folder, package: str) -> tuple[Entry, ...]:
    """What happened to the package, newest first."""
    return tuple(one for one in reversed(history(content)) if one.package == package)


def returnable(content: Folder, kind: str, package: str) -> tuple[int, ...]:
    """Versions whose files are kept, newest first."""
    found = []
    for version in sorted({one.version for one in history(content) if one.package == package}, reverse=True):
        try:
            published(content, kind, package, version)
        except ContentError:
            continue
        found.append(version)
    return tuple(found)
