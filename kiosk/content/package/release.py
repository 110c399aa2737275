"""One version of a package as it travels: the manifest, and each file with its length and its hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kiosk.content.package.manifest import KINDS, MAX_VERSION, Manifest, is_id
from kiosk.content.package.paths import Entry, name_fault, sum_faults
from kiosk.errors import ContentError

FORMAT = 1
MAX_JSON = 2_000_000
CHUNK = 1 << 20


@dataclass(frozen=True)
class File:
    """`sha256` in hex."""

    path: str
    length: int
    sha256: str


@dataclass(frozen=True)
class Release:
    manifest: Manifest
    files: tuple[File, ...]

    @property
    def length(self) -> int:
        """Bytes of all files."""
        return sum(file.length for file in self.files)

    def by_path(self) -> dict[str, File]:
        return {file.path: file for file in self.files}


def hash_file(path: Path) -> str:
    """SHA-256 in hex. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def release_of(folder: Path, manifest: Manifest, entries: tuple[Entry, ...]) -> Release:
    """What `folder` holds now. Raises OSError."""
    files = (File(entry.path, entry.length, hash_file(folder / entry.path)) for entry in entries)
    return Release(manifest, tuple(files))


def write_release(release: Release) -> bytes:
    """The same release always gives the same bytes."""
    manifest = {**asdict(release.manifest), "languages": list(release.manifest.languages)}
    files = [[file.path, file.length, file.sha256] for file in release.files]
    told = {"format": FORMAT, "package": manifest, "files": files}
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def read_release(raw: bytes) -> Release:
    """Strictly: who signed it may still be somebody who means harm. Raises ContentError."""
    if len(raw) > MAX_JSON:
        raise ContentError(f"{len(raw):,} bytes of file list, at most {MAX_JSON:,}")
    try:
        told = json.loads(raw)
        release = Release(_manifest(told["package"]), tuple(_file(*one) for one in told["files"]))
        known = told["format"] == FORMAT
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ContentError("not a package's file list") from error
    if not known:
        raise ContentError("a package of another format: this kiosk's program is too old for it")
    _refuse(release)
    return release


def _refuse(release: Release) -> None:
    paths = [file.path for file in release.files]
    if len(set(paths)) != len(paths):
        raise ContentError("a file is named twice")
    parents = {"/".join(path.split("/")[:depth]) for path in paths for depth in range(1, path.count("/") + 1)}
    if parents & set(paths):
        raise ContentError("a file that is a folder too")
    for fault in sum_faults(release.manifest.id, (Entry(file.path, file.length) for file in release.files)):
        raise ContentError(str(fault))


def _manifest(told: Mapping[str, Any]) -> Manifest:
    made = Manifest(**{**told, "languages": tuple(told["languages"])})
    texts = (made.id, made.kind, made.title, made.least_kiosk, made.responsible, *made.languages)
    if not all(isinstance(text, str) and 0 < len(text) <= 200 for text in texts):
        raise ValueError("a text is missing")
    if made.kind not in KINDS or not is_id(made.id):
        raise ValueError("no such kind or name")
    if not isinstance(made.version, int) or isinstance(made.version, bool) or not 1 <= made.version <= MAX_VERSION:
        raise ValueError("no version")
    return made


def _file(path: str, length: int, sha256: str) -> File:
    if name_fault(path) is not None or not isinstance(length, int) or isinstance(length, bool) or length < 0:
        raise ValueError("no file")
    if len(bytes.fromhex(sha256)) != hashlib.sha256().digest_size or sha256 != sha256.lower():
        raise ValueError("no hash")
    return File(path, length, sha256)
