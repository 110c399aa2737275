"""`kiosk demo`, from an empty folder to the end: everything comes up, and nothing is left."""

from __future__ import annotations

import json
import signal
import subprocess
from pathlib import Path

import psutil
from playwright.sync_api import Browser

from tests.e2e.house import PATIENCE, House, house, until
from tests.hub.desk.browsers import window


def begin(home: House) -> tuple[subprocess.Popen[str], dict[str, str]]:
    """A demo whose desk is ready, and where that is."""
    demo = home.start("demo", "--json", "--config", str(home.config), pipe=True)
    assert demo.stdout is not None
    line = demo.stdout.readline()
    assert line, (home.folder / "log").read_text("utf-8")[-2000:]
    return demo, json.loads(line)


def family(demo: subprocess.Popen[str]) -> list[psutil.Process]:
    """The demo and everything it started."""
    top = psutil.Process(demo.pid)
    return [top, *top.children(recursive=True)]


def test_a_demo_joins_its_hub_opens_its_desk_and_leaves_nothing_behind(tmp_path: Path, browser: Browser) -> None:
    with house(tmp_path, provider="demo") as home:
        demo, said = begin(home)
        assert "no display" in (home.folder / "log").read_text("utf-8")
        until(lambda: (seen := home.look_or_none()) and seen["online"], "the kiosk joins by itself")
        page = window(browser)
        page.goto(said["login"])
        page.wait_for_selector("#arm")
        picture = tmp_path / "now.png"
        home.run("picture", str(picture))
        assert picture.read_bytes().startswith(b"\x89PNG")
        started = family(demo)
        assert len(started) >= 4  # the demo, its hub, the supervisor and the kiosk
        demo.send_signal(signal.SIGINT)
        assert demo.wait(PATIENCE) == 0
        _, alive = psutil.wait_procs(started, timeout=PATIENCE)
        assert alive == []


def test_a_second_start_knows_its_hub_still(tmp_path: Path) -> None:
    with house(tmp_path, provider="demo") as home:
        demo, _ = begin(home)
        until(lambda: (seen := home.look_or_none()) and seen["online"], "the kiosk joins by itself")
        joined = (home.kiosk_folder / "hub.json").read_bytes()
        demo.send_signal(signal.SIGINT)
        demo.wait(PATIENCE)
        begin(home)
        until(lambda: (seen := home.look_or_none()) and seen["online"], "the kiosk finds its hub again")
        assert (home.kiosk_folder / "hub.json").read_bytes() == joined


def test_a_killed_kiosk_comes_back_in_the_demo_too(tmp_path: Path) -> None:
    with house(tmp_path, provider="demo") as home:
        begin(home)
        lock = home.kiosk_folder / "running.lock"
        until(lambda: home.look_or_none(), "the kiosk shows a screen")
        first = int(lock.read_text("ascii"))
        psutil.Process(first).kill()
        until(lambda: home.look_or_none() and int(lock.read_text("ascii")) != first, "another kiosk process serves")
