"""The Update Framework's client as this kiosk runs it: our clock, our disk, a bound on everything."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path

from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import Metadata, Root, Timestamp
from tuf.api.serialization import DeserializationError
from tuf.ngclient import Updater
from tuf.ngclient.config import UpdaterConfig
from tuf.ngclient.fetcher import FetcherInterface

from kiosk.adapters.content.disk import Disk
from kiosk.content.package.channels import TIMESTAMP_DAYS

GUARDS = ("root.json", "timestamp.json", "snapshot.json")
LIMITS = UpdaterConfig(
    max_root_rotations=64,
    max_delegations=16,
    root_max_length=200_000,
    timestamp_max_length=16_384,
    snapshot_max_length=500_000,
    targets_max_length=5_000_000,
)


class Client(Updater):
    """`now` is what expiry is held against: the kiosk's corrected time, not the battery clock's.

    What it trusts is on the disk when a call returns, so that a power cut cannot make it forget which versions it has
    seen. Raises as Updater does.
    """

    def __init__(
        self,
        trust: Path,
        metadata_url: str,
        targets: tuple[Path, str] | None,
        fetcher: FetcherInterface,
        now: datetime,
        *,
        root: bytes | None = None,
        disk: Disk | None = None,
        config: UpdaterConfig = LIMITS,
    ) -> None:
        self._disk = disk or Disk()
        self._disk.make_folder(trust)
        folder, url = targets if targets is not None else (None, None)
        super().__init__(
            str(trust),
            metadata_url,
            str(folder) if folder is not None else None,
            url,
            fetcher,
            config,
            bootstrap=root,
        )
        self._trusted_set.reference_time = now

    @property
    def timestamp(self) -> Timestamp:
        return self._trusted_set.timestamp

    def valid_until(self, roles: tuple[str, ...] = ()) -> datetime:
        """When the first of the signatures in use ends. After `refresh`."""
        ends = [self._trusted_set.root.expires, self._trusted_set.timestamp.expires, self._trusted_set.snapshot.expires]
        ends += [self._trusted_set[name].expires for name in ("targets", *roles) if name in self._trusted_set]
        return min(ends)

    def _persist_file(self, filename: str, data: bytes) -> None:
        """Root, timestamp and snapshot guard against going back: they are whole on the disk before anything goes on.
        A delegated list that a power cut tears is not valid, and is fetched anew."""
        path = Path(filename)
        self._disk.write_list(path, data, sync=path.name in GUARDS or path.parent.name == "root_history")

    def _update_root_symlink(self) -> None:
        """tuf removes the link and makes it anew: a power cut in between would leave none. A file takes its place."""
        version = self._trusted_set.root.version
        source = Path(self._dir) / "root_history" / f"{version}.root.json"
        current = Path(self._dir) / "root.json"
        raw = source.read_bytes()
        if current.is_symlink() or not current.exists() or current.read_bytes() != raw:
            self._disk.write_list(current, raw)


def believable(now: datetime, trust: Path) -> datetime:
    """`now`, or when the newest timestamp that we trusted was signed, if that is later: a clock that fell back to the
    day of its making would take metadata from long ago for good (indefinite freeze)."""
    try:
        signed = Metadata[Timestamp].from_bytes((trust / "timestamp.json").read_bytes()).signed
    except (OSError, RepositoryError, DeserializationError):
        return now
    return max(now, signed.expires - timedelta(days=TIMESTAMP_DAYS))


def root_version(raw: bytes) -> int:
    """The number of a root. Raises RepositoryError."""
    return Metadata[Root].from_bytes(raw).signed.version


def forget(trust: Path) -> None:
    """Begin anew from the first root."""
    shutil.rmtree(trust, ignore_errors=True)
