"""What root writes for the hub belongs to the hub's user; for anybody else nothing is given away."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kiosk.hub import owner
from kiosk.hub.content.folder import Folder, put
from kiosk.hub.keys import write_private

HUB_USER = (4242, 4343)
Given = list[tuple[str, int, int]]


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Given:
    """The caller is root, `tmp_path` is the hub user's, and so is what was handed over; in its order."""
    found: Given = []

    def chown(path: Path, user: int, group: int, *, follow_symlinks: bool) -> None:
        assert not follow_symlinks
        found.append((str(path.relative_to(tmp_path)), user, group))

    def owner_of(path: Path) -> tuple[int, int]:
        ours = path == tmp_path or str(path.relative_to(tmp_path)) in {name for name, _, _ in found}
        return HUB_USER if ours else (0, 0)

    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(os, "chown", chown)
    monkeypatch.setattr(owner, "owner_of", owner_of)
    return found


def test_a_key_and_its_new_folder_are_the_hub_users(given: Given, tmp_path: Path) -> None:
    write_private(tmp_path / "keys" / "administrator.key", b"locked")
    assert given == [("keys", *HUB_USER), (f"keys/.administrator.key.{os.getpid()}", *HUB_USER)]
    assert (tmp_path / "keys" / "administrator.key").read_bytes() == b"locked"
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700


def test_what_is_published_and_the_lock_are_the_hub_users(given: Given, tmp_path: Path) -> None:
    folder = Folder(tmp_path / "content")
    put(folder.metadata / "timestamp.json", b"{}")
    with folder.locked():
        names = [name for name, *_ in given]
    assert [name for name in names if ".timestamp" not in name] == [
        "content", "content/public", "content/public/metadata", "content/private", "content/private/lock",
    ]  # fmt: skip


def test_who_is_not_root_gives_nothing_away(given: Given, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    write_private(tmp_path / "keys" / "administrator.key", b"locked")
    assert given == []


def test_a_user_without_a_name_is_told_by_number(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def nobody(number: int) -> None:
        raise KeyError(number)

    monkeypatch.setattr("pwd.getpwuid", nobody)
    assert owner.user_of(tmp_path) == str(tmp_path.stat().st_uid)
