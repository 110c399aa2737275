"""The kiosk comes back by itself, and there is one kiosk for one folder."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.e2e.house import House, house
from tests.waiting import until

EARNEST = """
[kiosk]
name = "一号机"
place = "一楼大厅"
centre_phone = "021-00000000"
state_dir = "{folder}"

[taxi.pickup]
name = "东街社区中心"
"""


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


def test_a_kiosk_in_earnest_says_once_that_it_runs_and_where(tmp_path: Path) -> None:
    config = tmp_path / "settings.toml"
    config.write_text(EARNEST.format(folder=tmp_path / "kiosk"), "utf-8")
    words = [sys.executable, "-m", "kiosk", "run", "--config", str(config)]
    environ = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(words, env=environ, stderr=subprocess.PIPE, text=True, start_new_session=True) as kiosk:
        assert kiosk.stderr is not None
        first = kiosk.stderr.readline()
        kiosk.send_signal(signal.SIGTERM)
        assert "一号机 runs" not in kiosk.stderr.read()
    assert first.startswith("INFO kiosk: 一号机 runs: ")
    assert str(tmp_path / "kiosk") in first
    assert kiosk.returncode == 0


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
