"""The kiosk comes back by itself, and there is one kiosk for one folder."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.e2e.house import House, house
from tests.waiting import until


def running_id(home: House) -> int:
    """0 in the moment between two processes."""
    return int((home.kiosk_folder / "running.lock").read_text("ascii") or 0)


def test_a_killed_kiosk_is_back_and_serves(tmp_path: Path) -> None:
    with house(tmp_path) as home:
        home.start_kiosk(supervised=True)
        first = running_id(home)
        os.kill(first, signal.SIGKILL)
        until(lambda: home.look_or_none() and running_id(home) != first, "another kiosk process serves")
        assert home.look()["screen"] == "home"


def test_a_stopped_kiosk_is_replaced(tmp_path: Path) -> None:
    with house(tmp_path) as home:
        home.start_kiosk(supervised=True)
        first = running_id(home)
        os.kill(first, signal.SIGSTOP)
        until(lambda: running_id(home) != first and home.look_or_none(), "a hung kiosk is replaced")


def test_two_kiosks_on_one_folder_the_second_refuses_by_name(tmp_path: Path) -> None:
    with house(tmp_path) as home:
        home.start_kiosk()
        second = subprocess.run(
            [sys.executable, "-m", "kiosk", "run", "--config", str(home.config)],
            env=home.environ,
            capture_output=True,
            text=True,
            check=False,
        )
        assert second.returncode == 2
        assert str(home.kiosk_folder) in second.stderr
        assert str(running_id(home)) in second.stderr
