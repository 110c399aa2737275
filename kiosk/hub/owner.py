"""What root writes for the hub belongs to the owner of the folder it lies in: the hub runs as a user of its own
(packaging/systemd), commands on keys are often typed by root, for whom sticks are mounted."""

from __future__ import annotations

import os
import pwd
from pathlib import Path


def hand_over(path: Path) -> None:
    """Give a new file or folder to the owner of its folder; only root can, and for others nothing happens.

    Raises OSError.
    """
    if os.geteuid() != 0:
        return
    owner = owner_of(path.parent)
    if owner_of(path) != owner:
        os.chown(path, *owner, follow_symlinks=False)


def make_folder(path: Path, mode: int = 0o777) -> None:
    """`path`, of this mode, and the folders above that are missing, each of its parent's owner. Raises OSError."""
    if path.is_dir():
        return
    make_folder(path.parent)
    path.mkdir(mode, exist_ok=True)
    hand_over(path)


def owner_of(path: Path) -> tuple[int, int]:
    """User and group."""
    found = path.lstat()
    return found.st_uid, found.st_gid


def user_of(path: Path) -> str:
    """The name of the user it belongs to; the number where there is no name."""
    number = path.stat().st_uid
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)
