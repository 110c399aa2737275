"""Drafts: begun from what is published or shipped, changed by two people at once, undone, never outside the folder."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.content.package.means import ASSETS
from kiosk.hub.content.folder import Folder
from kiosk.hub.studio.errors import NotAllowed, NotHere, NothingToUndo, Stale
from kiosk.hub.studio.workspace import GONE, KEPT, MAX_BYTES, Workspace, stamp_of
from tests.fakes.publisher import NOW, Publisher, notices

AT = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
FILE = "volume.yaml"


@pytest.fixture
def studio(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "studio", Folder(tmp_path / "content"), lambda: AT)


def test_what_is_shipped_is_listed_and_begun_when_it_is_opened(studio: Workspace) -> None:
    assert {(draft.manifest.id, draft.begun) for draft in studio.packages()} >= {
        ("lessons", False), ("policies", False), ("first-aid", False)
    }  # fmt: skip
    raw, stamp = studio.read("lessons", FILE)
    assert raw == (ASSETS / "content" / "lessons" / FILE).read_bytes()
    assert stamp == stamp_of(raw)
    assert next(draft for draft in studio.packages() if draft.manifest.id == "lessons").begun
    assert studio.check("lessons").faults == ()


def test_a_draft_begins_from_the_newest_published_version_under_the_next_number(tmp_path: Path) -> None:
    publisher = Publisher(tmp_path)
    publisher.publish(notices("一"))
    publisher.publish(notices("二"), version=2, channel="pilot")
    studio = Workspace(tmp_path / "studio", publisher.folder, lambda: NOW)
    assert studio.read("notes", "notices.yaml")[0] == notices("二")["notices.yaml"]
    (draft,) = [draft for draft in studio.packages() if draft.manifest.id == "notes"]
    assert draft.manifest.version == 3


def test_a_change_is_written_and_undone_and_says_whose_it_is(studio: Workspace) -> None:
    before, stamp = studio.read("lessons", FILE)
    assert studio.writer("lessons", FILE).by == ""
    one = studio.write("lessons", FILE, before + b"# one\n", stamp, "王阿姨")
    two = studio.write("lessons", FILE, before + b"# two\n", one, "李阿姨")
    assert (studio.writer("lessons", FILE).by, studio.undoable("lessons", FILE)) == ("李阿姨", 2)
    assert studio.undo("lessons", FILE, two, "王阿姨") == one
    assert studio.undo("lessons", FILE, one, "王阿姨") == stamp
    assert studio.read("lessons", FILE) == (before, stamp)
    with pytest.raises(NothingToUndo):
        studio.undo("lessons", FILE, stamp, "王阿姨")


def test_the_last_twenty_versions_are_kept(studio: Workspace) -> None:
    before, stamp = studio.read("lessons", FILE)
    for n in range(KEPT + 5):
        stamp = studio.write("lessons", FILE, before + b"# %d\n" % n, stamp, "王阿姨")
    assert studio.undoable("lessons", FILE) == KEPT
    for _ in range(KEPT):
        stamp = studio.undo("lessons", FILE, stamp, "王阿姨")
    assert studio.read("lessons", FILE)[0] == before + b"# 4\n"


def test_who_was_slower_is_told_whose_change_stands_and_loses_nothing(studio: Workspace) -> None:
    before, stamp = studio.read("lessons", FILE)
    studio.write("lessons", FILE, before + b"# hers\n", stamp, "李阿姨")
    with pytest.raises(Stale) as found:
        studio.write("lessons", FILE, before + b"# mine\n", stamp, "王阿姨")
    assert (found.value.by, found.value.at) == ("李阿姨", AT)
    with pytest.raises(Stale):
        studio.undo("lessons", FILE, stamp, "王阿姨")
    assert studio.read("lessons", FILE)[0] == before + b"# hers\n"


def test_of_many_at_once_one_is_first(studio: Workspace) -> None:
    before, stamp = studio.read("lessons", FILE)
    done: list[str] = []

    def change(n: int) -> None:
        try:
            done.append(studio.write("lessons", FILE, before + b"# %d\n" % n, stamp, f"{n}"))
        except Stale:
            done.append("stale")

    threads = [threading.Thread(target=change, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert done.count("stale") == 5
    assert studio.read("lessons", FILE)[1] in done


def test_a_power_cut_between_keeping_and_writing_undoes_the_change_before(studio: Workspace) -> None:
    before, stamp = studio.read("lessons", FILE)
    one = studio.write("lessons", FILE, before + b"# one\n", stamp, "王阿姨")
    studio._kept("lessons", FILE).push(before + b"# one\n")  # kept, and then the power went
    assert studio.undo("lessons", FILE, one, "王阿姨") == stamp


@pytest.mark.parametrize(
    "path",
    ["../lessons/volume.yaml", "/etc/passwd", "..", "", ".hidden.yaml", "a/../../b.yaml", "volume.yaml\n", "x.exe",
     "volume\u202eyaml", "a//b.yaml", "package.yaml/x.yaml" * 20],
)  # fmt: skip
def test_no_path_leads_out_or_names_what_the_kind_does_not_hold(path: str, studio: Workspace) -> None:
    with pytest.raises(NotAllowed):
        studio.read("lessons", path)
    with pytest.raises(NotAllowed):
        studio.write("lessons", path, b"x", GONE, "王阿姨")


@pytest.mark.parametrize("package", ["..", "no-such", "", ".kept", "lessons/..", "a" * 80])
def test_no_package_leads_out_either(package: str, studio: Workspace) -> None:
    with pytest.raises(NotHere):
        studio.read(package, FILE)


def test_a_link_is_not_followed(studio: Workspace, tmp_path: Path) -> None:
    outside = tmp_path / "outside.yaml"
    outside.write_text("x")
    (studio.folder("lessons") / "somewhere.yaml").symlink_to(outside)
    with pytest.raises(NotAllowed, match="link"):
        studio.write("lessons", "somewhere.yaml", b"y", stamp_of(b"x"), "王阿姨")
    assert outside.read_text() == "x"


def test_an_enormous_file_is_refused(studio: Workspace) -> None:
    with pytest.raises(NotAllowed, match="at most"):
        studio.write("lessons", "new.yaml", b"x" * (MAX_BYTES + 1), GONE, "王阿姨")


def test_a_file_is_added_and_taken_out(studio: Workspace) -> None:
    stamp = studio.write("lessons", "pictures/new.svg", b"<svg/>", GONE, "王阿姨")
    assert "pictures/new.svg" in studio.files("lessons")
    assert studio.write("lessons", "pictures/new.svg", None, stamp, "王阿姨") == GONE
    assert studio.undo("lessons", "pictures/new.svg", GONE, "王阿姨") == stamp


def test_faults_name_file_and_line(studio: Workspace) -> None:
    before, stamp = studio.read("lessons", FILE)
    changed = before.replace("请按一下上面的“大声”。".encode(), "请点击应用程序界面。".encode())
    studio.write("lessons", FILE, changed, stamp, "王阿姨")
    (fault, *_) = studio.check("lessons").faults
    assert (fault.file, fault.line) == (FILE, before[: before.index("请按一下上面的".encode())].count(b"\n") + 1)


def test_a_manifest_that_somebody_broke_is_still_listed_and_mended(studio: Workspace) -> None:
    raw, stamp = studio.read("lessons", "package.yaml")
    broken = studio.write("lessons", "package.yaml", b"kind: nonsense\n", stamp, "王阿姨")
    assert "lessons" in {draft.manifest.id for draft in studio.packages()}
    assert studio.check("lessons").faults
    assert studio.undo("lessons", "package.yaml", broken, "王阿姨") == stamp_of(raw)


def test_a_draft_is_thrown_away_and_begins_anew(studio: Workspace) -> None:
    before, stamp = studio.read("lessons", FILE)
    studio.write("lessons", FILE, before + b"# one\n", stamp, "王阿姨")
    studio.discard("lessons", "王阿姨")
    assert studio.read("lessons", FILE)[0] == before
    assert studio.undoable("lessons", FILE) == 0
