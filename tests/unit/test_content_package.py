"""The package format (docs/content-format.md): what passes, what does not, with file, line and mend."""

from __future__ import annotations

import json
import os
import shutil
import socket
import zipfile
from pathlib import Path

import pytest

from kiosk.bootstrap.content_means import example, means
from kiosk.cli import run
from kiosk.content.package.archive import pack, unpack
from kiosk.content.package.check import check_package, load_package
from kiosk.content.package.diff import diff
from kiosk.content.package.errors import PackageError
from kiosk.content.package.manifest import FILE, KINDS, read_manifest
from kiosk.content.package.paths import name_fault
from kiosk.content.package.release import read_release, write_release
from kiosk.errors import ContentError

EXAMPLES = KINDS


def write(folder: Path, files: dict[str, bytes]) -> Path:
    for path, raw in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(raw)
    return folder


@pytest.fixture
def notices(tmp_path: Path) -> Path:
    return write(tmp_path / "notes", example("notices", "notes"))


@pytest.mark.parametrize("kind", EXAMPLES)
def test_an_example_of_each_kind_passes_its_check(kind: str, tmp_path: Path) -> None:
    checked = check_package(write(tmp_path / "one", example(kind, "one")), means())
    assert checked.faults == ()
    assert checked.manifest is not None
    assert (checked.manifest.kind, checked.manifest.version) == (kind, 1)


@pytest.mark.parametrize("kind", ["policies", "lessons", "first-aid"])
def test_what_comes_with_the_program_is_a_package(kind: str) -> None:
    from kiosk.bootstrap.content_means import ASSETS

    checked = check_package(ASSETS / "content" / kind, means())
    assert checked.faults == ()
    assert checked.manifest is not None
    assert (checked.manifest.id, checked.manifest.kind) == (kind, kind)


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("version: 1", "version: 0", 5, "whole number"),
        ("version: 1", "version: one", 5, "whole number"),
        ("kind: notices", "kind: adverts", 3, "one of lessons"),
        ("format: 1", "format: 2", 1, "format 1"),
        ("languages: [zh_CN]", "languages: [xx]", 6, "xx is not allowed"),
        ("languages: [zh_CN]", "languages: []", 6, "a list of languages"),
        ("least_kiosk: 0.1.0", "least_kiosk: new", 7, "0.1.0"),
        ("id: notes", "id: ../notes", 2, "is no name"),
        ("title: 通知", "titel: 通知", 4, "did you mean title"),
        ("responsible: 样板街道", "responsible:", 8, "a text is expected"),
    ],
)
def test_a_wrong_manifest_names_its_line(old: str, new: str, line: int, said: str, notices: Path) -> None:
    text = (notices / FILE).read_text("utf-8")
    assert old in text
    manifest, faults = read_manifest("package.yaml", text.replace(old, new).encode())
    assert manifest is None
    assert any(f.line == line and said in str(f) for f in faults), [str(f) for f in faults]


@pytest.mark.parametrize(
    ("kind", "path", "old", "new", "said"),
    [
        (
            "notices",
            "notices.yaml",
            "明天上午修大门。",
            "请在应用程序中查看各相关部门发布的通知公告内容。",
            "characters",
        ),
        ("notices", "notices.yaml", "title:", "titel:", "did you mean title"),
        ("notices", "notices.yaml", "to: ", "to: 2020-01-01 #", "before the beginning"),
        ("directory", "services.yaml", "021-00000000", "ring us", "no telephone number"),
        ("directory", "services.yaml", "topic: repair", "topic: luck", "one of health"),
        ("directory", "services.yaml", "checked:", "seen:", "checked is missing"),
        ("voices", "zh_CN/phrases.json", "hello.wav", "gone.wav", "not there"),
        ("voices", "zh_CN/phrases.json", '{"您好。": "hello.wav"}', "[]", "a table is expected"),
        ("policies", "cards/tea-money.yaml", "第三条", "第条", "without its article"),
    ],
)
def test_a_fault_of_a_kind_is_told_with_file_and_line(
    kind: str, path: str, old: str, new: str, said: str, tmp_path: Path
) -> None:
    folder = write(tmp_path / "one", example(kind, "one"))
    text = (folder / path).read_text("utf-8")
    assert old in text
    (folder / path).write_text(text.replace(old, new), "utf-8")
    found = [str(fault) for fault in check_package(folder, means()).faults]
    assert any(said in one and f"{folder / path}:" in one for one in found), found


def test_the_same_id_twice_is_told(notices: Path) -> None:
    listed = notices / "notices.yaml"
    listed.write_bytes(listed.read_bytes() * 2)
    assert any("a second time" in str(fault) for fault in check_package(notices).faults)


def test_a_stranger_among_the_files_is_told(notices: Path) -> None:
    (notices / "run.sh").write_text("echo", "utf-8")
    assert any("run.sh" in str(f) and "take it out" in str(f) for f in check_package(notices).faults)


@pytest.mark.parametrize(
    "name",
    ["../x", "a/../x", "/etc/passwd", "a\\b", "..", ".", "a//b", ".hidden", "-rf", "x\u202egpj.exe", "a b", "a\nb", "é",
     "a/" * 7 + "x", "x" * 201, ""],
)  # fmt: skip
def test_such_a_name_leads_nowhere(name: str) -> None:
    assert name_fault(name) is not None


@pytest.mark.parametrize("name", ["notices.yaml", "cards/a-b.yaml", "zh_CN/0.wav", "README.md"])
def test_such_a_name_may_stand(name: str) -> None:
    assert name_fault(name) is None


