"""Every change to the disk that an update makes, in one place; tests end the world at each of them (S10)."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.adapters.files import sync_folder, write_private
from kiosk.errors import ContentError, ContentFull

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Disk:
    """Methods raise OSError."""

    def write_whole(self, path: Path, content: bytes) -> None:
        """Replace `path` at once; it is on the disk when this returns."""
        write_private(path, content)

    def make_folder(self, path: Path) -> None:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)

    def append(self, path: Path, at: int, piece: bytes) -> None:
        """Write `piece` from byte `at` on; what stood behind it is gone."""
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        try:
            os.ftruncate(fd, at)
            view = memoryview(piece)
            while view:
                written = os.pwrite(fd, view, at)
                at, view = at + written, view[written:]
        finally:
            os.close(fd)

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
        """Everything below `folder` is on the disk when this returns."""
        for place, _, names in os.walk(folder):
            for name in names:
                fd = os.open(os.path.join(place, name), os.O_RDONLY | os.O_NOFOLLOW)  # noqa: PTH118 - os.walk's own
                try:
                    os.fsync(fd)
                finally:
                    os.close(fd)
            sync_folder(Path(place))

    def sync_names(self, folder: Path) -> None:
        """The names in `folder` itself are on the disk; what they lead to was synced before."""
        sync_folder(folder)

    def room(self, folder: Path) -> int:
        """Bytes free for us."""
        return shutil.disk_usage(folder).free


@contextmanager
def disk_errors(what: str) -> Iterator[None]:
    """What the disk says, in our words."""
    try:
        yield
    except OSError as error:
        if error.errno in NO_ROOM:
            raise ContentFull(f"{what}: {error.strerror}") from error
        raise ContentError(f"{what}: {error.strerror or type(error).__name__}") from error
