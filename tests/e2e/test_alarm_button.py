"""The red button on real parts: a real supervisor, a pipe for its device, and a kiosk that is killed in between."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from playwright.sync_api import Browser

from tests.e2e.house import House, house
from tests.e2e.test_supervision import running_id
from tests.e2e.test_taxi import sit_down
from tests.unit.test_alarm_button import Pipe
from tests.waiting import until


def with_button(home: House, pipe: Pipe) -> None:
    settings = home.config.read_text("utf-8")
    home.config.write_text(f'{settings}\n[alarm.button]\ndevice = "{pipe.path}"\ncode = 28\n', "utf-8")


def test_a_press_while_the_kiosk_is_dead_calls_once_after_the_restart(tmp_path: Path, browser: Browser) -> None:
    with house(tmp_path, alarm_countdown_seconds="3") as home:
        pipe = Pipe(tmp_path / "button")
        with_button(home, pipe)
        home.start_hub()
        page = sit_down(browser, home.join()["login"])
        home.start_kiosk(supervised=True)
        first = running_id(home)
        os.kill(first, signal.SIGKILL)
        pipe.press()
        page.wait_for_selector(".call")
        assert running_id(home) != first
        until(lambda: home.look_or_none() and home.look()["screen"] == "alarm", "the kiosk shows it")
        os.kill(running_id(home), signal.SIGKILL)  # and once more: nothing is called again
        until(lambda: home.look_or_none() and home.look()["alarm"] == "reached", "it is followed after the restart")
        assert page.locator(".call").count() == 1
        page.locator(".call [id^=accept-]").click()
        home.sees("王阿姨接了")
        until(lambda: [r["kind"] for r in home.look()["requests"]] == ["alarm"], "it is one alarm here, too")
        os.close(pipe.fd)
