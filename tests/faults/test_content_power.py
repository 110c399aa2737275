"""S10: a power cut at any point of an update leaves the old content or the new, never neither.

Every change to the disk goes through `Disk`; the world ends before, within or after the nth of them. What was not
synced by then is damaged as a disk may: gone, cut short, full of zeros, under its old name.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from kiosk.adapters.content.disk import Disk
from kiosk.content.package.release import Release, hash_file
from tests.fakes.publisher import Publisher, Taker, noise
from tests.faults.count import chance, count, figure

POINTS = 300


class PowerCut(BaseException):
    """Nothing of ours runs after it."""


class Mortal(Disk):
    """Dies at the nth step; knows what was not yet on the disk."""

    def __init__(self, last: int, luck: Random) -> None:
        self.steps = 0
        self._last, self._luck = last, luck
        self._loose: list[Callable[[], object]] = []

    def write_whole(self, path: Path, content: bytes) -> None:
        self._step(lambda: path.with_name(f".{path.name}.part").write_bytes(content[: len(content) // 2]))
        super().write_whole(path, content)
        self._step()

    def write_list(self, path: Path, content: bytes, *, sync: bool = True) -> None:
        old = path.read_bytes() if path.exists() else None
        self._step(lambda: path.with_name(f".{path.name}.part").write_bytes(content[: len(content) // 2]))
        super().write_list(path, content, sync=sync)
        if not sync:
            self._loose.append(lambda: self._damage(path))
        self._loose.append(lambda: path.write_bytes(old) if old is not None else path.unlink(missing_ok=True))
        self._step()

    def make_folder(self, path: Path) -> None:
        self._step()
        super().make_folder(path)

    def write(self, path: Path, fd: int, at: int, piece: bytes) -> None:
        self._step(lambda: Disk.write(self, path, fd, at, piece[: len(piece) // 3]))
        super().write(path, fd, at, piece)
        self._loose.append(lambda: self._damage(path))
        self._step()

    def move(self, path: Path, to: Path) -> None:
        self._step()
        super().move(path, to)
        self._loose.append(lambda: _back(to, path))
        self._step()

    def link(self, path: Path, to: Path) -> None:
        self._step()
        super().link(path, to)
        self._loose.append(lambda: to.unlink(missing_ok=True))
        self._step()

    def remove(self, path: Path) -> None:
        self._step(lambda: _half_removed(path))
        super().remove(path)
        self._step()

    def sync(self, folder: Path) -> None:
        self._step()
        super().sync(folder)
        self._loose.clear()
        self._step()

    def sync_names(self, folder: Path) -> None:
        self._step()
        super().sync_names(folder)
        self._loose.clear()
        self._step()

    def lose(self) -> None:
        """What the disk makes of what it had not written down: newest first, each perhaps."""
        for undo in reversed(self._loose):
            if self._luck.random() < 0.6:
                undo()

    def _step(self, torn: Callable[[], object] = lambda: None) -> None:
        self.steps += 1
        if self.steps == self._last:
            if self._luck.random() < 0.5:
                torn()
            raise PowerCut

    def _damage(self, path: Path) -> None:
        if not path.is_file():
            return
        length = path.stat().st_size
        how = self._luck.randrange(3)
        if how == 0:
            path.unlink()
        else:
            kept = self._luck.randrange(length + 1)
            path.write_bytes(path.read_bytes()[:kept] + (bytes(length - kept) if how == 1 else b""))


def _back(to: Path, path: Path) -> None:
    if to.exists() and not path.exists():
        to.rename(path)


def _half_removed(path: Path) -> None:
    for file in sorted(path.rglob("*"))[::2] if path.is_dir() else ():
        if file.is_file():
            file.unlink()


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> tuple[Publisher, Path, dict[int, Release]]:
    """Version 1 installed, version 2 published: a file kept, one changed, one new, one gone, one of several pieces."""
    folder = tmp_path_factory.mktemp("power")
    publisher = Publisher(folder)
    files = {f"a{n}.svg": noise(n, 2_000) for n in range(4)}
    first = publisher.publish({"l.yaml": b"a: 1\n", **files}, kind="lessons", name="course")
    Taker(folder / "base", publisher.first_root).take(publisher.source)
    del files["a0.svg"]
    changed = {**files, "a1.svg": noise(11, 3_000), "big.svg": noise(12, 600_000), "x/new.svg": noise(13, 10)}
    second = publisher.publish({"l.yaml": b"a: 2\n", **changed}, kind="lessons", name="course", version=2)
    return publisher, folder / "base", {1: first, 2: second}


def version_in_use(taker: Taker, releases: dict[int, Release]) -> int:
    """Which version the screens would read, every file of it compared; 0 for neither."""
    folder = taker.place.folders("lessons")[0]
    for version, release in releases.items():
        there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
        same = there == set(release.by_path())
        if same and all(hash_file(folder / file.path) == file.sha256 for file in release.files):
            return version
    return 0


def steps_of_one(publisher: Publisher, base: Path, place: Path) -> int:
    shutil.copytree(base, place)
    disk = Mortal(0, Random(0))
    Taker(place, publisher.first_root, disk=disk).take(publisher.source)
    return disk.steps


def test_s10_a_power_cut_at_any_point_leaves_old_or_new(
    world: tuple[Publisher, Path, dict[int, Release]], tmp_path: Path
) -> None:
    publisher, base, releases = world
    steps = steps_of_one(publisher, base, tmp_path / "whole")
    luck, points, seen = chance("content-power"), count(POINTS), Counter[int]()
    for point in range(points):
        place = tmp_path / str(point)
        shutil.copytree(base, place)
        for cut in range(luck.choice((1, 1, 2))):  # sometimes a second time, in the middle of mending the first
            disk = Mortal(luck.randint(1, steps), luck)
            try:
                Taker(place, publisher.first_root, disk=disk).take(publisher.source)
            except PowerCut:
                disk.lose()
            after = Taker(place, publisher.first_root)
            version = version_in_use(after, releases)
            assert version in (1, 2), f"point {point}, cut {cut} at step {disk.steps} of {steps}"
            assert after.engine.examine()
            seen[version] += 1
        after.take(publisher.source)
        assert version_in_use(after, releases) == 2
        assert not list(after.place.folder.rglob(".stage-*"))
        shutil.rmtree(place)
    figure("S10", f"{points} power cuts over {steps} steps: {seen[1]} old, {seen[2]} new, 0 neither; all went on after")
    assert seen[1] > 0


def test_s10_every_single_step_of_a_small_update(tmp_path: Path) -> None:
    """Without luck: each step once, the cut clean after the step before; the same steps at every run."""
    publisher = Publisher(tmp_path)
    first = publisher.publish({"l.yaml": b"a: 1\n"}, kind="lessons", name="course")
    Taker(tmp_path / "base", publisher.first_root).take(publisher.source)
    second = publisher.publish({"l.yaml": b"a: 2\n"}, kind="lessons", name="course", version=2)
    steps = steps_of_one(publisher, tmp_path / "base", tmp_path / "whole")
    found = []
    for step in range(1, steps + 1, 1 if count(20) > 1 else 3):
        place = tmp_path / f"step-{step}"
        shutil.copytree(tmp_path / "base", place)
        disk = Mortal(step, Random(step))
        with pytest.raises(PowerCut):
            Taker(place, publisher.first_root, disk=disk).take(publisher.source)
        disk.lose()
        found.append(version_in_use(Taker(place, publisher.first_root), {1: first, 2: second}))
    assert set(found) == {1, 2}
    assert found == sorted(found)  # the switch is one step: all before it old, all after it new


def test_s10_the_nth_failure_of_the_disk_is_told_and_survived(
    world: tuple[Publisher, Path, dict[int, Release]], tmp_path: Path
) -> None:
    """R2 for content: an error instead of a cut, once; the update fails in words or succeeds, and goes on later."""
    from kiosk.errors import ContentError

    publisher, base, releases = world

    class Failing(Mortal):
        def _step(self, torn: Callable[[], object] = lambda: None) -> None:
            del torn
            self.steps += 1
            if self.steps == self._last:
                raise OSError(5, "Input/output error")

    steps = steps_of_one(publisher, base, tmp_path / "whole")
    luck, told = chance("content-disk"), 0
    for point in range(count(100)):
        place = tmp_path / str(point)
        shutil.copytree(base, place)
        try:
            Taker(place, publisher.first_root, disk=Failing(luck.randint(1, steps), luck)).take(publisher.source)
        except ContentError:
            told += 1
        after = Taker(place, publisher.first_root)
        assert version_in_use(after, releases) in (1, 2)
        after.take(publisher.source)
        assert version_in_use(after, releases) == 2
        shutil.rmtree(place)
    figure("S10", f"{count(100)} failing disk calls over {steps} steps: {told} told in words, all went on after")
    assert told > 0
