"""Publishing, offering to a further channel, stopping and rolling back. Each is one change of the signed metadata.

Kiosks of the channel `pilot` take what pilot names and, for packages it does not name, what `all` names. A kiosk never
goes back to a lower number: an old version returns under a new one.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import TargetFile, Targets

from kiosk.content.package.channels import (
    CHANNELS,
    channel_target,
    file_target,
    read_channel,
    release_target,
    write_channel,
)
from kiosk.content.package.check import Means, load_package
from kiosk.content.package.diff import Diff, diff
from kiosk.content.package.manifest import KINDS, MAX_VERSION
from kiosk.content.package.release import File, Release, hash_file, read_release, write_release
from kiosk.errors import ContentError
from kiosk.hub.content.folder import Folder, put
from kiosk.hub.content.history import Entry, history, note
from kiosk.hub.content.repository import Change, State, commit, load
from kiosk.hub.owner import hand_over, make_folder

KEPT = 10
"""So many versions of a package keep their files, to roll back to."""
Progress = Callable[[int, int], None]
"""Bytes done and bytes in all."""


@dataclass(frozen=True)
class Signed:
    """Who signs and in whose name: `by` stands in the history."""

    signers: Sequence[CryptoSigner]
    by: str
    now: datetime


def channels(folder: Folder, state: State, kind: str) -> dict[str, dict[str, int]]:
    """Each channel's packages and their versions. Raises ContentError."""
    found = {}
    for channel in CHANNELS:
        target = state.roles[kind].targets.get(channel_target(kind, channel))
        raw = folder.target_file(target.path, target.hashes["sha256"]).read_bytes() if target else b""
        found[channel] = read_channel(raw, kind, channel) if target else {}
    return found


def published(folder: Folder, kind: str, name: str, version: int) -> Release:
    """A version whose files are still kept, also one that no channel names any more. Raises ContentError."""
    target = release_target(kind, name, version)
    base, _, last = target.rpartition("/")
    for path in (folder.targets / base).glob(f"*.{last}"):
        release = read_release(path.read_bytes())
        if (release.manifest.kind, release.manifest.id, release.manifest.version) == (kind, name, version):
            return release
    raise ContentError(f"{name}: there is no version {version} to go back to")


def compare(folder: Folder, package: Path, channel: str, means: Means | None = None) -> tuple[Release, Diff]:
    """The package in a folder, and what publishing it changes for the kiosks of a channel. Raises ContentError."""
    release = load_package(package, means)
    manifest = release.manifest
    state = load(folder)
    named = channels(folder, state, manifest.kind)
    now = named[channel].get(manifest.id) or named["all"].get(manifest.id)
    return release, diff(published(folder, manifest.kind, manifest.id, now) if now else None, release)


def publish(
    folder: Folder,
    package: Path,
    channel: str,
    sign: Signed,
    means: Means | None = None,
    progress: Progress | None = None,
) -> Release:
    """A new version from a package's folder to a channel. Raises ContentError with all that is wrong, OSError."""
    release = load_package(package, means)
    with folder.locked():
        state = load(folder)
        _check_number(folder, release)
        _store(folder, release, package, progress)
        entry = _entry("published", release, channel, sign)
        _offer(folder, state, release, channel, sign, entry)
    return release


def offer(folder: Folder, kind: str, name: str, version: int, channel: str, sign: Signed) -> Release:
    """A published version to a further channel: pilot first, then all. Raises ContentError."""
    with folder.locked():
        state = load(folder)
        release = published(folder, kind, name, version)
        now = channels(folder, state, kind)[channel].get(name, 0)
        if version < now:
            raise ContentError(f"{name}: {channel} has version {now} already; roll back to return to an older one")
        _offer(folder, state, release, channel, sign, _entry("offered", release, channel, sign))
    return release


def stop(folder: Folder, kind: str, name: str, channel: str, sign: Signed) -> None:
    """No kiosk of the channel takes the package any more; what they have stays. Raises ContentError."""
    with folder.locked():
        state = load(folder)
        named = channels(folder, state, kind)
        version = named[channel].pop(name, 0)
        if not version:
            raise ContentError(f"{name}: {channel} does not name it")
        entry = Entry("", sign.by, "stopped", kind, name, version, channel)
        _write(folder, state, kind, named, sign, entry)


def roll_back(folder: Folder, kind: str, name: str, version: int, channel: str, sign: Signed) -> Release:
    """The files of `version` again, under the next number. Raises ContentError."""
    with folder.locked():
        state = load(folder)
        old = published(folder, kind, name, version)
        number = next_version(folder, kind, name)
        manifest = replace(old.manifest, version=number)
        release = _renumbered(folder, replace(old, manifest=manifest))
        entry = replace(_entry("rolled_back", release, channel, sign), source=version)
        _offer(folder, state, release, channel, sign, entry)
    return release


def next_version(folder: Folder, kind: str, name: str) -> int:
    """The lowest number that was never used for this package."""
    used = [one.version for one in history(folder) if (one.kind, one.package) == (kind, name)]
    used += [int(path.name.split(".")[2]) for path in _release_files(folder, kind) if path.name.split(".")[1] == name]
    return max(used, default=0) + 1


def _check_number(folder: Folder, release: Release) -> None:
    manifest = release.manifest
    least = next_version(folder, manifest.kind, manifest.id)
    if manifest.version < least or manifest.version > MAX_VERSION:
        raise ContentError(
            f"{manifest.id}: version {manifest.version} was used already; write version: {least} in package.yaml"
        )


