"""What a draft's files were before each change: the last 20 versions of each, and who wrote what stands now."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from kiosk.hub.content.folder import put

KEPT = 20
_WHO = "now.json"


@dataclass(frozen=True)
class Writer:
    """Who wrote what stands in a file now; nobody (""), None: it came with the package."""

    by: str = ""
    at: datetime | None = None


class Kept:
    """One file's past, in a folder of its own. The caller holds the workspace's lock. Methods raise OSError."""

    def __init__(self, root: Path, package: str, path: str) -> None:
        self.folder = root / package / quote(path, safe="")

    def writer(self) -> Writer:
        try:
            told = json.loads((self.folder / _WHO).read_text("utf-8"))
            return Writer(str(told["by"]), datetime.fromisoformat(told["at"]))
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return Writer()

    def sign(self, by: str, at: datetime) -> None:
        """What stands in the file now is by this person."""
        put(self.folder / _WHO, json.dumps({"by": by, "at": at.isoformat()}, ensure_ascii=False).encode())

    def push(self, before: bytes | None) -> None:
        """Keep what the file held (None: it was not there); the oldest beyond the last 20 goes."""
        versions = self._versions()
        number = int(versions[-1].name.partition(".")[0]) + 1 if versions else 1
        put(self.folder / f"{number:06}.{'none' if before is None else 'was'}", before or b"")
        for old in self._versions()[:-KEPT]:
            old.unlink()

    def last(self, now: bytes | None) -> tuple[Path, bytes | None] | None:
        """The newest kept version that differs from `now` (a power cut may have kept one without a change)."""
        for version in reversed(self._versions()):
            before = None if version.suffix == ".none" else version.read_bytes()
            if before != now:
                return version, before
        return None

    def drop(self, version: Path) -> None:
        """Forget this version and every later one: the file is back there."""
        for one in self._versions():
            if one.name >= version.name:
                one.unlink()

    @property
    def count(self) -> int:
        return len(self._versions())

    def _versions(self) -> list[Path]:
        found = [*self.folder.glob("[0-9]*.was"), *self.folder.glob("[0-9]*.none")]
        return sorted(found, key=lambda one: one.name)
