"""Two kiosks on one state folder: the second refuses, naming the first and the folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.adapters.lock import StateLock
from kiosk.errors import SettingsError

HOLDER = """
import sys
from pathlib import Path
from kiosk.adapters.lock import StateLock
lock = StateLock(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def hold(folder: Path) -> subprocess.Popen[str]:
    other = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout
    assert other.stdout.readline() == "held\n"
    return other


def test_the_second_kiosk_refuses_by_name_until_the_first_is_killed(tmp_path: Path) -> None:
    folder = tmp_path / "state"
    with hold(folder) as other:
        with pytest.raises(SettingsError) as caught:
            StateLock(folder)
        assert str(caught.value) == (
            f"{folder}: state_dir: in use by process {other.pid}; end that kiosk or give this one a folder of its own"
        )
        other.kill()
        other.wait()
        with StateLock(folder):
            assert (folder / "running.lock").read_text() == f"{os.getpid()}\n"


def test_a_released_folder_is_free(tmp_path: Path) -> None:
    with StateLock(tmp_path), pytest.raises(SettingsError, match=f"in use by process {os.getpid()}"):
        StateLock(tmp_path)
    StateLock(tmp_path).release()


def test_the_folder_is_made_for_its_user_only(tmp_path: Path) -> None:
    with StateLock(tmp_path / "a" / "state"):
        assert (tmp_path / "a" / "state").stat().st_mode & 0o777 == 0o700


def test_a_folder_that_cannot_be_used_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError, match=r"state_dir: .*; a folder this user may write is needed"):
        StateLock(tmp_path / "file" / "state")
