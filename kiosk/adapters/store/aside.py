"""Moving an unreadable database out of the way: never deleted, so that a person can still rescue it."""

from __future__ import annotations

from pathlib import Path

from kiosk.adapters.files import sync_folder

PREFIX = "aside-"
SIDE_FILES = ("-wal", "-shm", "-journal")


def asides(folder: Path) -> tuple[Path, ...]:
    """What was moved aside and still lies here; a person removes it once it has been looked at."""
    return tuple(sorted(folder.glob(f"{PREFIX}*")))


def move_aside(database: Path, reason: str) -> Path:
    """Move `database` and its side files into a new folder beside it, and give that folder. Raises OSError.

    The side files go first: a write-ahead log that stayed behind would be played into the fresh database.
    """
    target = _new_folder(database.parent, reason)
    for name in (*(database.name + side for side in SIDE_FILES), database.name):
        source = database.with_name(name)
        if source.exists():
            source.rename(target / name)
    sync_folder(target)
    sync_folder(database.parent)
    return target


def _new_folder(parent: Path, reason: str) -> Path:
    number = len(asides(parent)) + 1
    while True:
        target = parent / f"{PREFIX}{number:03d}-{reason}"
        try:
            target.mkdir(mode=0o700)
        except FileExistsError:
            number += 1
        else:
            return target
