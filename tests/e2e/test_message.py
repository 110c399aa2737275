"""留话: from a simulated microphone over a real kiosk and a real hub to a real browser's player, and an answer back."""

from __future__ import annotations

import math
import wave
from array import array
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.e2e.house import house
from tests.e2e.test_taxi import sit_down
from tests.hub.desk.browsers import until as seen_on
from tests.waiting import until

RATE = 16_000


def speech(folder: Path) -> Path:
    """What the microphone will hear: ten seconds of a tone."""
    path = folder / "said.wav"
    with wave.open(str(path), "wb") as sound:
        sound.setparams((1, 2, RATE, 0, "NONE", ""))
        sound.writeframes(array("h", (round(8000 * math.sin(n / 8)) for n in range(10 * RATE))).tobytes())
    return path


def test_a_message_is_heard_at_the_desk_and_answered(tmp_path: Path, browser: Browser) -> None:
    said = str(speech(tmp_path))
    with house(tmp_path, voice_microphone="file", voice_microphone_file=said) as home:
        home.start_hub()
        page = sit_down(browser, home.join()["login"])
        home.start_kiosk()
        until(lambda: home.look()["listening"], "the kiosk knows that a desk listens")
        home.tap("叫志愿者", leads_to="request")
        call = str(until(lambda: [r["id"] for r in home.look()["requests"]], "the call is kept")[0])
        home.tap("留话", leads_to="message")
        home.hears("只给值班的人听")
        home.tap("开始说")
        home.sees("听见了")
        home.tap("说完了")
        home.tap("送出去")
        home.sees("留话记下了")
        home.tap("好的", leads_to="request")
        home.sees("您的留话已送到")
        page.wait_for_selector(f"#card-{call} .badge")
        page.click(f"#open-{call}")
        page.click("[data-play]")
        seen_on(page, "document.querySelector('audio').played.length > 0")
        assert page.locator("audio").evaluate("(sound) => [sound.error, sound.duration > 0.05]") == [None, True]
        page.fill("#say-text", "听到了，我马上过来")
        page.click("#say")
        home.hears("听到了，我马上过来")
        expect(page.locator(".badge", has_text="有留话")).to_have_count(0)
        log = (tmp_path / "log").read_text("utf-8")
        assert "Traceback" not in log
