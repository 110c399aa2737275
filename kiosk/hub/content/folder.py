"""The publishing folder: `public` is what a web server, a CDN or a stick carries; `private` stays on the hub."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kiosk.errors import ContentError
from kiosk.hub.owner import hand_over, make_folder


@dataclass(frozen=True)
class Folder:
    root: Path

    @property
    def public(self) -> Path:
        return self.root / "public"

    @property
    def metadata(self) -> Path:
        return self.public / "metadata"

    @property
    def targets(self) -> Path:
        return self.public / "targets"

    @property
    def private(self) -> Path:
        return self.root / "private"

    @property
    def begun(self) -> bool:
        """Whether the keys' ceremony was held."""
        return (self.metadata / "timestamp.json").exists()

    def metadata_file(self, role: str, version: int) -> Path:
        return self.metadata / (f"{version}.{role}.json" if role != "timestamp" else "timestamp.json")

    def target_file(self, target: str, sha256: str) -> Path:
        """Where a target's bytes lie: its name after its hash, as clients of consistent snapshots ask for it."""
        folder, _, name = target.rpartition("/")
        return self.targets / folder / f"{sha256}.{name}"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """One writer at a time, also among several hub processes; ends with the process. Raises ContentError."""
        try:
            make_folder(self.private, 0o700)
            descriptor = os.open(self.private / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            hand_over(self.private / "lock")
        except OSError as error:
            raise ContentError(f"{self.private}: {error.strerror or error}") from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)


def put(path: Path, content: bytes) -> None:
    """Write a public file, whole or not at all, and safe from a power cut. Raises OSError."""
    make_folder(path.parent)
    part = path.with_name(f".{path.name}.{os.getpid()}")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    hand_over(part)
    part.replace(path)
    descriptor = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
