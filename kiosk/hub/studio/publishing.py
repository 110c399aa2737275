"""From a draft to the kiosks: what would change, to the pilot, to all, stopped, rolled back."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.content.package.channels import file_target
from kiosk.content.package.check import load_package
from kiosk.content.package.diff import Diff, diff
from kiosk.content.package.manifest import FILE
from kiosk.content.package.release import Release
from kiosk.errors import ContentError
from kiosk.hub.content import publish as publishing
from kiosk.hub.content.folder import Folder
from kiosk.hub.content.history import Entry, history
from kiosk.hub.content.publish import Signed, channels, published
from kiosk.hub.content.repository import load
from kiosk.hub.studio.errors import Refused
from kiosk.hub.studio.workspace import Workspace

PILOT, ALL = "pilot", "all"


@dataclass(frozen=True)
class Look:
    """The draft against what the pilot has (`old` None: nothing). `stamp` names just this draft."""

    old: Release | None
    new: Release
    diff: Diff
    stamp: str

    def sizes(self, path: str) -> tuple[int, int]:
        """Bytes before and now, 0 where it is not."""
        before = self.old.by_path().get(path) if self.old else None
        after = self.new.by_path().get(path)
        return (before.length if before else 0, after.length if after else 0)

    @property
    def nothing(self) -> bool:
        """Whether only the number differs."""
        paths = {*self.diff.added, *self.diff.changed, *self.diff.removed}
        return self.old is not None and paths <= {FILE} and _told(self.old) == _told(self.new)


def look(workspace: Workspace, package: str, by: str) -> Look:
    """Raises PackageError with every fault, ContentError, OSError. The draft gets a number that was never used."""
    workspace.renumber(package, by)
    new = load_package(workspace.folder(package), workspace.means())
    old = in_channel(workspace.content, new.manifest.kind, package, PILOT)
    return Look(old, new, diff(old, new), _stamp(new))


def in_channel(content: Folder, kind: str, package: str, channel: str) -> Release | None:
    """What kiosks of this channel are to have; None for nothing. Raises ContentError for a damaged folder."""
    if not content.begun:
        return None
    named = channels(content, load(content), kind)
    version = named[channel].get(package) or named[ALL].get(package)
    return published(content, kind, package, version) if version else None


def publish(workspace: Workspace, package: str, stamp: str, sign: Signed) -> Release:
    """The draft to the pilot, if it is still what `stamp` names.

    Raises Refused, PackageError with every fault, ContentError, OSError.
    """
    with workspace.locked():
        folder = workspace.folder(package)
        found = load_package(folder, workspace.means())
        if _stamp(found) != stamp:
            raise Refused("changed")
        old = in_channel(workspace.content, found.manifest.kind, package, PILOT)
        if Look(old, found, diff(old, found), stamp).nothing:
            raise Refused("nothing")
        return publishing.publish(workspace.content, folder, PILOT, sign, workspace.means())


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


def before(content: Folder, release: Release | None, path: str) -> bytes:
    """A published version's file; nothing where it has none. Raises OSError."""
    file = release.by_path().get(path) if release else None
    if file is None or release is None:
        return b""
    return content.target_file(file_target(release.manifest.kind, file.sha256), file.sha256).read_bytes()


def _told(release: Release) -> Mapping[str, object]:
    """What the manifest says, the number left out."""
    manifest = release.manifest
    return {"title": manifest.title, "languages": manifest.languages, "least": manifest.least_kiosk,
            "responsible": manifest.responsible}  # fmt: skip


def _stamp(release: Release) -> str:
    files = sorted((file.path, file.sha256) for file in release.files if file.path != FILE)
    return hashlib.sha256(repr((files, sorted(_told(release).items()))).encode()).hexdigest()[:32]
