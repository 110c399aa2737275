"""Bytes from a web address or from a stick, never more than was signed for, begun again where they broke off.

A file's bytes gather in a part file, which survives a broken line, a restart and a pulled stick; whether they are the
right ones is decided by the signed hash over the whole, not here.
"""

from __future__ import annotations

import hashlib
import os
import ssl
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import urllib3
from tuf.api.exceptions import DownloadError, DownloadHTTPError, DownloadLengthMismatchError, SlowRetrievalError
from tuf.ngclient.fetcher import FetcherInterface

from kiosk.adapters.content.disk import Disk
from kiosk.errors import ContentStopped
from kiosk.ports.content_updates import Stopped

PIECE = 1 << 20
SILENCE_SECONDS = 20.0
SLOWEST = 100.0
"""Bytes a second over a minute: what comes slower is no line but somebody holding us up; the next try goes on."""
WATCH_SECONDS = 60.0
NOT_FOUND, WHOLE, PART, BEYOND = 404, 200, 206, 416
Arrived = Callable[[int], None]


class Fetcher(FetcherInterface):
    """For one update. `received` counts all bytes, `metadata` those of the signed metadata among them."""

    def __init__(self, context: ssl.SSLContext | None, stopped: Stopped, disk: Disk) -> None:
        self._pool = urllib3.PoolManager(
            num_pools=2,
            maxsize=1,
            retries=False,
            timeout=urllib3.Timeout(connect=SILENCE_SECONDS, read=SILENCE_SECONDS),
            ssl_context=context,
        )
        self._stopped = stopped
        self._disk = disk
        self.received = 0
        self.metadata = 0

    def close(self) -> None:
        self._pool.clear()

    def gather(self, url: str, part: Path, length: int, arrived: Arrived) -> str:
        """Bring `part` to `length` bytes of `url`; the SHA-256 of what came, "" when a part of it was here before.

        Raises DownloadError, ContentStopped, OSError from our own disk.
        """
        have = _size(part)
        if have > length:
            have = 0
        arrived(have)
        if have == length and length > 0:
            return ""
        begun, pieces = self._open(url, have) if length else (0, iter(()))
        if begun != have:
            arrived(begun - have)
        at, seen = begun, hashlib.sha256()
        for reached in self._disk.fill(part, begun, _bounded(url, pieces, length - begun, seen)):
            arrived(reached - at)
            at = reached
        if at < length:
            raise DownloadError(f"{url}: broke off after {at} of {length} bytes")
        return "" if begun else seen.hexdigest()

    def _fetch(self, url: str) -> Iterator[bytes]:
        """A signed list, for tuf, which bounds its length."""
        for piece in self._open(url, 0)[1]:
            if "/metadata/" in url:
                self.metadata += len(piece)
            yield piece

    def _open(self, url: str, have: int) -> tuple[int, Iterator[bytes]]:
        """From which byte on it comes, and the bytes."""
        if self._stopped():
            raise ContentStopped(url)
        if url.startswith("file:"):
            return have, self._watched(_from_stick(url, have))
        return self._ask(url, have)

    def _ask(self, url: str, have: int) -> tuple[int, Iterator[bytes]]:
        headers = {"accept-encoding": "identity", **({"range": f"bytes={have}-"} if have else {})}
        try:
            response = self._pool.request("GET", url, headers=headers, preload_content=False, redirect=False)
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise DownloadError(f"{url}: {type(error).__name__}") from error
        if have and response.status in (BEYOND, PART) and not _goes_on(response, have):
            response.close()
            return self._ask(url, 0)
        if response.status not in (WHOLE, PART):
            response.close()
            raise DownloadHTTPError(f"{url}: status {response.status}", response.status)
        begun = have if response.status == PART else 0
        return begun, self._watched(_pieces(url, response))

    def _watched(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """Stopped at any time; given up when next to nothing comes."""
        since, here = time.monotonic(), 0
        for piece in pieces:
            if self._stopped():
                raise ContentStopped
            self.received += len(piece)
            here += len(piece)
            yield piece
            if (now := time.monotonic()) - since >= WATCH_SECONDS:
                if here < SLOWEST * WATCH_SECONDS:
                    raise SlowRetrievalError(f"{here} bytes in {now - since:.0f} s")
                since, here = now, 0


def file_url(folder: Path) -> str:
    """A stick's folder as an address."""
    return folder.absolute().as_uri()


def _bounded(url: str, pieces: Iterator[bytes], room: int, seen: hashlib._Hash) -> Iterator[bytes]:
    """No more than was signed for; hashed as it passes."""
    for piece in pieces:
        room -= len(piece)
        if room < 0:
            raise DownloadLengthMismatchError(f"{url}: longer than it was signed")
        seen.update(piece)
        yield piece


def _size(part: Path) -> int:
    try:
        return part.stat().st_size
    except FileNotFoundError:
        return 0


def _goes_on(response: urllib3.BaseHTTPResponse, have: int) -> bool:
    told = response.headers.get("content-range", "")
    return response.status == PART and told.startswith(f"bytes {have}-")


def _pieces(url: str, response: urllib3.BaseHTTPResponse) -> Iterator[bytes]:
    """`read1` gives what has come, so that a slow line is seen to be slow and a stop is heard."""
    try:
        while piece := response.read1(PIECE):
            yield piece
    except (urllib3.exceptions.HTTPError, OSError) as error:  # ProtocolError is one of the first
        raise DownloadError(f"{url}: {type(error).__name__}") from error
    finally:
        response.close()


def _from_stick(url: str, have: int) -> Iterator[bytes]:
    """A plain file's bytes. A link, a pipe or a device in its place is not read: it could hang or never end."""
    path = Path(unquote(urlsplit(url).path))
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        raise DownloadHTTPError(f"{path.name}: not there", NOT_FOUND) from None
    except OSError as error:
        raise DownloadError(f"{path.name}: {error.strerror}") from error
    try:
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            raise DownloadError(f"{path.name}: not a file")
        os.lseek(fd, have, os.SEEK_SET)
        while piece := os.read(fd, PIECE):
            yield piece
    except OSError as error:
        raise DownloadError(f"{path.name}: {error.strerror}") from error
    finally:
        os.close(fd)
