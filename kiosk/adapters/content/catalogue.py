"""What a source has for this kiosk, every word of it signed: channels, lists of files, files."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from tuf.api.exceptions import DownloadError, DownloadHTTPError, DownloadLengthMismatchError, LengthOrHashMismatchError
from tuf.api.metadata import TargetFile

from kiosk.adapters.content.client import LIMITS, Client, believable
from kiosk.adapters.content.disk import Disk
from kiosk.adapters.content.errors import tuf_errors
from kiosk.adapters.content.fetcher import NOT_FOUND, Arrived, Fetcher
from kiosk.content.package.channels import MAX_JSON, channel_target, file_target, read_channel, release_target
from kiosk.content.package.manifest import KINDS
from kiosk.content.package.release import MAX_JSON as MAX_LIST
from kiosk.content.package.release import File, Release, read_release
from kiosk.errors import ContentError, ContentNone, ContentRefused, ContentStopped, ContentUnreachable
from kiosk.ports.content_updates import Stopped

TRIES = 5
T = TypeVar("T")
Pause = Callable[[float], None]


@dataclass(frozen=True)
class Found:
    """A package's newest version at a source; `raw` are the bytes of its list of files."""

    release: Release
    raw: bytes


@dataclass(frozen=True)
class Means:
    """What reading a source needs of this kiosk. `root` is the first root that was ever trusted."""

    trust: Path
    root: bytes
    now: datetime
    channel: str
    disk: Disk
    pause: Pause


class Catalogue:
    """One source, for one look or one update. Methods raise ContentError and its kinds."""

    def __init__(self, where: str, context: ssl.SSLContext | None, stopped: Stopped, means: Means) -> None:
        self._where = where.rstrip("/")
        self._stopped = stopped
        self._means = means
        self.fetcher = Fetcher(context, stopped, means.disk)
        now = believable(means.now, means.trust)
        with tuf_errors():
            self._client = Client(
                means.trust, f"{self._where}/metadata", None, self.fetcher, now, root=means.root, disk=means.disk
            )

    def __enter__(self) -> Catalogue:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.fetcher.close()

    @property
    def valid_until(self) -> datetime:
        return self._client.valid_until(KINDS)

    def refresh(self) -> None:
        """Learn what is newest. Tried again when the line breaks."""
        with tuf_errors():
            self._persist(self._client.refresh)

    def versions(self, kind: str) -> dict[str, int]:
        """The packages of a kind for this kiosk's channel."""
        found: dict[str, int] = {}
        for channel in dict.fromkeys(("all", self._means.channel)):
            target = channel_target(kind, channel)
            raw = self._small(target, MAX_JSON)
            if raw is not None:
                found |= _trusted(partial(read_channel, raw, kind, channel))
        return found

    def release(self, kind: str, name: str, version: int) -> Found:
        raw = self._small(release_target(kind, name, version), MAX_LIST)
        if raw is None:
            raise ContentRefused(f"{kind}/{name} {version} is named and not there")
        release = _trusted(partial(read_release, raw))
        told = release.manifest
        if (told.kind, told.id, told.version) != (kind, name, version):
            raise ContentRefused(f"{kind}/{name} {version}: the list is of {told.kind}/{told.id} {told.version}")
        return Found(release, raw)

    def fetch(self, kind: str, file: File, part: Path, arrived: Arrived) -> None:
        """Bring a file's bytes to `part`, whole and verified. What is wrong is removed."""
        info = self._info(file_target(kind, file.sha256))
        if info is None or info.length != file.length or info.hashes.get("sha256") != file.sha256:
            raise ContentRefused(f"{file.path}: the signed list names other bytes")
        begun = _size(part) > 0
        with tuf_errors():
            hashed = self._gather(info, part, arrived)
            if self._right(info, part, hashed) or (begun and self._anew(info, part, arrived)):
                return
        raise ContentRefused(f"{file.path}: other bytes came than were signed")

    def _anew(self, info: TargetFile, part: Path, arrived: Arrived) -> bool:
        """What an earlier try left was damaged by a power cut, say: once more from its beginning."""
        arrived(-info.length)
        return self._right(info, part, self._gather(info, part, arrived))

    def _gather(self, info: TargetFile, part: Path, arrived: Arrived) -> str:
        url, hashed = self._url(info), ""

        def gather() -> None:
            nonlocal hashed
            hashed = self.fetcher.gather(url, part, info.length, arrived)

        self._persist(gather, lambda: _size(part))
        return hashed

    def _right(self, info: TargetFile, part: Path, hashed: str) -> bool:
        """Whether these are the signed bytes; what is wrong is removed. `hashed` is "" where it was not all seen."""
        if hashed and hashed == info.hashes["sha256"]:
            return True
        try:
            with part.open("rb") as whole:
                info.verify_length_and_hashes(whole)
        except LengthOrHashMismatchError:
            self._means.disk.remove(part)
            return False
        return True

    def _small(self, target: str, most: int) -> bytes | None:
        info = self._info(target)
        if info is None:
            return None
        if info.length > most:
            raise ContentRefused(f"{target}: {info.length:,} bytes")
        raw = b""

        def get() -> None:
            nonlocal raw
            raw = self.fetcher.download_bytes(self._url(info), info.length)

        with tuf_errors():
            self._persist(get)
            info.verify_length_and_hashes(raw)
        return raw

    def _info(self, target: str) -> TargetFile | None:
        with tuf_errors():
            return self._client.get_targetinfo(target)

    def _url(self, info: TargetFile) -> str:
        folder, _, name = info.path.rpartition("/")
        return f"{self._where}/targets/{folder}/{info.hashes.get('sha256', '')}.{name}"

    def _persist(self, work: Callable[[], None], reached: Callable[[], int] = int) -> None:
        """Again when the line broke, five times without getting further than ever before: bytes that are sent again
        and again do not count, or a server could keep us busy for ever."""
        tries = furthest = 0
        while True:
            try:
                return work()
            except (DownloadHTTPError, DownloadLengthMismatchError):
                raise
            except DownloadError:
                tries = 1 if reached() > furthest else tries + 1
                furthest = max(furthest, reached())
                if tries >= TRIES or self._stopped():
                    raise
                self._means.pause(float(2**tries))
                if self._stopped():
                    raise ContentStopped from None


def _size(part: Path) -> int:
    try:
        return part.stat().st_size
    except FileNotFoundError:
        return 0


def first_root(where: str, context: ssl.SSLContext | None, stopped: Stopped, disk: Disk) -> bytes:
    """The first root at an address that is trusted for another reason: our own hub, over its own certificate."""
    fetcher = Fetcher(context, stopped, disk)
    try:
        with tuf_errors():
            return fetcher.download_bytes(f"{where.rstrip('/')}/metadata/1.root.json", LIMITS.root_max_length)
    except ContentUnreachable as error:
        if isinstance(error.__cause__, DownloadHTTPError) and error.__cause__.status_code == NOT_FOUND:
            raise ContentNone(f"{where}: nothing is published there yet") from error
        raise
    finally:
        fetcher.close()


def _trusted(read: Callable[[], T]) -> T:
    """What was signed and cannot be read is refused."""
    try:
        return read()
    except ContentError as error:
        raise ContentRefused(str(error)) from error
