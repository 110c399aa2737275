"""A package, looked at from outside to inside: names and sizes, the manifest, then what its kind asks for."""

from __future__ import annotations

import fnmatch
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.content.package.directory import check_directory
from kiosk.content.package.errors import PackageError
from kiosk.content.package.manifest import FILE, Manifest, read_manifest
from kiosk.content.package.notices import check_notices
from kiosk.content.package.paths import Entry, scan
from kiosk.content.package.release import Release, release_of
from kiosk.content.package.voices import check_voices
from kiosk.content.policy.cards_check import Against, check_cards
from kiosk.content.policy.cards_reader import Fault
from kiosk.content.policy.law import Law

PICTURES_AND_SOUNDS = ("*.svg", "*.wav")
BESIDE = (FILE, "README.md")
MAY_HOLD: Mapping[str, tuple[str, ...]] = {
    "lessons": ("*.yaml", *PICTURES_AND_SOUNDS),
    "policies": ("cards/*.yaml", "words/*.txt"),
    "voices": ("*/phrases.json", "*/*.wav"),
    "directory": ("services.yaml",),
    "notices": ("notices.yaml",),
    "first-aid": ("*.yaml", *PICTURES_AND_SOUNDS),
}
"""What each kind's folder may hold beside BESIDE; `*` goes over folders too."""


@dataclass(frozen=True)
class Means:
    """What packages are held against: words no resident should meet, pictures of the program, official texts.

    Empty ones check nothing of their kind. `others` has checkers of kinds that other parts of the program know.
    """

    hard: Collection[str] = ()
    pictures: Collection[str] = ()
    texts: Mapping[str, Law] = field(default_factory=dict)
    others: Mapping[str, Callable[[Path], Iterable[Fault]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Checked:
    """`manifest` is None when package.yaml cannot be used."""

    manifest: Manifest | None
    entries: tuple[Entry, ...]
    faults: tuple[Fault, ...]


def check_package(folder: Path, means: Means | None = None) -> Checked:
    """Every fault in a package's folder, by file and line. Raises OSError when it cannot be read at all."""
    entries, faults = scan(folder)
    file = folder / FILE
    if faults:  # with a link or a device among them nothing is opened
        return Checked(None, entries, _sorted(faults))
    if all(entry.path != FILE for entry in entries):
        mend = "write it as docs/content-format.md shows, or begin with `kiosk content new`"
        return Checked(None, entries, (Fault(str(file), 1, f"no {FILE}", mend),))
    manifest, found = read_manifest(str(file), file.read_bytes())
    faults += found
    if manifest is not None:
        faults += [*_strangers(folder, manifest, entries), *_of_kind(folder, manifest, entries, means or Means())]
    return Checked(manifest, entries, _sorted(faults))


def load_package(folder: Path, means: Means | None = None) -> Release:
    """A package without a fault, its files hashed. Raises PackageError with every fault, OSError."""
    checked = check_package(folder, means)
    if checked.faults or checked.manifest is None:
        raise PackageError(checked.faults)
    return release_of(folder, checked.manifest, checked.entries)


def _sorted(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    return tuple(sorted(set(faults), key=lambda fault: (fault.file, fault.line, fault.what)))


def _strangers(folder: Path, manifest: Manifest, entries: Iterable[Entry]) -> list[Fault]:
    allowed = (*BESIDE, *MAY_HOLD[manifest.kind])
    mend = f"{manifest.kind} hold {', '.join(allowed)}; take it out"
    return [
        Fault(str(folder / entry.path), 1, "such a file is not read by any kiosk", mend)
        for entry in entries
        if not any(fnmatch.fnmatchcase(entry.path, pattern) for pattern in allowed)
    ]


def _of_kind(folder: Path, manifest: Manifest, entries: tuple[Entry, ...], means: Means) -> Iterable[Fault]:
    if manifest.kind in means.others:
        return means.others[manifest.kind](folder)
    if manifest.kind == "policies":
        return _cards(folder, entries, means)
    if manifest.kind == "voices":
        return check_voices(folder, manifest)
    if manifest.kind in ("directory", "notices"):
        check = check_directory if manifest.kind == "directory" else check_notices
        listed = MAY_HOLD[manifest.kind][0]
        if all(entry.path != listed for entry in entries):
            return [Fault(str(folder / listed), 1, f"no {listed}", "write it as docs/content-format.md shows")]
        return check(folder, manifest, means.hard)
    return ()


def _cards(folder: Path, entries: Iterable[Entry], means: Means) -> list[Fault]:
    cards = [entry.path for entry in entries if fnmatch.fnmatchcase(entry.path, "cards/*.yaml")]
    if not cards:
        return [Fault(str(folder), 1, "no card", "write cards/<id>.yaml as docs/policy.md shows")]
    files = {str(folder / path): (folder / path).read_bytes() for path in cards}
    return check_cards(files, Against(means.hard, means.pictures, means.texts))[1]
