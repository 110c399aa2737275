"""A package brought together beside the ones in use: from what is here already, and from the source."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.adapters.content.disk import Disk
from kiosk.adapters.content.place import LIST, PACKAGES, Place
from kiosk.content.package.check import Means, check_package
from kiosk.content.package.release import File, Release, hash_file
from kiosk.errors import ContentStopped, ContentUnfit
from kiosk.ports.content_updates import OnProgress, Progress, Stopped

if TYPE_CHECKING:
    from kiosk.adapters.content.catalogue import Catalogue, Found

PARTS = "parts"
STAGE = ".stage-"
TOLD_SECONDS = 0.2


class Meter:
    """Adds up what has arrived, and guesses how long the rest takes; tells it at most five times a second."""

    def __init__(self, total: int, tell: OnProgress) -> None:
        self._total = total
        self._tell = tell
        self._begun = time.monotonic()
        self._told = 0.0
        self._here = 0
        self._came = 0

    def had(self, count: int) -> None:
        """So many bytes were here already."""
        self._here += count
        self._say()

    def came(self, count: int) -> None:
        self._came += count
        self._say()

    def end(self) -> None:
        self._tell(Progress(self._total, self._total, 0.0))

    def _say(self) -> None:
        now = time.monotonic()
        if now - self._told < TOLD_SECONDS:
            return
        self._told = now
        done = min(self._here + self._came, self._total)
        passed = now - self._begun
        left = (self._total - done) * passed / self._came if self._came > 0 and passed > 1 else None
        self._tell(Progress(done, self._total, left))


class Stage:
    """Makes one package's folder. What it made survives until the package is installed or another version comes."""

    def __init__(self, place: Place, catalogue: Catalogue, meter: Meter, stopped: Stopped) -> None:
        self._place = place
        self._disk: Disk = place.disk
        self._catalogue = catalogue
        self._meter = meter
        self._stopped = stopped
        self._have: dict[str, Path] = {}
        self._folders: set[Path] = set()

    def build(self, name: str, found: Found, known: Iterable[tuple[Path, Release]]) -> Path:
        """The whole folder, every file verified, on the disk. `known` are installed packages. Raises ContentError and
        its kinds, OSError."""
        folder = self._place.folder / PACKAGES / f"{STAGE}{name}"
        self._disk.make_folder(folder)
        self._disk.make_folder(self._place.folder / PARTS)
        for path, release in known:
            for file in release.files:
                self._have.setdefault(file.sha256, path / file.path)
        for file in found.release.files:
            if self._stopped():
                raise ContentStopped
            self._file(folder, found.release, file)
        self._disk.write_list(self._place.path(name + LIST), found.raw, sync=False)
        self._disk.sync(folder)
        return folder

    def _file(self, folder: Path, release: Release, file: File) -> None:
        to = folder / file.path
        here = _is(to, file)
        if here:
            self._meter.had(file.length)
        else:
            if here is not None:
                self._disk.remove(to)
            self._folder(to.parent)
            source = self._have.get(file.sha256)
            if source is not None and _is(source, file):
                self._disk.link(source, to)
                self._meter.had(file.length)
            else:
                part = self._place.folder / PARTS / file.sha256
                self._catalogue.fetch(release.manifest.kind, file, part, self._meter.came)
                self._disk.move(part, to)
        self._have[file.sha256] = to

    def _folder(self, folder: Path) -> None:
        if folder not in self._folders:
            self._disk.make_folder(folder)
            self._folders.add(folder)


def test(folder: Path, release: Release, means: Means) -> None:
    """Opens, and every checker passes. Raises ContentUnfit, OSError."""
    checked = check_package(folder, means)
    if checked.faults:
        raise ContentUnfit(f"{release.manifest.id}: {checked.faults[0]}")
    if checked.manifest != release.manifest:
        raise ContentUnfit(f"{release.manifest.id}: package.yaml says something else than its list")
    if {(entry.path, entry.length) for entry in checked.entries} != {(f.path, f.length) for f in release.files}:
        raise ContentUnfit(f"{release.manifest.id}: other files than its list says")


def _is(path: Path, file: File) -> bool | None:
    """Whether it is that file, whole; None when nothing is there."""
    try:
        return path.stat().st_size == file.length and hash_file(path) == file.sha256
    except FileNotFoundError:
        return None
    except OSError:
        return False
