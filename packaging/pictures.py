"""Makes the README's pictures anew, in docs/pictures: screens from the tour, the desk from Chromium with invented data.

Run with `make pictures`. Everything shown is a placeholder.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

from kiosk.hub.core import Hub
from kiosk.hub.promise import Signature, sign

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "docs" / "pictures"
SETTING = "21-standard-light-zh_CN"
SCREENS = {
    "home": "home",
    "taxi-confirm": "taxi-confirm",
    "request-coming": "request-taxi-car",
    "alarm-countdown": "alarm-countdown",
    "doctor-times": "doctor-times",
    "slip-doctor": "slip-doctor",
    "ask": "ask-initials",
}
LESSON = ROOT / "assets" / "content" / "lessons" / "call.yaml"
"""A lesson of the course itself, under its own number."""
SIZE = (960, 540)
COLOURS = 128


def main() -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        tour = [sys.executable, "-m", "kiosk", "tour", folder, "--setting", SETTING]
        subprocess.run(tour, check=True, cwd=ROOT)  # noqa: S603 - our own program
        for name, state in SCREENS.items():
            _save(Path(folder) / SETTING / f"{state}.png", OUT / f"{name}.png")
        step = Path(folder) / "lesson-step.png"
        lesson = [sys.executable, "-m", "kiosk", "lessons", "picture", str(LESSON), str(step), "--at", "step-2"]
        subprocess.run(lesson, check=True, cwd=ROOT)  # noqa: S603 - our own program
        _save(step, OUT / step.name)
        desk = Path(folder) / "desk.png"
        _desk(desk)
        _save(desk, OUT / "desk.png")


def _save(source: Path, out: Path) -> None:
    """Half the size, a palette of few colours: a README is read on bad lines too."""
    with Image.open(source) as picture:
        small = picture.convert("RGB").resize(SIZE, Image.Resampling.LANCZOS)
        small.quantize(COLOURS).save(out, optimize=True)


def _desk(out: Path) -> None:
    sys.path.insert(0, str(ROOT))
    from tests.hub.desk.browsers import chromium, sit_down, window
    from tests.hub.desk.running import running
    from tests.hub.house import alarm, help_call, taxi

    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as desk, chromium() as browser:
        kiosk, page = desk.kiosk(), window(browser, (1920, 1080))
        desk.run(_sign(desk.hub, desk.staff("li", "李主任", "administrator")))
        sit_down(page, desk, desk.staff("wang", "王阿姨"))
        kiosk.submit(taxi())
        kiosk.submit(help_call())
        page.wait_for_selector(f"#card-{kiosk.submit(alarm())}, .call")
        page.screenshot(path=str(out))


async def _sign(hub: Hub, staff_id: str) -> None:
    """The centre's promise, without which the desk asks for it."""
    now = hub.clock.now()
    given = Signature("李主任", f"{now.astimezone():%Y-%m-%d}", "值班的志愿者", "周一到周五 8:30 到 17:00")
    async with hub.database.work() as work:
        await sign(work, staff_id, given, now)


if __name__ == "__main__":
    main()
