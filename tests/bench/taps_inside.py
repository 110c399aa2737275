"""A kiosk in this process, tapped by a program: from each release to the next screen's picture and its first sound.

Prints JSON as its last line; bench_taps runs it, so that nothing else is in the process. Everything is the real kiosk
but the finger; no hub is there, which is its slowest day.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtMultimedia import QAudioBufferOutput, QMediaPlayer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from kiosk.bootstrap.kiosk import Kiosk
from kiosk.config import DEMO_FILE, load
from kiosk.ui import window as window_module
from kiosk.ui.app import create_app
from kiosk.ui.painted import after_paint
from kiosk.ui.widgets.tap_area import TapArea, centre_of
from tests.bench.programs import say_json

ORDER = ("叫出租车", "下一页", "东街银行", "换个地方", "东街医院", "两个人", "好了", "首页")
LOOK = ("我的事情", "返回", "政策咨询", "返回", "学手机", "首页", "看病预约", "首页", "叫志愿者", "返回")
WALK = (*ORDER, *LOOK, "叫出租车", "东街公园", "返回", "首页")
LAPS_NEW, LAPS_KEPT = 3, 4
REST_MS = 300
PATIENCE_MS = 3000
WARM_MS = 2500


class Wait:
    """The main loop, until told or out of patience."""

    def __init__(self) -> None:
        self._loop = QEventLoop()
        self._patience = QTimer(singleShot=True)
        self._patience.timeout.connect(self._loop.quit)
        self._open: set[str] = set()

    def for_(self, what: set[str], patience: int) -> None:
        self._open = set(what)
        self._patience.start(patience)
        self._loop.exec()
        self._patience.stop()

    def came(self, what: str) -> None:
        self._open.discard(what)
        if not self._open:
            self._loop.quit()


class Ear:
    """Hears the player's first sample after each `listen`."""

    def __init__(self, player: QMediaPlayer, told: Callable[[], None]) -> None:
        self._told = told
        self._at: float | None = None
        self._deaf = True
        self._output = QAudioBufferOutput()
        self._output.audioBufferReceived.connect(self._sample)
        player.setAudioBufferOutput(self._output)

    def listen(self) -> None:
        self._at, self._deaf = None, False

    def heard(self) -> float | None:
        self._deaf = True
        return self._at

    def _sample(self, _buffer: object) -> None:
        if not self._deaf and self._at is None:
            self._at = time.perf_counter()
            self._told()


class Room:
    """The kiosk, and what it takes to use it."""

    def __init__(self, folder: Path) -> None:
        self.sounds = folder / "speech"
        self.kiosk = Kiosk(load(DEMO_FILE, {**os.environ, "SILVER_KEY_KIOSK_STATE_DIR": str(folder)}))
        window_module.YOUNG_SECONDS = 0.0  # this finger means what it taps
        self.wait = Wait()
        self.kiosk.start()
        self.wait.for_({"warm"}, WARM_MS)
        player = self.kiosk.voices._player._player
        assert player is not None
        self.ear = Ear(player, lambda: self.wait.came("sound"))

    def tap(self, name: str) -> tuple[float, float | None]:
        """Milliseconds from the release to the picture, and to the first sample; None where nothing was said."""
        window = self.kiosk.window
        key = self._key(name)
        spot = key.mapFromGlobal(window.mapToGlobal(centre_of(key)))
        QTest.mousePress(key, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
        self.wait.for_({"press"}, 50)
        before = self._face()
        self.ear.listen()
        painted: list[float] = []
        released = time.perf_counter()
        QTest.mouseRelease(key, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
        assert window.view is not None
        after_paint(window.view, lambda: self._painted(painted))
        self.wait.for_({"picture", "sound"}, PATIENCE_MS)
        if not painted or self._face() == before:
            raise RuntimeError(f"{name} led to no new picture from {before[1]}")
        sample = self.ear.heard()
        self.wait.for_({"rest"}, REST_MS)
        return (painted[0] - released) * 1000, (sample - released) * 1000 if sample is not None else None

    def forget_sounds(self) -> None:
        """What was spoken before is made anew."""
        for path in self.sounds.glob("*.wav"):
            path.unlink(missing_ok=True)

    def _painted(self, painted: list[float]) -> None:
        painted.append(time.perf_counter())
        self.wait.came("picture")

    def _face(self) -> tuple[QWidget | None, str, str]:
        window = self.kiosk.window
        return window.view, window.windowTitle(), " ".join(key.accessibleName() for key in self._keys())

    def _keys(self) -> list[TapArea]:
        return [key for key in self.kiosk.window.findChildren(TapArea) if key.isVisible()]

    def _key(self, name: str) -> TapArea:
        """The last of this name: the bar's, where the screen has one too."""
        found = [key for key in self._keys() if key.accessibleName().startswith(name)]
        if not found:
            raise RuntimeError(f"no key {name} on {self.kiosk.window.windowTitle()}")
        return found[-1]


def walk(folder: Path) -> dict[str, list[float]]:
    room = Room(folder)
    found: dict[str, list[float]] = {"first": [], "paint": [], "speech_new": [], "speech_kept": []}
    for lap in range(LAPS_NEW + LAPS_KEPT):
        for name in WALK:
            if lap < LAPS_NEW:
                room.forget_sounds()
            paint, sample = room.tap(name)
            found["paint" if lap else "first"].append(paint)
            if sample is not None and lap:
                found["speech_new" if lap < LAPS_NEW else "speech_kept"].append(sample)
            if os.environ.get("BENCH_TALK"):
                print(lap, name, round(paint, 1), sample and round(sample, 1), file=sys.stderr)  # noqa: T201
    return found


if __name__ == "__main__":
    create_app()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        say_json(walk(Path(place)))
        sys.stdout.flush()
        os._exit(0)  # the kiosk's threads end with it
