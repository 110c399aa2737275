"""Where a draft begins: the newest published version, else what is shipped with the program."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kiosk.content.package.channels import CHANNELS, file_target
from kiosk.content.package.manifest import FILE, KINDS, Manifest, read_manifest
from kiosk.content.package.means import ASSETS
from kiosk.content.package.release import Release
from kiosk.errors import ContentError
from kiosk.hub.content.folder import Folder
from kiosk.hub.content.publish import channels, published
from kiosk.hub.content.repository import load

SHIPPED = ASSETS / "content"
_NO_PACKAGE = "examples"


@dataclass(frozen=True)
class Origin:
    """A package that is there already: `files` of its version by path, each with the file that holds its bytes."""

    manifest: Manifest
    files: Mapping[str, Path]
    published: bool


def origins(content: Folder) -> dict[str, Origin]:
    """By id. A damaged publishing folder hides what is published, never what is shipped. Raises OSError."""
    found = {origin.manifest.id: origin for origin in _shipped()}
    return found | {origin.manifest.id: origin for origin in _published(content)}


def shipped(package: str) -> Origin | None:
    """What the program brought of this package."""
    return next((origin for origin in _shipped() if origin.manifest.id == package), None)


def _shipped() -> Iterator[Origin]:
    for folder in sorted(SHIPPED.iterdir()):
        if folder.name == _NO_PACKAGE or not (folder / FILE).is_file():
            continue
        manifest, _ = read_manifest(str(folder / FILE), (folder / FILE).read_bytes())
        if manifest is not None:
            files = {str(path.relative_to(folder)): path for path in sorted(folder.rglob("*")) if path.is_file()}
            yield Origin(manifest, files, published=False)


def _published(content: Folder) -> Iterator[Origin]:
    for release in newest(content).values():
        kind = release.manifest.kind
        files = {one.path: content.target_file(file_target(kind, one.sha256), one.sha256) for one in release.files}
        yield Origin(release.manifest, files, published=True)


def newest(content: Folder) -> dict[str, Release]:
    """The newest version that any channel names, by id; empty before the ceremony and while the folder is damaged."""
    found: dict[str, Release] = {}
    try:
        if not content.begun:
            return found
        state = load(content)
        for kind in KINDS:
            named = channels(content, state, kind)
            for name in {name for channel in CHANNELS for name in named[channel]}:
                version = max(named[channel].get(name, 0) for channel in CHANNELS)
                found[name] = published(content, kind, name, version)
    except ContentError:
        return found
    return found
