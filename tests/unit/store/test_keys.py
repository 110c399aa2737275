"""Where the key comes from (S4), and small files that are whole or not there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kiosk.adapters.files import write_private
from kiosk.adapters.keys import is_sealed, store_key


def test_a_key_is_made_once_and_kept_private(tmp_path: Path) -> None:
    folder = tmp_path / "state"
    key = store_key(folder, {})
    assert len(bytes.fromhex(key)) == 32
    assert store_key(folder, {}) == key
    assert (folder / "kiosk.key").stat().st_mode & 0o777 == 0o600
    assert store_key(tmp_path / "other", {}) != key
    assert not is_sealed({})


def test_systemds_credential_comes_first(tmp_path: Path) -> None:
    (tmp_path / "silver-key").write_bytes(b"sealed by the TPM")
    environ = {"CREDENTIALS_DIRECTORY": str(tmp_path)}
    key = store_key(tmp_path / "state", environ)
    assert len(bytes.fromhex(key)) == 32
    assert store_key(tmp_path / "elsewhere", environ) == key
    assert not (tmp_path / "state").exists()
    assert is_sealed(environ)


def test_without_our_credential_there_the_file_serves(tmp_path: Path) -> None:
    environ = {"CREDENTIALS_DIRECTORY": str(tmp_path / "none")}
    assert store_key(tmp_path, environ) == store_key(tmp_path, {})


@pytest.mark.parametrize("content", ["", "ab", "zz" * 32, "ab" * 33])
def test_a_torn_key_is_kept_and_a_new_one_made(tmp_path: Path, content: str) -> None:
    (tmp_path / "kiosk.key").write_text(content)
    key = store_key(tmp_path, {})
    assert len(bytes.fromhex(key)) == 32
    assert (tmp_path / "kiosk.key.torn1").read_text() == content
    assert store_key(tmp_path, {}) == key


def test_a_key_that_others_can_read_is_closed_to_them(tmp_path: Path) -> None:
    key = store_key(tmp_path, {})
    (tmp_path / "kiosk.key").chmod(0o644)
    assert store_key(tmp_path, {}) == key
    assert (tmp_path / "kiosk.key").stat().st_mode & 0o777 == 0o600


def test_a_file_is_replaced_as_a_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "new" / "file"
    write_private(path, b"one")
    assert path.stat().st_mode & 0o777 == 0o600

    def full(_fd: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_private(path, b"two")
    assert path.read_bytes() == b"one"
    assert list(path.parent.iterdir()) == [path]
