"""`kiosk demo` as a person meets it: an empty home folder, one command, and nothing left behind."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from PIL import Image
from playwright.sync_api import Browser

from kiosk.adapters.control import ask
from kiosk.errors import KioskError
from tests.hub.desk.browsers import window
from tests.waiting import PATIENCE, until

STATE = Path(".local/state/silver-key/demo")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL", "Traceback")
HIDDEN = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "SILVER_KEY_", "XDG_")


class Home:
    """A home folder of a machine without a display, and the demos started in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environ = {k: v for k, v in os.environ.items() if not k.startswith(HIDDEN)} | {"HOME": str(folder)}
        self.demos: list[subprocess.Popen[str]] = []

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text("utf-8")

    def start(self, **environ: str) -> subprocess.Popen[str]:
        with (self.folder / "log").open("a") as log:
            demo = subprocess.Popen(
                [sys.executable, "-m", "kiosk", "demo", "--json"],
                env=self.environ | environ,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
            )
        self.demos.append(demo)
        return demo

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "kiosk", *words]
        return subprocess.run(command, env=self.environ, capture_output=True, text=True, check=False, timeout=PATIENCE)

    def look(self) -> dict[str, Any] | None:
        try:
            return ask(self.folder / STATE / "kiosk", {"do": "look"})
        except KioskError:
            return None

    def until_online(self) -> dict[str, Any]:
        def online() -> dict[str, Any] | None:
            seen = self.look()
            return seen if seen and seen["online"] else None

        return dict(until(online, "the demo's kiosk is online"))

    def close(self) -> None:
        for demo in self.demos:
            left = [*psutil.Process(demo.pid).children(recursive=True)] if demo.poll() is None else []
            if demo.poll() is None:
                demo.terminate()
                demo.wait(PATIENCE)
            for process in left:
                if process.is_running():
                    process.kill()
            if demo.stdout:
                demo.stdout.close()


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    made = Home(tmp_path)
    yield made
    made.close()


def guest_of(demo: subprocess.Popen[str]) -> dict[str, str]:
    assert demo.stdout is not None
    return dict(json.loads(demo.stdout.readline()))


def family(demo: subprocess.Popen[str]) -> list[psutil.Process]:
    return [p for p in psutil.Process(demo.pid).children(recursive=True) if p.status() != psutil.STATUS_ZOMBIE]


def kiosk_process(demo: subprocess.Popen[str]) -> psutil.Process:
    """The kiosk itself: the supervisor's command line names it too, but begins with the supervisor's own file."""
    found = [p for p in family(demo) if "--child" in p.cmdline() and not any("supervisor" in w for w in p.cmdline())]
    assert len(found) == 1, [p.cmdline() for p in family(demo)]
    return found[0]


def ends(demo: subprocess.Popen[str], number: signal.Signals) -> int:
    """The exit code after this signal to the demo alone; every process it had started must be gone."""
    started = family(demo)
    assert len(started) >= 3  # supervisor, kiosk, hub
    demo.send_signal(number)
    code = demo.wait(PATIENCE)
    _, alive = psutil.wait_procs(started, timeout=PATIENCE)
    assert alive == []
    return code