def test_links_and_devices_in_a_folder_are_refused_unread(notices: Path) -> None:
    (notices / "link.yaml").symlink_to("/etc/hostname")
    os.mkfifo(notices / "pipe.yaml")
    with socket.socket(socket.AF_UNIX) as ear:
        ear.bind(str(notices / "sock.yaml"))
        said = " ".join(str(fault) for fault in check_package(notices).faults)
    assert "link.yaml is a link" in said
    assert "pipe.yaml is not a file" in said
    assert "sock.yaml is not a file" in said


def test_no_package_and_an_empty_folder_are_told(tmp_path: Path) -> None:
    checked = check_package(tmp_path)
    assert checked.manifest is None
    assert "no package.yaml" in str(checked.faults[0])


def test_a_release_reads_back_as_it_was_written(notices: Path) -> None:
    release = load_package(notices, means())
    assert read_release(write_release(release)) == release


@pytest.mark.parametrize(
    "harm",
    [
        lambda told: told["files"].append(["../x", 1, "0" * 64]),
        lambda told: told["files"].append(told["files"][0]),
        lambda told: told["files"].append([FILE + "/x", 1, "0" * 64]),
        lambda told: told["files"].append(["x.yaml", -1, "0" * 64]),
        lambda told: told["files"].append(["x.yaml", 10**12, "0" * 64]),
        lambda told: told["files"].append(["x.yaml", 1, "0" * 63]),
        lambda told: told["files"].append(["x.yaml", True, "0" * 64]),
        lambda told: told.update(format=2),
        lambda told: told.update(files=3),
        lambda told: told["package"].update(kind="adverts"),
        lambda told: told["package"].update(version=0),
        lambda told: told["package"].update(id="../x"),
        lambda told: told["package"].update(more=1),
        lambda told: told["package"].update(title=["x"]),
    ],
)
def test_a_signed_list_that_means_harm_is_refused(harm: object, notices: Path) -> None:
    told = json.loads(write_release(load_package(notices)))
    assert callable(harm)
    harm(told)
    with pytest.raises(ContentError):
        read_release(json.dumps(told).encode())


@pytest.mark.parametrize("raw", [b"", b"[]", b"{", b"null", b"[" * 100_000, b" " * 2_000_001, b"\xff"])
def test_what_is_no_list_is_refused(raw: bytes) -> None:
    with pytest.raises(ContentError):
        read_release(raw)


def test_a_diff_says_what_is_new_changed_gone_and_travels(tmp_path: Path) -> None:
    old = write(tmp_path / "old", example("voices", "one"))
    new = Path(shutil.copytree(old, tmp_path / "new"))
    (new / "zh_CN/hello.wav").rename(new / "zh_CN/again.wav")
    (new / "zh_CN/phrases.json").write_text('{"您好。": "again.wav"}', "utf-8")
    found = diff(load_package(old), load_package(new))
    assert (found.added, found.changed, found.removed) == (
        ("zh_CN/again.wav",),
        ("zh_CN/phrases.json",),
        ("zh_CN/hello.wav",),
    )
    assert found.travels == (new / "zh_CN/phrases.json").stat().st_size  # the sound is there under its old name
    assert diff(load_package(old), load_package(old)).lines() == ("nothing changes",)


def test_a_built_file_is_always_the_same_and_unpacks_to_the_same(notices: Path, tmp_path: Path) -> None:
    release = load_package(notices)
    heard: list[int] = []
    pack(notices, release, tmp_path / "a", heard.append)
    os.utime(notices / FILE, (0, 0))
    pack(notices, release, tmp_path / "b")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert heard[-1] == release.length
    (tmp_path / "out").mkdir()
    unpack(tmp_path / "a", tmp_path / "out")
    assert load_package(tmp_path / "out") == release


def test_zero_bytes_and_a_torn_archive_are_told_in_one_line(tmp_path: Path) -> None:
    for raw in (b"", b"PK\x03\x04" + bytes(40)):
        (tmp_path / "a").write_bytes(raw)
        with pytest.raises(PackageError, match="damaged"):
            unpack(tmp_path / "a", tmp_path)


def test_the_commands_begin_check_build_and_compare(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["content", "new", "notices", "notes"]) == 0
    assert run(["content", "check", "notes"]) == 0
    assert run(["content", "build", "notes"]) == 0
    assert zipfile.is_zipfile("notes-1.silverkey")
    assert run(["content", "check", "notes-1.silverkey"]) == 0
    text = Path("notes/notices.yaml").read_text("utf-8").replace("明天修大门", "今天修大门")
    Path("notes/notices.yaml").write_text(text, "utf-8")
    capsys.readouterr()
    assert run(["content", "diff", "notes-1.silverkey", "notes"]) == 0
    assert "changed: notices.yaml" in capsys.readouterr().out
    assert run(["content", "diff", "notes-1.silverkey", "notes", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["changed"] == ["notices.yaml"]


def test_a_command_that_cannot_says_why_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("Bad Name").mkdir()
    Path("full").mkdir()
    Path("full/x").touch()
    for words in (["new", "notices", "Bad Name"], ["new", "notices", "full"], ["build", "nowhere"]):
        assert run(["content", *words]) == 1
        assert capsys.readouterr().err.count("\n") == 1
    Path("full/package.yaml").write_text("id: x\n", "utf-8")
    assert run(["content", "check", "full"]) == 1
    assert "full/package.yaml:1: kind is missing" in capsys.readouterr().out


def test_every_kind_has_its_files_named() -> None:
    from kiosk.content.package.check import MAY_HOLD

    assert set(MAY_HOLD) == set(KINDS)
