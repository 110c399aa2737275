"""S8: hostile archives and sticks, one row each; nothing of them is kept, nothing hangs, nothing outside is touched."""

from __future__ import annotations

import os
import shutil
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.adapters.content.fetcher import PIECE
from kiosk.adapters.content.sticks import MOST, sticks
from kiosk.content.package.archive import unpack
from kiosk.content.package.check import check_package
from kiosk.content.package.errors import PackageError
from kiosk.content.package.manifest import FILE
from kiosk.content.package.paths import MAX_FILES
from kiosk.errors import ContentError, ContentUnreachable
from kiosk.ports.content_updates import Source
from tests.fakes.publisher import Publisher, Taker, noise, notices, write_package

GOOD = {FILE: b"format: 1\n", "notices.yaml": b"- x\n"}


def entry(name: str, raw: bytes = b"x", mode: int = 0o100644) -> tuple[zipfile.ZipInfo, bytes]:
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    info.compress_type = zipfile.ZIP_DEFLATED
    return info, raw


ARCHIVES: dict[str, list[tuple[zipfile.ZipInfo, bytes]]] = {
    "a way out": [entry("../../evil.yaml")],
    "an absolute path": [entry("/etc/evil.yaml")],
    "a backslash": [entry("..\\evil.yaml")],
    "a right-to-left name": [entry("card\u202elmay.exe")],
    "a name that looks like another": [entry("nоtices.yaml")],
    "a hidden file": [entry(".bashrc")],
    "a line break in a name": [entry("a\nb.yaml")],
    "a link": [entry("link.yaml", b"/etc/passwd", stat.S_IFLNK | 0o777)],
    "a device": [entry("dev.yaml", b"", stat.S_IFCHR | 0o666)],
    "a pipe": [entry("pipe.yaml", b"", stat.S_IFIFO | 0o666)],
    "zeros that grow": [entry("zeros.yaml", bytes(40_000_000))],
    "two names that differ in capitals": [entry("a.yaml"), entry("A.yaml")],
    "too deep": [entry("a/" * 7 + "x.yaml")],
    "a folder entry": [entry("folder/", b"", stat.S_IFDIR | 0o755)],
}


@pytest.mark.parametrize("name", ARCHIVES)
def test_s8_a_hostile_archive_leaves_nothing(name: str, tmp_path: Path) -> None:
    archive, to = tmp_path / "x.silverkey", tmp_path / "to"
    to.mkdir()
    with zipfile.ZipFile(archive, "w") as made:
        for path, raw in GOOD.items():
            made.writestr(path, raw)
        for info, raw in ARCHIVES[name]:
            made.writestr(info, raw)
    with pytest.raises(PackageError):
        unpack(archive, to)
    assert list(to.iterdir()) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["to", "x.silverkey"]


def test_s8_the_same_name_twice_in_an_archive(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x", "w") as made:
        made.writestr("a.yaml", b"one")
        with pytest.warns(UserWarning, match="Duplicate"):
            made.writestr("a.yaml", b"two")
    with pytest.raises(PackageError, match="one name twice"):
        unpack(tmp_path / "x", tmp_path)


def test_s8_a_hundred_thousand_files_in_an_archive(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x", "w") as made:
        for number in range(MAX_FILES + 1):
            made.writestr(f"{number}.yaml", b"")
    raw = bytearray((tmp_path / "x").read_bytes())
    (tmp_path / "to").mkdir()
    with pytest.raises(PackageError, match="more than 5,000 files"):
        unpack(tmp_path / "x", tmp_path / "to")
    end = raw.rindex(b"PK\x05\x06")
    raw[end + 8 : end + 12] = struct.pack("<HH", 1, 1)  # a list that says less than it holds
    (tmp_path / "x").write_bytes(raw)
    with pytest.raises(PackageError):
        unpack(tmp_path / "x", tmp_path / "to")
    assert list((tmp_path / "to").iterdir()) == []


def test_s8_a_list_that_lies_about_a_length(tmp_path: Path) -> None:
    """10 MB of zeros that say they are ten bytes: what comes out is bounded by what was said."""
    squeezed = zlib.compressobj(wbits=-15)
    packed = squeezed.compress(bytes(10_000_000)) + squeezed.flush()
    head = struct.pack("<4sHHHHHIIIHH", b"PK\x03\x04", 20, 0, 8, 0, 33, 0, len(packed), 10, 6, 0) + b"a.yaml"
    listed = struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\x01\x02", 20, 20, 0, 8, 0, 33, 0, len(packed), 10, 6, 0, 0, 0, 0,
                         0o100644 << 16, 0) + b"a.yaml"  # fmt: skip
    at = len(head) + len(packed)
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 1, 1, len(listed), at, 0)
    (tmp_path / "x").write_bytes(head + packed + listed + end)
    (tmp_path / "to").mkdir()
    with pytest.raises(PackageError):
        unpack(tmp_path / "x", tmp_path / "to")
    assert sum(path.stat().st_size for path in (tmp_path / "to").rglob("*")) <= 10


class Stick:
    """A stick with version 2, and a kiosk with version 1."""

    def __init__(self, folder: Path) -> None:
        self.publisher = Publisher(folder)
        self.publisher.publish(notices("一"))
        self.kiosk = Taker(folder / "kiosk", self.publisher.first_root)
        self.kiosk.take(self.publisher.source)
        self.publisher.publish(notices("二"), version=2)
        self.place = folder / "kiosk/media/STICK"
        shutil.copytree(self.publisher.public, self.place / "silver-key")
        self.content = self.place / "silver-key"

    @property
    def found(self) -> Source:
        (one,) = self.kiosk.engine.sticks()
        return one

    def files(self) -> list[Path]:
        return sorted((self.content / "targets/notices/files").iterdir())


