"""A package as one file, to be handed on: a zip that always has the same bytes, opened with every bound of S8."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path

from kiosk.content.package.errors import PackageError
from kiosk.content.package.paths import Entry, name_fault, shown, sum_faults
from kiosk.content.package.release import CHUNK, Release
from kiosk.content.policy.cards_reader import Fault

SUFFIX = ".silverkey"
MAX_RATIO = 200
"""Unpacked to packed; YAML in our packages reaches 10, drawn pictures 20."""
_PAST = (1980, 1, 1, 0, 0, 0)  # a zip's earliest day: the same package gives the same bytes whenever it is built
_STORED = (".wav",)  # sound hardly shrinks
_OURS = 0o100644 << 16

Progress = Callable[[int], None]


def pack(folder: Path, release: Release, to: Path, progress: Progress | None = None) -> None:
    """Write the package to `to`. `progress` hears bytes done so far. Raises OSError."""
    done = 0
    with zipfile.ZipFile(to, "w") as archive:
        for file in release.files:
            info = zipfile.ZipInfo(file.path, _PAST)
            info.compress_type = zipfile.ZIP_STORED if file.path.endswith(_STORED) else zipfile.ZIP_DEFLATED
            info.external_attr = _OURS
            with (folder / file.path).open("rb") as source, archive.open(info, "w") as into:
                while chunk := source.read(CHUNK):
                    into.write(chunk)
                    done += len(chunk)
                    if progress is not None:
                        progress(done)


def unpack(archive: Path, to: Path) -> None:
    """Put what is in the archive into the empty folder `to`; nothing of it when anything is wrong with its list.

    Raises PackageError, OSError. A file that is longer than its list says ends it: no bomb fills the disk.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            infos = opened.infolist()
            faults = _faults(archive, infos)
            if faults:
                raise PackageError(faults)
            for info in infos:
                _one(opened, info, to / info.filename)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, UnicodeError) as error:
        raise PackageError([Fault(str(archive), 1, "damaged, or no package", "ask for it again")]) from error


def _faults(archive: Path, infos: list[zipfile.ZipInfo]) -> list[Fault]:
    if not infos:
        return [Fault(str(archive), 1, "nothing in it", "ask for it again")]
    faults = [Fault(str(archive), 1, f"{shown(info.orig_filename)}: {wrong}", "ask who made it")
              for info in infos if (wrong := _wrong(info)) is not None]  # fmt: skip
    names = [info.filename for info in infos]
    if len(set(names)) != len(names):
        faults.append(Fault(str(archive), 1, "one name twice", "ask who made it"))
    faults += sum_faults(str(archive), _entries(infos))
    return faults[:20]


def _entries(infos: Iterable[zipfile.ZipInfo]) -> list[Entry]:
    return [Entry(info.filename, info.file_size) for info in infos]


def _wrong(info: zipfile.ZipInfo) -> str | None:
    mode = info.external_attr >> 16
    if info.filename != info.orig_filename:
        return "a hidden part in its name"
    if (wrong := name_fault(info.filename)) is not None:
        return wrong
    if mode and not stat.S_ISREG(mode) and stat.S_IFMT(mode):
        return "a link, or no file"
    if info.flag_bits & 0x1:
        return "locked with a password"
    if info.file_size > MAX_RATIO * max(info.compress_size, 1) + CHUNK:
        return f"{info.file_size:,} bytes out of {info.compress_size:,}"
    return None


def _one(opened: zipfile.ZipFile, info: zipfile.ZipInfo, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    left = info.file_size
    with opened.open(info) as source, to.open("xb") as into:
        while chunk := source.read(CHUNK):
            left -= len(chunk)
            if left < 0:
                raise PackageError([Fault(info.filename, 1, "longer than its list says", "ask who made it")])
            into.write(chunk)
