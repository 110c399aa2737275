"""Every change to the disk that an update makes, in one place; tests end the world at each of them (S10)."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from kiosk.adapters.files import sync_folder, write_private
from kiosk.errors import ContentError, ContentFull

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Disk:
    """Methods raise OSError."""

    def write_whole(self, path: Path, content: bytes) -> None:
        """Replace `path` at once; it is on the disk when this returns."""
        write_private(path, content)

    def write_list(self, path: Path, content: bytes, *, sync: bool = True) -> None:
        """As `write_whole`, but after a power cut the name may still lead to the old content; without `sync`, until the
        next `sync`, to a torn one."""
        part = path.with_name(f".{path.name}.part")
        fd = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        with os.fdopen(fd, "wb") as file:
            file.write(content)
            file.flush()
            if sync:
                os.fsync(file.fileno())
        part.replace(path)

    def make_folder(self, path: Path) -> None:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)

    def fill(self, path: Path, at: int, pieces: Iterable[bytes]) -> Iterator[int]:
        """Write `pieces` from byte `at` on, what stood behind it being gone; yields the length so far after each."""
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        try:
            os.ftruncate(fd, at)
            for piece in pieces:
                self.write(path, fd, at, piece)
                at += len(piece)
                yield at
        finally:
            os.close(fd)

    def write(self, path: Path, fd: int, at: int, piece: bytes) -> None:  # noqa: ARG002 - tests want to know the path
        """One piece of `fill`, all of it."""
        view = memoryview(piece)
        while view:
            written = os.pwrite(fd, view, at)
            at, view = at + written, view[written:]

    def move(self, path: Path, to: Path) -> None:
        path.replace(to)

    def link(self, path: Path, to: Path) -> None:
        """The same file in a second place; a copy where the disk cannot link."""
        try:
            to.hardlink_to(path)
        except OSError as error:
            if error.errno in NO_ROOM:
                raise
            shutil.copyfile(path, to)

    def remove(self, path: Path) -> None:
        """A file or a whole folder; nothing when it is not there."""
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)

    def sync(self, folder: Path) -> None:
        """Everything below `folder` is on the disk when this returns. The whole file system at once: for hundreds of
        files that is one wait instead of one for each; an error while writing is told (Linux 5.8 and later)."""
        fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            if _libc().syncfs(fd) != 0:
                code = ctypes.get_errno()
                raise OSError(code, os.strerror(code))
        finally:
            os.close(fd)

    def sync_names(self, folder: Path) -> None:
        """The names in `folder` itself are on the disk; what they lead to was synced before."""
        sync_folder(folder)

    def room(self, folder: Path) -> int:
        """Bytes free for us."""
        return shutil.disk_usage(folder).free


@cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


@contextmanager
def disk_errors(what: str) -> Iterator[None]:
    """What the disk says, in our words."""
    try:
        yield
    except OSError as error:
        if error.errno in NO_ROOM:
            raise ContentFull(f"{what}: {error.strerror}") from error
        raise ContentError(f"{what}: {error.strerror or type(error).__name__}") from error
