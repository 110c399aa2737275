"""Every package at a glance: what its draft is, what each channel names, which kiosk has which, what must be signed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from filecmp import cmp
from pathlib import Path

from kiosk.content.package.manifest import FILE, SIGNED_BY_TWO, Manifest
from kiosk.errors import ContentError
from kiosk.hub.content.folder import Folder
from kiosk.hub.content.status import RoleStatus, status
from kiosk.hub.studio.sources import Origin, origins
from kiosk.hub.studio.workspace import Draft, Workspace


@dataclass(frozen=True)
class Published:
    """What the publishing folder says: per package the version that each channel names. `damaged`: why it cannot be
    read; `begun` False: the keys' ceremony was not held."""

    begun: bool = False
    damaged: str = ""
    channels: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    warnings: tuple[RoleStatus, ...] = ()


@dataclass(frozen=True)
class Row:
    """`pilot` and `all` are versions, 0 where the channel does not name the package; `changed`: the draft has something
    that is not published, nor came with the program."""

    manifest: Manifest
    begun: bool
    pilot: int
    all: int
    changed: bool = False

    @property
    def by_two(self) -> bool:
        return self.manifest.kind in SIGNED_BY_TWO


def published(content: Folder, now: datetime) -> Published:
    """Never raises: what is wrong is for a person to read."""
    if not content.begun:
        return Published()
    try:
        found = status(content, now)
    except (ContentError, OSError) as error:
        return Published(begun=True, damaged=str(error))
    channels: dict[str, dict[str, int]] = {}
    for one in found.packages:
        channels.setdefault(one.package, {})[one.channel] = one.version
    return Published(begun=True, channels=channels, warnings=found.warnings)


def rows(workspace: Workspace, known: Published) -> tuple[Row, ...]:
    """Raises ContentError, OSError."""
    drafts = workspace.packages()
    changed = touched(workspace, [draft.manifest.id for draft in drafts if draft.begun])
    return tuple(replace(row(draft, known), changed=draft.manifest.id in changed) for draft in drafts)


def touched(workspace: Workspace, begun: Iterable[str]) -> frozenset[str]:
    """Of these drafts those that differ from what they began from, by more than their number. Raises OSError."""
    known = origins(workspace.content)
    return frozenset(name for name in begun if name not in known or _differs(workspace, name, known[name]))


def _differs(workspace: Workspace, package: str, origin: Origin) -> bool:
    folder = workspace.folder(package)
    if set(workspace.files(package)) != set(origin.files):
        return True
    return any(not _same(folder / path, file) for path, file in origin.files.items())


def _same(one: Path, other: Path) -> bool:
    """Two manifests are, whatever their numbers."""
    if one.name == FILE:
        said = [[line for line in file.read_bytes().splitlines() if line[:8] != b"version:"] for file in (one, other)]
        return said[0] == said[1]
    return cmp(one, other, shallow=False)


def row(draft: Draft, known: Published) -> Row:
    named = known.channels.get(draft.manifest.id, {})
    return Row(draft.manifest, draft.begun, named.get("pilot", 0), named.get("all", 0))


def holders(kiosks: Iterable[tuple[str, Mapping[str, int]]], manifest: Manifest) -> dict[int, list[str]]:
    """Names of kiosks by the version they have of this package, newest first; `kiosks` are names and contents as a
    heartbeat tells them."""
    key = f"{manifest.kind}/{manifest.id}"
    found: dict[int, list[str]] = {}
    for name, content in kiosks:
        if version := content.get(key, 0):
            found.setdefault(version, []).append(name)
    return dict(sorted(found.items(), reverse=True))