def _renumbered(folder: Folder, release: Release) -> Release:
    """package.yaml says another number now; its file is written anew."""
    file = release.by_path()["package.yaml"]
    raw = _stored(folder, release.manifest.kind, file).read_bytes()
    lines = raw.decode("utf-8-sig").splitlines(keepends=True)
    changed = [f"version: {release.manifest.version}\n" if line.startswith("version:") else line for line in lines]
    raw = "".join(changed).encode()
    sha256 = _put_bytes(folder, release.manifest.kind, raw)
    new = File(file.path, len(raw), sha256)
    return Release(release.manifest, tuple(new if one.path == file.path else one for one in release.files))


def _offer(folder: Folder, state: State, release: Release, channel: str, sign: Signed, entry: Entry) -> None:
    manifest = release.manifest
    named = channels(folder, state, manifest.kind)
    named[channel][manifest.id] = manifest.version
    if channel == "all" and named["pilot"].get(manifest.id, manifest.version) < manifest.version:
        named["pilot"][manifest.id] = manifest.version
    _write(folder, state, manifest.kind, named, sign, entry, release)


def _write(
    folder: Folder,
    state: State,
    kind: str,
    named: dict[str, dict[str, int]],
    sign: Signed,
    entry: Entry,
    new: Release | None = None,
) -> None:
    role = deepcopy(state.roles[kind])
    role.targets, small = _targets(folder, kind, named, new)

    def write() -> None:
        for path, raw in small.items():
            put(folder.target_file(path, role.targets[path].hashes["sha256"]), raw)

    commit(folder, state, Change({kind: role}, sign.signers, write=write), sign.now)
    note(folder, sign.now, entry)
    _tidy(folder, kind, role, entry.package)


def _targets(
    folder: Folder, kind: str, named: dict[str, dict[str, int]], new: Release | None
) -> tuple[dict[str, TargetFile], dict[str, bytes]]:
    """Everything that the channels lead to: their own files, file lists, files; and the bytes of the small ones."""
    found: dict[str, TargetFile] = {}
    small: dict[str, bytes] = {}

    def add(path: str, raw: bytes) -> None:
        found[path], small[path] = TargetFile.from_data(path, raw, ["sha256"]), raw

    for channel, packages in named.items():
        add(channel_target(kind, channel), write_channel(kind, channel, packages))
    for name, version in sorted({pair for packages in named.values() for pair in packages.items()}):
        is_new = new is not None and (new.manifest.id, new.manifest.version) == (name, version)
        release = new if new is not None and is_new else published(folder, kind, name, version)
        add(release_target(kind, name, version), write_release(release))
        for file in release.files:
            path = file_target(kind, file.sha256)
            found[path] = TargetFile(file.length, {"sha256": file.sha256}, path)
    return found, small


def _store(folder: Folder, release: Release, package: Path, progress: Progress | None) -> None:
    """Copy the files that are not there yet, hashed as they arrive. Raises ContentError, OSError."""
    done = 0
    for file in release.files:
        to = _stored(folder, release.manifest.kind, file)
        if not to.exists():
            make_folder(to.parent)
            part = to.with_name(f".{to.name}.{os.getpid()}")
            shutil.copyfile(package / file.path, part)
            if hash_file(part) != file.sha256:
                part.unlink()
                raise ContentError(f"{file.path} changed while it was published; try again")
            with part.open("rb") as copied:
                os.fsync(copied.fileno())
            hand_over(part)
            part.replace(to)
        done += file.length
        if progress is not None:
            progress(done, release.length)


def _stored(folder: Folder, kind: str, file: File) -> Path:
    return folder.target_file(file_target(kind, file.sha256), file.sha256)


def _put_bytes(folder: Folder, kind: str, raw: bytes) -> str:
    sha256 = TargetFile.from_data("x", raw, ["sha256"]).hashes["sha256"]
    put(folder.target_file(file_target(kind, sha256), sha256), raw)
    return sha256


def _tidy(folder: Folder, kind: str, role: Targets, name: str) -> None:
    """Let go of versions nobody can roll back to any more; of what is signed and in force nothing goes."""
    used = [one.version for one in history(folder) if (one.kind, one.package) == (kind, name)]
    old = sorted(set(used))[:-KEPT]
    kept: set[str] = {target.hashes["sha256"] for target in role.targets.values()}
    for path in _release_files(folder, kind):
        release = read_release(path.read_bytes())
        forgotten = release.manifest.id == name and release.manifest.version in old
        if forgotten and path.name.partition(".")[0] not in kept:
            path.unlink()
        else:
            kept |= {file.sha256 for file in release.files}
    for path in (folder.targets / kind / "files").glob("*"):
        if old and path.name.partition(".")[0] not in kept and not path.name.startswith("."):
            path.unlink()


def _release_files(folder: Folder, kind: str) -> Iterable[Path]:
    return sorted((folder.targets / kind / "releases").glob("[0-9a-f]*.json"))


def _entry(what: str, release: Release, channel: str, sign: Signed) -> Entry:
    manifest = release.manifest
    if channel not in CHANNELS or manifest.kind not in KINDS:
        raise ContentError(f"{channel}: one of {', '.join(CHANNELS)}")
    return Entry("", sign.by, what, manifest.kind, manifest.id, manifest.version, channel)
