"""U9: a screen reader finds every key by name and role, and completes what a resident came for by names alone: a taxi,
then an appointment. A real kiosk under a real X server, started once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk.config import DEMO_FILE

SYSTEM_PYTHON = "/usr/bin/python3"  # Debian's pyatspi belongs to it
READER = Path(__file__).with_name("atspi_reader.py")
BUTTONS = ("push button", "button")
SECONDS = 150
STEPS = (  # a key, and what shows when it has done its work
    ("叫出租车", "去哪里"),
    ("东街医院", "对，叫车"),
    ("对，叫车", "已记下"),
    ("首页", "看病预约"),
    ("看病预约", "家庭医生"),
    ("家庭医生", "越早越好"),
    ("越早越好", "好的"),
    ("好的", "心愿记下了"),
)
HOME, PLACES, TAXI, DOCTOR, WISH = 0, 1, 3, 5, 8  # of what was seen, in this order
# In one session bus: the kiosk, the reader, then a polite end; the kiosk's own exit code is the second line.
SESSION = """
"$0" -m kiosk run --child --config "$1" >"$4" 2>&1 & kiosk=$!
"$2" "$3" silver-key "$5"; code=$?
kill -TERM $kiosk; wait $kiosk; echo $?
exit $code
"""


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    """An X server of our own; it finds a free number by itself."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1920x1080x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as told:
        number = told.readline().strip()
    assert number, "Xvfb did not start"
    yield f":{number}"
    server.terminate()
    server.wait()


@pytest.fixture(scope="module")
def walked(display: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[list[dict[str, Any]]], int]:
    """What showed at first and after each of STEPS, and how the kiosk ended."""
    folder = tmp_path_factory.mktemp("atspi")
    folder.chmod(0o700)
    environ = {
        **os.environ,
        "DISPLAY": display,
        "QT_QPA_PLATFORM": "xcb",
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "SILVER_KEY_KIOSK_STATE_DIR": str(folder / "kiosk"),
        "SILVER_KEY_DISPLAY_MOTION": "false",
        "XDG_RUNTIME_DIR": str(folder),
    }
    log = folder / "log"
    words = [sys.executable, str(DEMO_FILE), SYSTEM_PYTHON, str(READER), str(log), json.dumps(STEPS)]
    done = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", SESSION, *words],
        env=environ,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, f"{done.stderr[-2000:]}\n{log.read_text('utf-8')[-2000:] if log.exists() else ''}"
    told, code = done.stdout.strip().splitlines()[-2:]
    return json.loads(told), int(code)


@pytest.fixture(scope="module")
def seen(walked: tuple[list[list[dict[str, Any]]], int]) -> list[list[dict[str, Any]]]:
    return walked[0]


def keys(nodes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [node for node in nodes if node["role"] in BUTTONS]


def names(nodes: list[dict[str, Any]]) -> list[str]:
    return [node["name"] for node in nodes]


@pytest.mark.parametrize(
    "name", ["看病预约", "叫出租车", "政策咨询", "紧急呼救", "学手机", "我的事情", "返回", "首页", "听一听", "叫志愿者"]
)
def test_u9_the_keys_of_home_are_found_by_name_and_role(seen: list[list[dict[str, Any]]], name: str) -> None:
    found = [key for key in keys(seen[HOME]) if key["name"].startswith(name)]
    assert found
    assert all(key["focusable"] and "Press" in key["actions"] for key in found)


@pytest.mark.parametrize("moment", range(len(STEPS) + 1))
def test_u9_every_key_has_a_name_of_its_own(seen: list[list[dict[str, Any]]], moment: int) -> None:
    found = names(keys(seen[moment]))
    assert len(found) >= 5  # the bar's, at least
    assert all(found)
    assert sorted(set(found)) == sorted(found)


def test_u9_a_taxi_is_called_by_names_alone(seen: list[list[dict[str, Any]]]) -> None:
    places = names(keys(seen[PLACES]))
    assert any(name.startswith("东街医院") for name in places)
    assert any(name.startswith("上车再说") for name in places)
    shown = names(seen[TAXI])
    assert "叫出租车：已记下" in shown
    assert any(name.startswith("已记下。还没有：已送到") for name in shown)  # no desk is there: never more than is true


def test_u9_an_appointment_is_asked_for_by_names_alone(seen: list[list[dict[str, Any]]]) -> None:
    assert any(name.startswith("家庭医生") for name in names(keys(seen[DOCTOR])))
    shown = names(seen[WISH])
    assert "看病预约：已记下" in shown
    assert any("心愿记下了，还没有约" in name for name in shown)  # a guest's is a wish, and says so (U23)


def test_a_kiosk_that_is_asked_to_end_ends_well(walked: tuple[list[list[dict[str, Any]]], int]) -> None:
    """S7 makes the window refuse to close; a signal ends the program all the same."""
    assert walked[1] == 0
