"""Which names a package's files may have, and how much it may hold (S8). Everything else is refused, never mended.

Small letters of the Latin alphabet look the same on every stick, web server and screen; a name that reads from right to
left, or two that differ only for the machine, cannot be written with them.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kiosk.content.policy.cards_reader import Fault

MAX_FILES = 5_000
MAX_BYTES = 1_000_000_000
MAX_FILE = 200_000_000
MAX_DEPTH = 6
MAX_NAME = 200
_SEGMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True)
class Entry:
    """A file of a package: its path within it (with /), and its length in bytes."""

    path: str
    length: int


def name_fault(path: str) -> str | None:
    """What is wrong with a path within a package, in words; None when it may stand."""
    parts = path.split("/")
    if path.startswith("/") or "\\" in path or ".." in parts or "." in parts:
        return "it leads out of the package"
    if not all(_SEGMENT.fullmatch(part) for part in parts):
        return "a name is letters a to z, digits, . _ and -, and begins with a letter or a digit"
    if len(path) > MAX_NAME:
        return f"{len(path)} characters, at most {MAX_NAME}"
    if len(parts) > MAX_DEPTH:
        return f"{len(parts)} folders deep, at most {MAX_DEPTH}"
    return None


def sum_faults(file: str, entries: Iterable[Entry]) -> Iterator[Fault]:
    """Too many, too large, or two that some disks take for one."""
    seen: dict[str, str] = {}
    total = count = 0
    for entry in entries:
        count, total = count + 1, total + entry.length
        if entry.length > MAX_FILE:
            yield Fault(
                file, 1, f"{shown(entry.path)} has {entry.length:,} bytes", f"at most {MAX_FILE:,}: make it smaller"
            )
        if (other := seen.setdefault(entry.path.lower(), entry.path)) != entry.path:
            yield Fault(file, 1, f"{shown(entry.path)} and {shown(other)} are one name on many sticks", "rename one")
    if count > MAX_FILES:
        yield Fault(file, 1, f"more than {MAX_FILES:,} files", "make two packages of it")
    if total > MAX_BYTES:
        yield Fault(file, 1, f"{total:,} bytes together", f"at most {MAX_BYTES:,}: make two packages of it")


def scan(folder: Path) -> tuple[tuple[Entry, ...], list[Fault]]:
    """The files of a package's folder in order, and what must not be there. Follows no link, opens nothing."""
    found: list[Entry] = []
    faults: list[Fault] = []
    _scan(folder, "", found, faults)
    found.sort(key=lambda entry: entry.path)
    faults += sum_faults(str(folder), found)
    return tuple(found), faults


def shown(path: str) -> str:
    """A name as it may be printed: what is not plain is written as its number."""
    return ascii(path[:MAX_NAME]).strip("'")


def _scan(folder: Path, below: str, found: list[Entry], faults: list[Fault]) -> None:
    with os.scandir(folder) as inside:
        for item in inside:
            if len(found) > MAX_FILES:
                return  # sum_faults says so; a stick with a million files is not read to its end
            path = f"{below}{item.name}"
            mode = item.stat(follow_symlinks=False)
            if (wrong := name_fault(path)) is not None:
                faults.append(Fault(f"{folder}", 1, f"{shown(path)}: {wrong}", "rename it, or take it out"))
            elif stat.S_ISDIR(mode.st_mode):
                _scan(folder / item.name, f"{path}/", found, faults)
            elif stat.S_ISREG(mode.st_mode):
                found.append(Entry(path, mode.st_size))
            else:
                kind = "a link" if stat.S_ISLNK(mode.st_mode) else "not a file"
                faults.append(Fault(f"{folder}", 1, f"{path} is {kind}", "put the file itself there"))
