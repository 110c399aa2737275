"""A publisher with keys in memory, and kiosks that take from it: signed for real, over a folder instead of a line."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from securesystemslib.signer import CryptoSigner

from kiosk.adapters.content.disk import Disk
from kiosk.adapters.content.engine import Engine, Options
from kiosk.adapters.content.fetcher import file_url
from kiosk.adapters.content.place import Place
from kiosk.content.package.release import Release
from kiosk.hub.content.ceremony import hold
from kiosk.hub.content.folder import Folder
from kiosk.hub.content.keys import new_signer
from kiosk.hub.content.publish import Signed, publish
from kiosk.ports.content_updates import Offer, Progress, Source

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
BY = "王阿姨"
PACKAGE = """\
format: 1
id: {id}
kind: {kind}
title: 样板
version: {version}
languages: [zh_CN]
least_kiosk: {least}
responsible: 样板街道
"""
NOTICE = "- {{id: a-{n}, title: {{zh_CN: 通知}}, text: {{zh_CN: {text}。}}, from: 2026-01-01, to: 2026-01-02}}\n"


def write_package(
    folder: Path,
    files: dict[str, bytes],
    *,
    version: int = 1,
    kind: str = "lessons",
    name: str = "course",
    least: str = "0.1.0",
) -> Path:
    """A package's folder with these files; lessons hold any YAML, so they carry whatever a test needs."""
    package = PACKAGE.format(id=name, kind=kind, version=version, least=least).encode()
    for path, raw in {"package.yaml": package, **files}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(raw)
    return folder


def notices(*texts: str) -> dict[str, bytes]:
    return {"notices.yaml": "".join(NOTICE.format(n=n, text=text) for n, text in enumerate(texts)).encode()}


def noise(seed: int, length: int) -> bytes:
    return random.Random(seed).randbytes(length)


class Publisher:
    """Holds the ceremony at once."""

    def __init__(self, root: Path, now: datetime = NOW) -> None:
        self.root = root
        self.now = now
        self.folder = Folder(root / "publish")
        self.sticks = [new_signer(f"stick-{n}") for n in (1, 2, 3)]
        self.administrator = new_signer("administrator")
        hold(self.folder, self.sticks, self.administrator, now)
        self._made = 0

    @property
    def public(self) -> Path:
        return self.folder.public

    @property
    def source(self) -> Source:
        return Source(file_url(self.public))

    @property
    def first_root(self) -> bytes:
        return (self.folder.metadata / "1.root.json").read_bytes()

    def signed(self, signers: Sequence[CryptoSigner] | None = None) -> Signed:
        return Signed(signers or [self.administrator, *self.sticks[:2]], BY, self.now)

    def publish(self, files: dict[str, bytes], *, version: int = 1, channel: str = "all", kind: str = "notices",
                name: str = "notes", least: str = "0.1.0") -> Release:  # fmt: skip
        self._made += 1
        folder = self.root / f"package-{self._made}"
        write_package(folder, files, version=version, kind=kind, name=name, least=least)
        return publish(self.folder, folder, channel, self.signed())

    def later(self, **time: float) -> None:
        self.now += timedelta(**time)


class Taker:
    """A kiosk's installed content, with the publisher's first root given to it."""

    def __init__(
        self,
        folder: Path,
        root: bytes | None,
        now: Callable[[], datetime] = lambda: NOW,
        disk: Disk | None = None,
        **options: object,
    ) -> None:
        self.starter = folder / "starter"
        self.starter.mkdir(parents=True, exist_ok=True)
        self.place = Place(folder / "content", disk, self.starter)
        trusted = folder / "trusted-root.json"
        trusted.write_bytes(root or b"")
        quick = Options(
            "0.1.0", "all", now, root=trusted if root else None, mounts=folder / "media", pause=lambda _: None
        )
        self.engine = Engine(self.place, replace(quick, **options))  # type: ignore[arg-type]  # whatever a test replaces
        self.heard: list[Progress] = []

    def take(self, source: Source, stopped: Callable[[], bool] = lambda: False) -> Offer:
        return self.engine.install(source, self.heard.append, stopped)

    def look(self, source: Source) -> Offer:
        return self.engine.look(source, lambda: False)

    def read(self, kind: str = "notices", path: str = "notices.yaml") -> bytes:
        return (self.place.folders(kind)[0] / path).read_bytes()