def test_from_an_empty_home_folder_to_a_desk_and_back_to_nothing(home: Home, browser: Browser) -> None:
    demo = home.start()
    guest = guest_of(demo)
    first = home.log.splitlines()[1]
    assert home.log.startswith("The kiosk opens; ")
    assert first.startswith("no display: the kiosk runs unseen; see it with ")
    assert "kiosk picture OUT.png`" in first
    assert first.endswith("kiosk tap NAME`")
    page = window(browser)
    page.goto(guest["login"])
    page.wait_for_selector("#board")
    assert page.url.startswith(guest["desk"])
    seen = home.until_online()
    assert seen["screen"] == "home"
    assert any("演示" in name for name in seen["names"])
    done = home.run("picture", str(home.folder / "now.png"))
    assert done.returncode == 0, done.stderr
    with Image.open(home.folder / "now.png") as picture:
        assert picture.size == (1920, 1080)
    keys = home.run("tap")
    assert "\n  叫出租车，" in keys.stdout
    tapped = home.run("tap", "叫出租车", "--json")
    assert tapped.returncode == 0, tapped.stderr
    assert json.loads(tapped.stdout)["screen"] == "taxi"
    missed = home.run("tap", "没有这个键")
    assert missed.returncode == 1
    assert missed.stderr.startswith("kiosk: no key '没有这个键' on ")
    assert ends(demo, signal.SIGINT) == 0
    assert not [line for line in home.log.splitlines() if line.startswith(LEVELS)], home.log


def test_the_one_time_login_is_for_once(home: Home, browser: Browser) -> None:
    demo = home.start()
    guest = guest_of(demo)
    first, second = window(browser), window(browser)
    first.goto(guest["login"])
    first.wait_for_selector("#board")
    second.goto(guest["login"])
    assert second.locator("#board").count() == 0
    assert ends(demo, signal.SIGTERM) == 0


def test_a_second_start_finds_everything_as_it_was(home: Home) -> None:
    first = home.start()
    desk = guest_of(first)["desk"]
    home.until_online()
    joined = (home.folder / STATE / "kiosk" / "hub.json").read_bytes()
    assert ends(first, signal.SIGINT) == 0
    second = home.start()
    assert guest_of(second)["desk"] == desk
    home.until_online()
    assert (home.folder / STATE / "kiosk" / "hub.json").read_bytes() == joined
    assert ends(second, signal.SIGINT) == 0


def test_a_kiosk_that_is_killed_comes_back_under_the_demo(home: Home) -> None:
    demo = home.start()
    guest_of(demo)
    home.until_online()
    before = kiosk_process(demo)
    before.kill()
    until(lambda: before.pid not in {p.pid for p in family(demo)}, "the killed kiosk is gone")
    until(home.look, "the kiosk answers again")
    assert kiosk_process(demo).pid != before.pid
    home.until_online()
    assert ends(demo, signal.SIGINT) == 0


def test_a_taken_port_is_one_clear_line_and_the_kiosk_goes_on(home: Home) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        demo = home.start(SILVER_KEY_HUB_PORT=str(port))
        assert guest_of(demo) == {"error": "hub"}
        assert f"kiosk: the hub cannot listen on 127.0.0.1 port {port}: Address already in use\n" in home.log
        assert "Traceback" not in home.log
        seen = until(home.look, "the kiosk is there all the same")
        assert seen["screen"] == "home"
        demo.send_signal(signal.SIGINT)
        assert demo.wait(PATIENCE) == 0


def test_a_second_demo_is_refused_by_name(home: Home) -> None:
    demo = home.start()
    guest = guest_of(demo)
    done = home.run("demo")
    assert done.returncode == 2
    assert done.stderr == (
        f"kiosk: a demo is running already (process {demo.pid}); its desk is at {guest['desk']}; "
        "end it with Ctrl-C where it was started\n"
    )
    assert done.stderr.count("\n") == 1
    assert home.look()
    assert ends(demo, signal.SIGINT) == 0


def test_without_a_demo_nothing_is_tapped_and_it_says_so(home: Home) -> None:
    done = home.run("tap", "叫出租车")
    assert done.returncode == 1
    assert done.stderr.startswith("kiosk: no demo answers in ")
    assert done.stderr.count("\n") == 1


def test_without_a_demo_a_picture_is_refused_in_one_line(home: Home) -> None:
    done = home.run("picture", str(home.folder / "now.png"))
    assert done.returncode == 1
    assert done.stderr.startswith("kiosk: no demo answers in ")
    assert done.stderr.count("\n") == 1
    assert not (home.folder / "now.png").exists()
