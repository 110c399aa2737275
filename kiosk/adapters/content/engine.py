"""One update from beginning to end, whatever happens in between (S8 to S10)."""

from __future__ import annotations

import fcntl
import hashlib
import os
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.adapters.content.disk import Disk, disk_errors
from kiosk.adapters.content.place import PACKAGES, One, Place, Pointer
from kiosk.adapters.content.staging import PARTS, STAGE, Meter, Stage, test
from kiosk.adapters.content.sticks import sticks
from kiosk.content.package.check import Means
from kiosk.content.package.diff import diff
from kiosk.content.package.manifest import KINDS
from kiosk.content.package.release import Release
from kiosk.errors import ContentError, ContentFull, ContentRefused, ContentUnfit
from kiosk.ports.content_updates import Change, Offer, OnProgress, Source, Stopped

if TYPE_CHECKING:  # tuf is loaded when a source is looked at: 20 MB that a kiosk without news does not need
    from kiosk.adapters.content.catalogue import Catalogue, Found

ROOT = "root.json"
TRUST = "trust"
LOCK = "lock"
SPARE = 64_000_000
"""Bytes that stay free for requests and alarms."""
MAX_REFUSED = 50


def no_wait(seconds: float) -> None:
    threading.Event().wait(seconds)


@dataclass(frozen=True)
class Options:
    """`own` is the one address whose first root is believed (our hub's, over its own certificate); "" for none.

    `context` gives the TLS for an address. `opens` reads installed content as the screens do and raises when it cannot.
    """

    program: str
    channel: str
    now: Callable[[], datetime]
    context: Callable[[str], ssl.SSLContext | None] = lambda _: None
    own: Callable[[], str] = lambda: ""
    root: Path | None = None
    mounts: Path = Path("/media")
    means: Callable[[], Means] = Means
    opens: Callable[[], None] = lambda: None
    pause: Callable[[float], None] = no_wait


@dataclass(frozen=True)
class Planned:
    """`name` is the folder that it will have."""

    name: str
    found: Found
    now: One | None
    change: Change


