"""What is installed: one small file says which folder of each package counts, and which counted before it."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from kiosk.adapters.content.disk import Disk
from kiosk.content.package.manifest import FILE, KINDS, MAX_VERSION, is_id
from kiosk.content.package.release import Release, read_release
from kiosk.errors import ContentError

log = logging.getLogger(__name__)
POINTER = "installed.json"
PACKAGES = "packages"
LIST = ".release.json"
STARTER = Path(__file__).resolve().parents[3] / "assets" / "content"
_FORMAT = 1


@dataclass(frozen=True)
class One:
    """An installed package; `folder` is its name below `packages`, `before` the one to go back to ("" for none)."""

    kind: str
    package: str
    version: int
    folder: str
    before: str = ""
    before_version: int = 0

    @property
    def key(self) -> str:
        return f"{self.kind}/{self.package}"


@dataclass(frozen=True)
class Pointer:
    """`refused` are folders' names that failed their self-test and are not tried again."""

    packages: Mapping[str, One] = field(default_factory=dict)
    refused: tuple[str, ...] = ()


class Place:
    """The folder of installed content. Reading never fails: what cannot be read counts as not installed."""

    def __init__(self, folder: Path, disk: Disk | None = None, starter: Path = STARTER) -> None:
        self.folder = folder
        self.disk = disk or Disk()
        self._starter = starter

    def folders(self, kind: str) -> tuple[Path, ...]:
        found = [self.path(one.folder) for _, one in sorted(self.pointer().packages.items()) if one.kind == kind]
        there = tuple(path for path in found if (path / FILE).is_file())
        return there or self._shipped(kind)

    def versions(self) -> dict[str, int]:
        return {key: one.version for key, one in sorted(self.pointer().packages.items())}

    def path(self, name: str) -> Path:
        return self.folder / PACKAGES / name

    def pointer(self) -> Pointer:
        """What counts now."""
        try:
            return _read(json.loads((self.folder / POINTER).read_bytes()))
        except FileNotFoundError:
            return Pointer()
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            log.warning("installed content cannot be read: %s", type(error).__name__)
            return Pointer()

    def point(self, pointer: Pointer) -> None:
        """Switch: from here on other folders count. Raises OSError."""
        packages = [asdict(one) for one in pointer.packages.values()]
        told = {"format": _FORMAT, "packages": packages, "refused": list(pointer.refused)}
        self.disk.write_whole(self.folder / POINTER, json.dumps(told, indent=1).encode())

    def release(self, folder: str) -> Release | None:
        """The list of files of an installed package; None when it is not there or damaged."""
        try:
            return read_release(self.path(folder + LIST).read_bytes())
        except (OSError, ContentError):
            return None

    def tidy(self) -> None:
        """Remove every folder that counts neither now nor before. Raises OSError."""
        counted = {name for one in self.pointer().packages.values() for name in (one.folder, one.before) if name}
        kept = {part for name in counted for part in (name, name + LIST)}
        base = self.folder / PACKAGES
        for path in base.iterdir() if base.is_dir() else ():
            if path.name not in kept:
                self.disk.remove(path)

    def _shipped(self, kind: str) -> tuple[Path, ...]:
        path = self._starter / kind
        return (path,) if path.is_dir() else ()


def _read(told: Mapping[str, Any]) -> Pointer:
    if told["format"] != _FORMAT:
        raise ValueError("format")
    packages = [One(**one) for one in told["packages"]]
    for one in packages:
        names = (one.folder, one.before or one.folder)
        right = one.kind in KINDS and is_id(one.package) and 1 <= one.version <= MAX_VERSION
        if not right or not all(name and "/" not in name and not name.startswith(".") for name in names):
            raise ValueError("package")
    return Pointer({one.key: one for one in packages}, tuple(str(name) for name in told["refused"]))
