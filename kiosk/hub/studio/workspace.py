"""Drafts of content packages: `<state_dir>/studio/<package-id>/`, begun as a copy the first time somebody opens one.

Several administrators work on them at once, in several hub processes. Every change names what it was made from (a
stamp), waits for the disk, and is refused when somebody else was quicker; nothing is lost by a power cut.
"""

from __future__ import annotations

import fcntl
import fnmatch
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from kiosk.content.package.check import BESIDE, MAY_HOLD, Checked, Means, check_package
from kiosk.content.package.manifest import FILE, Manifest, is_id, read_manifest
from kiosk.content.package.means import means as every_means
from kiosk.content.package.paths import name_fault, scan, shown
from kiosk.hub.content.folder import Folder, put
from kiosk.hub.content.publish import next_version
from kiosk.hub.studio.errors import NotAllowed, NotHere, NothingToUndo, Stale
from kiosk.hub.studio.kept import KEPT as KEPT
from kiosk.hub.studio.kept import Kept, Writer
from kiosk.hub.studio.sources import Origin, origins

MAX_BYTES = 2_000_000
"""Of one file written here; sounds come by `kiosk content publish`."""
GONE = ""
"""The stamp of a file that is not there."""


@dataclass(frozen=True)
class Draft:
    """A package as the studio lists it; `begun`: somebody opened it, so that it has files of its own here."""

    manifest: Manifest
    begun: bool


def stamp_of(raw: bytes | None) -> str:
    """What names a file's content; `GONE` for None."""
    return GONE if raw is None else hashlib.sha256(raw).hexdigest()[:32]