def test_a_stick_is_found_looked_at_and_taken_from(tmp_path: Path) -> None:
    stick = Stick(tmp_path)
    assert stick.found.stick == "STICK"
    assert stick.kiosk.look(stick.found).changes[0].after == 2
    stick.kiosk.take(stick.found)
    assert "二".encode() in stick.kiosk.read()
    shutil.rmtree(stick.place)
    assert stick.kiosk.engine.sticks() == ()


def test_a_stick_is_found_in_a_users_folder_too(tmp_path: Path) -> None:
    stick = Stick(tmp_path)
    users = tmp_path / "kiosk/media/somebody"
    users.mkdir()
    stick.place.rename(users / "A")
    stick.place = users / "A"
    assert stick.found.stick == "A"
    shutil.move(users / "A/silver-key/metadata", users / "A/metadata")
    assert [one.where for one in stick.kiosk.engine.sticks()] == [(users / "A").as_uri()]


def links(stick: Stick) -> None:
    for path in stick.files():
        path.unlink()
        path.symlink_to("/dev/zero")


def pipes(stick: Stick) -> None:
    for path in stick.files():
        path.unlink()
        os.mkfifo(path)


def devices(stick: Stick) -> None:
    """Where devices may be made; else a folder in the file's place, which is none either."""
    for path in stick.files():
        path.unlink()
        try:
            os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, 5))
        except PermissionError:
            path.mkdir()


def ten_gigabytes_of_zeros(stick: Stick) -> None:
    for path in [*stick.files(), stick.content / "metadata/timestamp.json"]:
        with path.open("r+b") as file:
            file.truncate(0)
            file.truncate(10_000_000_000)


def empty_files(stick: Stick) -> None:
    for path in stick.files():
        path.write_bytes(b"")


def folders_that_are_links(stick: Stick) -> None:
    shutil.rmtree(stick.content / "targets")
    (stick.content / "targets").symlink_to("/proc/self")


def pulled_before_the_files(stick: Stick) -> None:
    shutil.rmtree(stick.content / "targets")


def a_hundred_thousand_strange_files(stick: Stick) -> None:
    """Beside the content and within it: nobody looks through them. (A fiftieth of them; the rest are like these.)"""
    for number in range(2_000):
        (stick.content / f"targets/notices/files/{number}").touch()
        (stick.place / f"\u202e{number}.exe").touch()
    for path in stick.files():
        if path.stat().st_size:
            path.write_bytes(b"no")


HOSTILE = (
    links,
    pipes,
    devices,
    ten_gigabytes_of_zeros,
    empty_files,
    folders_that_are_links,
    pulled_before_the_files,
    a_hundred_thousand_strange_files,
)


@pytest.mark.parametrize("harm", HOSTILE, ids=lambda harm: harm.__name__)
def test_s8_a_hostile_stick_is_refused_and_the_old_goes_on(harm: Callable[[Stick], None], tmp_path: Path) -> None:
    stick = Stick(tmp_path)
    harm(stick)
    with pytest.raises(ContentError):
        stick.kiosk.take(stick.found)
    assert "一".encode() in stick.kiosk.read()
    used = sum(path.stat().st_size for path in stick.kiosk.place.folder.rglob("*") if path.is_file())
    assert used < 200_000
    stick.kiosk.take(stick.publisher.source)
    assert "二".encode() in stick.kiosk.read()


def test_s8_a_stick_pulled_in_the_middle_goes_on_when_it_is_back(tmp_path: Path) -> None:
    stick = Stick(tmp_path)
    big = {f"b{n}.svg": noise(n, PIECE * 2) for n in range(3)}
    stick.publisher.publish({"l.yaml": b"a: 1\n", **big}, kind="lessons", name="course")
    shutil.rmtree(stick.place)
    shutil.copytree(stick.publisher.public, stick.content)
    found, aside = stick.found, tmp_path / "aside"

    def pull() -> bool:
        here = list((stick.kiosk.place.folder / "packages").glob(".stage-lessons*/b*.svg"))
        if here and stick.place.exists():
            stick.place.rename(aside)
        return False

    with pytest.raises(ContentUnreachable):
        stick.kiosk.take(found, pull)
    assert stick.kiosk.place.versions() == {"notices/notes": 1}
    aside.rename(stick.place)
    (stick.content / "targets/lessons/files").rename(stick.content / "seen")
    shutil.copytree(stick.content / "seen", stick.content / "targets/lessons/files")
    stick.kiosk.take(found)
    assert stick.kiosk.read("lessons", "b2.svg") == big["b2.svg"]


def test_s8_many_folders_where_sticks_are_mounted_are_not_searched_for_ever(tmp_path: Path) -> None:
    for number in range(MOST * 2):
        (tmp_path / f"{number:03}" / "x").mkdir(parents=True)
    (tmp_path / "000" / "loop").symlink_to(tmp_path)
    assert sticks(tmp_path) == ()
    assert sticks(tmp_path / "nowhere") == ()


def test_s8_a_sticks_label_turns_no_text_around(tmp_path: Path) -> None:
    stick = Stick(tmp_path)
    stick.place.rename(stick.place.with_name("\u202eevil\u2066 \x07"))
    stick.place = stick.place.with_name("\u202eevil\u2066 \x07")
    assert stick.found.stick == "evil "


def test_s8_a_folder_with_a_hundred_thousand_files_is_told_at_once(tmp_path: Path) -> None:
    """A fifth of them is over the bound already, and no more are looked at."""
    folder = write_package(tmp_path / "many", {})
    for number in range(MAX_FILES + 100):
        os.close(os.open(folder / f"{number}.yaml", os.O_CREAT))
    checked = check_package(folder)
    assert any("more than 5,000 files" in str(fault) for fault in checked.faults)