class Engine:
    """kiosk.ports.content_updates.ContentUpdates, made real in one folder."""

    def __init__(self, place: Place, options: Options) -> None:
        self.place = place
        self._options = options
        self._disk: Disk = place.disk

    def look(self, source: Source, stopped: Stopped) -> Offer:
        with self._alone(), self._catalogue(source, stopped) as catalogue:
            return self._offer(source, catalogue)[1]

    def install(self, source: Source, on_progress: OnProgress, stopped: Stopped) -> Offer:
        with self._alone(), self._catalogue(source, stopped) as catalogue:
            planned, offer = self._offer(source, catalogue)
            if planned:
                self._leave_only(planned)
                self._room(planned)
                self._bring(planned, catalogue, on_progress, stopped)
                self._switch(planned)
                with suppress(OSError):  # what is left over takes room and harms nobody
                    self.place.tidy()
                    self._disk.remove(self.place.folder / PARTS)
            return offer

    def examine(self) -> bool:
        with self._alone():
            pointer = self.place.pointer()
            unfit = {key: why for key, one in pointer.packages.items() if (why := self._unfit(one.folder)) is not None}
            if unfit:
                self._go_back(pointer, unfit)
            return not unfit

    def sticks(self) -> tuple[Source, ...]:
        return sticks(self._options.mounts)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One update at a time on this machine, whichever process; a crash lets go. Disk errors become ours."""
        with disk_errors("installed content"):
            self._disk.make_folder(self.place.folder / PACKAGES)
            fd = os.open(self.place.folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
                yield
            except BlockingIOError:
                raise ContentError("another update is under way") from None
            finally:
                os.close(fd)

    def _catalogue(self, source: Source, stopped: Stopped) -> Catalogue:
        from kiosk.adapters.content.catalogue import Catalogue
        from kiosk.adapters.content.catalogue import Means as Needs

        options, trust = self._options, self.place.folder / TRUST
        root = self._root(source, stopped)
        needs = Needs(trust, root, options.now(), options.channel, self._disk, options.pause)
        return Catalogue(source.where, options.context(source.where), stopped, needs)

    def _root(self, source: Source, stopped: Stopped) -> bytes:
        """The root that was trusted first: given by a person, or by our own hub the first time."""
        kept = self.place.folder / ROOT
        if kept.exists():
            return kept.read_bytes()
        options = self._options
        if options.root is not None:
            raw = options.root.read_bytes()
        elif source.where and source.where == options.own():
            from kiosk.adapters.content.catalogue import first_root

            raw = first_root(source.where, options.context(source.where), stopped, self._disk)
        else:
            raise ContentRefused("nobody has told this kiosk whose signature to trust; see docs/content-publishing.md")
        self._disk.write_whole(kept, raw)
        return raw

    def _offer(self, source: Source, catalogue: Catalogue) -> tuple[list[Planned], Offer]:
        catalogue.refresh()
        pointer = self.place.pointer()
        planned: list[Planned] = []
        too_new: list[str] = []
        for kind in KINDS:
            for name, version in catalogue.versions(kind).items():
                now = pointer.packages.get(f"{kind}/{name}")
                if now is not None and now.version >= version:
                    continue
                found = catalogue.release(kind, name, version)
                folder = f"{kind}.{name}.{version}.{hashlib.sha256(found.raw).hexdigest()[:12]}"
                if folder in pointer.refused:
                    continue
                if not found.release.manifest.usable_by(self._options.program):
                    too_new.append(name)
                    continue
                planned.append(Planned(folder, found, now, self._change(found.release, now)))
        changes = tuple(one.change for one in planned)
        return planned, Offer(source, changes, catalogue.valid_until, tuple(too_new))

    def _change(self, release: Release, now: One | None) -> Change:
        before = self.place.release(now.folder) if now is not None else None
        found = diff(before, release)
        manifest = release.manifest
        counts = (len(found.added), len(found.changed), len(found.removed))
        version = now.version if now is not None else 0
        return Change(manifest.kind, manifest.id, manifest.title, version, manifest.version, *counts, found.travels)

    def _leave_only(self, planned: list[Planned]) -> None:
        """What was begun for a version that is not wanted any more goes."""
        names = {one.name for one in planned}
        hashes = {file.sha256 for one in planned for file in one.found.release.files}
        parts = self.place.folder / PARTS
        for path in parts.iterdir() if parts.is_dir() else ():
            if path.name not in hashes:
                self._disk.remove(path)
        for path in (self.place.folder / PACKAGES).glob(f"{STAGE}*"):
            if path.name.removeprefix(STAGE) not in names:
                self._disk.remove(path)

    def _room(self, planned: list[Planned]) -> None:
        needed = sum(one.change.travels for one in planned)
        free = self._disk.room(self.place.folder)
        if free < needed + SPARE:
            raise ContentFull(f"{needed:,} bytes to fetch, {free:,} free, {SPARE:,} are kept for requests")

    def _bring(self, planned: list[Planned], catalogue: Catalogue, on_progress: OnProgress, stopped: Stopped) -> None:
        meter = Meter(sum(one.found.release.length for one in planned), on_progress)
        for one in planned:
            known = self._known(one.found.release.manifest.kind)
            folder = Stage(self.place, catalogue, meter, stopped).build(one.name, one.found, known)
            try:
                test(folder, one.found.release, self._options.means())
            except ContentUnfit:
                self._refuse(one.name)
                raise
            to = self.place.path(one.name)
            self._disk.remove(to)  # left by an update that a power cut ended before it was switched to
            self._disk.move(folder, to)
        self._disk.sync_names(self.place.folder / PACKAGES)
        meter.end()

    def _known(self, kind: str) -> list[tuple[Path, Release]]:
        found = []
        for one in self.place.pointer().packages.values():
            release = self.place.release(one.folder)
            if release is not None and one.kind == kind:
                found.append((self.place.path(one.folder), release))
        return found

    def _switch(self, planned: list[Planned]) -> None:
        """At once for all; back at once when it does not work."""
        before = self.place.pointer()
        packages = dict(before.packages)
        for one in planned:
            manifest, now = one.found.release.manifest, one.now
            old = (now.folder, now.version) if now is not None else ("", 0)
            made = One(manifest.kind, manifest.id, manifest.version, one.name, *old)
            packages[made.key] = made
        self.place.point(replace(before, packages=packages))
        try:
            for one in planned:
                test(self.place.path(one.name), one.found.release, self._options.means())
            self._options.opens()
        except Exception as error:
            names = tuple(one.name for one in planned)
            self.place.point(replace(before, refused=(*before.refused, *names)[-MAX_REFUSED:]))
            if isinstance(error, ContentUnfit):
                raise
            raise ContentUnfit(f"self-test: {error}") from error

    def _refuse(self, name: str) -> None:
        pointer = self.place.pointer()
        self.place.point(replace(pointer, refused=(*pointer.refused, name)[-MAX_REFUSED:]))
        self._disk.remove(self.place.folder / PACKAGES / f"{STAGE}{name}")

    def _unfit(self, folder: str) -> str | None:
        """Why a package cannot be used: "damaged" here, or "unfit" from the start; None when it can."""
        release, path = self.place.release(folder), self.place.path(folder)
        if release is None:
            return "damaged"
        try:
            sizes = all((path / file.path).stat().st_size == file.length for file in release.files)
            if not sizes:
                return "damaged"
            test(path, release, self._options.means())
        except OSError:
            return "damaged"
        except ContentUnfit:
            return "unfit"
        return None

    def _go_back(self, pointer: Pointer, unfit: dict[str, str]) -> None:
        """Each of these packages to its version before, if that is fit; else to what came with the program."""
        packages = dict(pointer.packages)
        refused = list(pointer.refused)
        for key, why in unfit.items():
            one = packages.pop(key)
            if why == "unfit":
                refused.append(one.folder)
            if one.before and self._unfit(one.before) is None:
                packages[key] = One(one.kind, one.package, one.before_version, one.before)
        self.place.point(Pointer(packages, tuple(refused[-MAX_REFUSED:])))