class Workspace:
    """Plain functions over a folder; each may wait for the disk, so the hub calls them in a thread."""

    def __init__(
        self, root: Path, content: Folder, now: Callable[[], datetime], means: Callable[[], Means] = every_means
    ) -> None:
        self.root, self.content, self.means, self._now = root, content, means, now

    def packages(self) -> tuple[Draft, ...]:
        """Every package that is begun here, published, or shipped, by id. Raises ContentError, OSError."""
        found = {name: Draft(origin.manifest, begun=False) for name, origin in origins(self.content).items()}
        for folder in sorted(self.root.glob("[a-z]*")) if self.root.is_dir() else ():
            if (folder / FILE).is_file():
                before = found.get(folder.name)
                manifest = _manifest(folder) or (before.manifest if before else None)
                if manifest is not None:  # a package.yaml that somebody broke is shown with what it was
                    found[folder.name] = Draft(replace(manifest, id=folder.name), begun=True)
        return tuple(found[name] for name in sorted(found))

    def folder(self, package: str) -> Path:
        """The draft's folder, begun now if it was not. Raises NotHere, OSError."""
        if not is_id(package):
            raise NotHere(f"no package {shown(package)}")
        folder = self.root / package
        if not folder.is_dir():
            with self.locked():
                if not folder.is_dir():
                    self._begin(package, folder)
        return folder

    def files(self, package: str) -> tuple[str, ...]:
        """The paths in a draft, in order."""
        return tuple(entry.path for entry in scan(self.folder(package))[0])

    def read(self, package: str, path: str) -> tuple[bytes, str]:
        """A file and its stamp. Raises NotHere, NotAllowed, OSError."""
        raw = _read(self._file(package, path))
        if raw is None:
            raise NotHere(f"{package} has no file {shown(path)}")
        return raw, stamp_of(raw)

    def writer(self, package: str, path: str) -> Writer:
        """Who wrote what stands in the file now."""
        return self._kept(package, path).writer()

    def write(self, package: str, path: str, raw: bytes | None, stamp: str, by: str) -> str:
        """Replace a file (None: take it out; `stamp` GONE: a new one) and return its new stamp.

        Raises Stale when it is not what `stamp` names, NotAllowed, NotHere, OSError; then nothing has changed.
        """
        file = self._file(package, path)
        if raw is not None and len(raw) > MAX_BYTES:
            raise NotAllowed(f"{shown(path)}: {len(raw):,} bytes, at most {MAX_BYTES:,}")
        kept = self._kept(package, path)
        with self.locked():
            before = self._unchanged(file, path, stamp, kept)
            if before != raw:
                kept.push(before)
                _replace(file, raw)
                kept.sign(by, self._now())
        return stamp_of(raw)

    def undo(self, package: str, path: str, stamp: str, by: str) -> str:
        """Put back what the file held before its last change. Raises Stale, NothingToUndo, NotAllowed, OSError."""
        file, kept = self._file(package, path), self._kept(package, path)
        with self.locked():
            now = self._unchanged(file, path, stamp, kept)
            if (found := kept.last(now)) is None:
                raise NothingToUndo(f"{shown(path)}: nothing to undo")
            version, before = found
            _replace(file, before)
            kept.sign(by, self._now())
            kept.drop(version)
        return stamp_of(before)

    def undoable(self, package: str, path: str) -> int:
        """How many changes of this file can be undone."""
        return self._kept(package, path).count

    def discard(self, package: str, by: str) -> None:
        """Forget the draft: it begins anew from what is published. The folder is set aside, the last one kept."""
        folder = self.folder(package)
        aside = self.root / ".aside" / package
        with self.locked():
            shutil.rmtree(aside, ignore_errors=True)
            aside.parent.mkdir(parents=True, exist_ok=True)
            folder.rename(aside)
            shutil.rmtree(self.root / ".kept" / package, ignore_errors=True)
            put(aside.with_suffix(".by"), f"{by} {self._now().isoformat()}\n".encode())

    def check(self, package: str) -> Checked:
        """Every fault of the draft; `file` of each is its path within the package. Raises ContentError, OSError."""
        folder = self.folder(package)
        found = check_package(folder, self.means())
        inside = f"{folder}{os.sep}"
        faults = tuple(
            replace(one, file=one.file.removeprefix(inside) if one.file != str(folder) else "") for one in found.faults
        )
        return replace(found, faults=faults)

    def _file(self, package: str, path: str) -> Path:
        folder = self.folder(package)
        if (wrong := name_fault(path)) is not None:
            raise NotAllowed(f"{shown(path)}: {wrong}")
        allowed = (*BESIDE, *MAY_HOLD[self._kind(package, folder)])
        if not any(fnmatch.fnmatchcase(path, pattern) for pattern in allowed):
            raise NotAllowed(f"{shown(path)}: this package holds {', '.join(allowed)}")
        file = folder / path
        if any(one.is_symlink() for one in (file, *file.parents) if one.is_relative_to(folder)):
            raise NotAllowed(f"{shown(path)} is a link")
        return file

    def _kind(self, package: str, folder: Path) -> str:
        manifest = _manifest(folder)
        if manifest is None:
            before = origins(self.content).get(package)
            if before is None:
                raise NotAllowed(f"{package}: its {FILE} cannot be read")
            manifest = before.manifest
        return manifest.kind

    def _unchanged(self, file: Path, path: str, stamp: str, kept: Kept) -> bytes | None:
        before = _read(file)
        if stamp_of(before) != stamp:
            writer = kept.writer()
            raise Stale(path, writer.by, writer.at)
        return before

    def _kept(self, package: str, path: str) -> Kept:
        return Kept(self.root / ".kept", package, path)

    def _begin(self, package: str, folder: Path) -> None:
        origin = origins(self.content).get(package)
        if origin is None:
            raise NotHere(f"no package {shown(package)}")
        part = self.root / f".{package}.{os.getpid()}"
        shutil.rmtree(part, ignore_errors=True)
        for path, source in origin.files.items():
            put(part / path, source.read_bytes())
        put(part / FILE, _numbered((part / FILE).read_bytes(), self._number(package, origin)))
        part.rename(folder)
        _sync(self.root)

    def _number(self, package: str, origin: Origin) -> int:
        return max(next_version(self.content, origin.manifest.kind, package), origin.manifest.version)

    def renumber(self, package: str, by: str) -> int:
        """Give the draft the lowest version that was never published, where its own was; returns it."""
        raw, stamp = self.read(package, FILE)
        manifest = _manifest(self.folder(package))
        if manifest is None:
            raise NotAllowed(f"{package}: its {FILE} cannot be read")
        least = next_version(self.content, manifest.kind, package)
        if manifest.version >= least:
            return manifest.version
        self.write(package, FILE, _numbered(raw, least), stamp, by)
        return least

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Nobody writes a draft meanwhile; `write`, `undo` and the like wait for its end. Raises OSError."""
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(self.root / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)


def _manifest(folder: Path) -> Manifest | None:
    raw = _read(folder / FILE)
    return None if raw is None else read_manifest(FILE, raw)[0]


def _numbered(raw: bytes, version: int) -> bytes:
    lines = raw.decode("utf-8-sig").splitlines(keepends=True)
    return "".join(f"version: {version}\n" if line.startswith("version:") else line for line in lines).encode()


def _read(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None


def _replace(file: Path, raw: bytes | None) -> None:
    if raw is not None:
        put(file, raw)
        return
    file.unlink(missing_ok=True)
    _sync(file.parent)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
