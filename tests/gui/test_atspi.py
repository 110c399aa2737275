"""U9: a screen reader finds every key by name and role, and can press it. A real kiosk under a real X server."""

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
SECONDS = 90
# In one session bus: the kiosk, the reader, then a polite end; the kiosk's own exit code is the second line.
SESSION = """
"$0" -m kiosk run --child --config "$1" >"$4" 2>&1 & kiosk=$!
"$2" "$3" silver-key 叫出租车; code=$?
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
def seen(display: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """`before` and `after` the taxi key was pressed, and how the kiosk ended."""
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
    words = [sys.executable, str(DEMO_FILE), SYSTEM_PYTHON, str(READER), str(log)]
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
    return {**json.loads(told), "code": int(code)}


def keys(nodes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [node for node in nodes if node["role"] in BUTTONS]


@pytest.mark.parametrize(
    "name", ["看病预约", "叫出租车", "政策咨询", "紧急呼救", "学手机", "我的事情", "返回", "首页", "听一听", "叫志愿者"]
)
def test_u9_the_keys_of_home_are_found_by_name_and_role(seen: dict[str, Any], name: str) -> None:
    found = [key for key in keys(seen["before"]) if key["name"].startswith(name)]
    assert found
    assert all(key["focusable"] and "Press" in key["actions"] for key in found)


@pytest.mark.parametrize("moment", ["before", "after"])
def test_u9_every_key_has_a_name_of_its_own(seen: dict[str, Any], moment: str) -> None:
    names = [key["name"] for key in keys(seen[moment])]
    assert len(names) >= 11
    assert all(names)
    assert sorted(set(names)) == sorted(names)


def test_u9_a_key_is_pressed_by_a_screen_reader(seen: dict[str, Any]) -> None:
    names = [key["name"] for key in keys(seen["after"])]
    assert any(name.startswith("东街医院") for name in names)
    assert any(name.startswith("上车再说") for name in names)
    titles = [node["name"] for node in seen["after"]]
    assert any("去哪里" in title for title in titles), titles


def test_a_kiosk_that_is_asked_to_end_ends_well(seen: dict[str, Any]) -> None:
    """S7 makes the window refuse to close; a signal ends the program all the same."""
    assert seen["code"] == 0
