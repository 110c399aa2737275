"""A draft against what kiosks have: what publishing it would change. The first time it is held against what came with
the program, so that one's own change is seen and not everything."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kiosk.content.package.channels import file_target
from kiosk.content.package.check import load_package
from kiosk.content.package.diff import Diff, diff
from kiosk.content.package.manifest import FILE
from kiosk.content.package.release import File, Release, hash_file
from kiosk.hub.content.folder import Folder
from kiosk.hub.content.publish import channels, published
from kiosk.hub.content.repository import load
from kiosk.hub.studio.sources import shipped
from kiosk.hub.studio.workspace import Workspace

PILOT, ALL = "pilot", "all"


@dataclass(frozen=True)
class Before:
    """What a draft is held against, and the files that hold its bytes; `shipped`: it came with the program."""

    release: Release
    files: Mapping[str, Path]
    shipped: bool = False

    def read(self, path: str) -> bytes:
        """Nothing where it has no such file. Raises OSError."""
        file = self.files.get(path)
        return file.read_bytes() if file else b""


@dataclass(frozen=True)
class Look:
    """The draft against what was before (None: nothing at all). `stamp` names just this draft."""

    before: Before | None
    new: Release
    diff: Diff
    stamp: str

    @property
    def old(self) -> Release | None:
        """What the pilot has."""
        return self.before.release if self.before and not self.before.shipped else None

    @property
    def travels(self) -> int:
        """Bytes that each pilot kiosk fetches."""
        return self.diff.travels if self.old else self.new.length

    @property
    def unchanged(self) -> tuple[str, ...]:
        """The paths that stay as they were."""
        changed = {*self.diff.added, *self.diff.changed}
        return tuple(file.path for file in self.new.files if file.path not in changed)

    def sizes(self, path: str) -> tuple[int, int]:
        """Bytes before and now, 0 where it is not."""
        before = self.before.release.by_path().get(path) if self.before else None
        after = self.new.by_path().get(path)
        return (before.length if before else 0, after.length if after else 0)

    @property
    def nothing(self) -> bool:
        """Whether only the number differs from what the pilot has."""
        paths = {*self.diff.added, *self.diff.changed, *self.diff.removed}
        return self.old is not None and paths <= {FILE} and _told(self.old) == _told(self.new)


def look(workspace: Workspace, package: str, by: str) -> Look:
    """Raises PackageError with every fault, ContentError, OSError. The draft gets a number that was never used."""
    workspace.renumber(package, by)
    return compare(workspace, package)


def compare(workspace: Workspace, package: str) -> Look:
    """As `look`, with the number that the draft has."""
    new = load_package(workspace.folder(package), workspace.means())
    old = before(workspace.content, new.manifest.kind, package)
    return Look(old, new, diff(old.release if old else None, new), _stamp(new))


def before(content: Folder, kind: str, package: str) -> Before | None:
    """What the pilot has, else what came with the program; None for neither. Raises ContentError, OSError."""
    release = in_channel(content, kind, package, PILOT)
    if release is not None:
        return published_before(content, release)
    origin = shipped(package)
    if origin is None or origin.manifest.kind != kind:
        return None
    files = tuple(File(path, file.stat().st_size, hash_file(file)) for path, file in origin.files.items())
    return Before(Release(origin.manifest, files), origin.files, shipped=True)


def published_before(content: Folder, release: Release) -> Before:
    kind = release.manifest.kind
    files = {one.path: content.target_file(file_target(kind, one.sha256), one.sha256) for one in release.files}
    return Before(release, files)


def in_channel(content: Folder, kind: str, package: str, channel: str) -> Release | None:
    """What kiosks of this channel are to have; None for nothing. Raises ContentError for a damaged folder."""
    if not content.begun:
        return None
    named = channels(content, load(content), kind)
    version = named[channel].get(package) or named[ALL].get(package)
    return published(content, kind, package, version) if version else None


def _told(release: Release) -> Mapping[str, object]:
    """What the manifest says, the number left out."""
    manifest = release.manifest
    return {"title": manifest.title, "languages": manifest.languages, "least": manifest.least_kiosk,
            "responsible": manifest.responsible}  # fmt: skip


def _stamp(release: Release) -> str:
    files = sorted((file.path, file.sha256) for file in release.files if file.path != FILE)
    return hashlib.sha256(repr((files, sorted(_told(release).items()))).encode()).hexdigest()[:32]
