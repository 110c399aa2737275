"""Content: what one changed card of a 200 MB set makes travel, and what installing that set costs beside copying it."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from kiosk.adapters.content.fetcher import Fetcher
from tests.bench.rows import Row
from tests.fakes.publisher import Publisher, Taker, noise

FILES = 400
LENGTH = 500_000
ROUNDS = 3
COPY_AIM = 1.3
LIST_ROOM = 64_000
CARD = "cards.yaml"


@dataclass(frozen=True)
class Content:
    """Seconds, and bytes that came over the line: of files and lists, and of signed metadata."""

    install: float
    copy: float
    changed: int
    travelled: int
    metadata: int


def measure() -> Content:
    """On this machine's disk, from a stick's folder: the line is no part of it."""
    with tempfile.TemporaryDirectory(prefix="silver-key-bench-", dir=Path.cwd() / "build") as space:
        folder = Path(space)
        files = {f"s{number}.svg": noise(number, LENGTH) for number in range(FILES)}
        publisher = Publisher(folder)
        publisher.publish({CARD: b"a: 1\n" * 100, **files}, kind="lessons", name="course")
        ratios = []
        for number in range(ROUNDS):
            copied = _copied(folder / "package-1", folder / f"copy-{number}")
            installed = _installed(publisher, folder / f"kiosk-{number}")
            ratios.append((installed / copied, installed, copied))
            shutil.rmtree(folder / f"copy-{number}")
            if number:
                shutil.rmtree(folder / f"kiosk-{number}")
        _, install, copy = sorted(ratios)[len(ratios) // 2]
        card = b"a: 2\n" * 100
        publisher.publish({CARD: card, **files}, kind="lessons", name="course", version=2)
        travelled, metadata = _update(publisher, folder / "kiosk-0")
        return Content(install, copy, len(card), travelled, metadata)


def rows(found: Content) -> list[Row]:
    ratio, over = found.install / found.copy, found.travelled - found.changed
    return [
        Row(
            "content: installing 200 MB", found.install, "s", "hash and copy", found.copy,
            f"≤ {COPY_AIM:g}×: {ratio:.2f}×", ratio <= COPY_AIM,
        ),
        Row(
            "content: one card of 200 MB changed", over / 1000, "KB", "beside its own bytes", None,
            f"≤ {LIST_ROOM / 1000:g} KB", over <= LIST_ROOM,
        ),
        Row("content: its signed metadata", found.metadata / 1000, "KB"),
    ]  # fmt: skip


def _copied(source: Path, to: Path) -> float:
    """Every file hashed, copied and on the disk: the least that anybody could do."""
    _quiet()
    begun = time.perf_counter()
    to.mkdir()
    for path in sorted(source.iterdir()):
        with path.open("rb") as file:
            hashlib.file_digest(file, "sha256")
        shutil.copyfile(path, to / path.name)
    os.sync()
    return time.perf_counter() - begun


def _installed(publisher: Publisher, place: Path) -> float:
    taker = Taker(place, publisher.first_root)
    _quiet()
    begun = time.perf_counter()
    taker.take(publisher.source)
    return time.perf_counter() - begun


def _update(publisher: Publisher, place: Path) -> tuple[int, int]:
    """Bytes of one update, as its fetcher counted them."""
    made: list[Fetcher] = []
    begin = Fetcher.__init__

    def counted(self: Fetcher, *words: object) -> None:
        begin(self, *words)  # type: ignore[arg-type]  # as it was called
        made.append(self)

    Fetcher.__init__ = counted  # type: ignore[method-assign,assignment]  # for this one update
    try:
        Taker(place, publisher.first_root).take(publisher.source)
    finally:
        Fetcher.__init__ = begin  # type: ignore[method-assign]
    (fetcher,) = made
    return fetcher.received - fetcher.metadata, fetcher.metadata


def _quiet() -> None:
    """What others wrote is on the disk before the clock starts."""
    os.sync()
