"""Starting Qt: the platform is decided first, and the typeface is what the sizes were computed for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QFontInfo, QFontMetricsF

from kiosk.ui.app import choose_platform, create_app, has_font
from kiosk.ui.fonts import FAMILY, font, measure
from kiosk.ui.icons import Icons
from kiosk.ui.metrics import KOU_RATIO


def test_without_a_display_qt_goes_offscreen() -> None:
    environment: dict[str, str] = {}
    assert choose_platform(environment) is False
    assert environment["QT_QPA_PLATFORM"] == "offscreen"


def test_with_a_display_nothing_is_changed() -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        environment = {name: ":0"}
        assert choose_platform(environment) is True
        assert environment == {name: ":0"}


def test_a_platform_that_was_asked_for_stays() -> None:
    environment = {"QT_QPA_PLATFORM": "vnc:port=0", "DISPLAY": ":0"}
    assert choose_platform(environment) is False
    assert environment["QT_QPA_PLATFORM"] == "vnc:port=0"


def test_importing_it_does_not_import_qt() -> None:
    code = "import sys, kiosk.ui.app; sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    environment = {k: v for k, v in os.environ.items() if k != "QT_QPA_PLATFORM"}
    assert subprocess.run([sys.executable, "-c", code], env=environment, check=False).returncode == 0


def test_there_is_one_application(qapp: object) -> None:
    assert create_app() is qapp


def test_the_typeface_is_installed_and_used(qapp: object) -> None:
    assert has_font()
    assert QFontInfo(font(42, False)).family() == FAMILY


@pytest.mark.parametrize("bold", [False, True])
def test_u1_kou_is_as_high_as_the_sizes_were_computed_for(qapp: object, bold: bool) -> None:
    height = QFontMetricsF(font(1000, bold)).tightBoundingRect("口").height() / 1000
    assert height >= KOU_RATIO - 0.002


@pytest.mark.parametrize("text", ["看病预约", "Appointment, 12:30", "沪A·00000", "“好了”（1）"])
@pytest.mark.parametrize("bold", [False, True])
def test_measured_widths_are_never_too_small(qapp: object, text: str, bold: bool) -> None:
    real = QFontMetricsF(font(100, bold)).horizontalAdvance(text)
    assert real - 1 <= measure(text, bold) * 100 <= real * 1.06 + 1


def test_every_icon_loads_and_takes_its_colour(qapp: object) -> None:
    icons = Icons()
    assert len(icons.names()) > 60
    for name in icons.names():
        picture = icons.pixmap(name, 48, "#A3161A").toImage()
        pixels = (picture.pixelColor(x, y) for x in range(48) for y in range(48))
        inked = [pixel for pixel in pixels if pixel.alpha() == 255]
        assert inked, name
        assert all(abs(pixel.red() - 0xA3) <= 2 and pixel.green() < 0x1A for pixel in inked), name
        edge = [picture.pixelColor(x, 0).alpha() for x in range(48)]
        assert max(edge) < 255, f"{name} is cut off"


def test_an_icon_is_drawn_once(qapp: object) -> None:
    icons = Icons()
    assert icons.pixmap("home", 48, "#1F2A37").cacheKey() == icons.pixmap("home", 48, "#1F2A37").cacheKey()


def test_an_unknown_icon_is_a_defect(qapp: object) -> None:
    with pytest.raises(FileNotFoundError):
        Icons().pixmap("unicorn", 48, "#1F2A37")


STOPPING = """
import sys, threading, wave
from PySide6.QtCore import QTimer
from kiosk.adapters.player import QtPlayer
from kiosk.ui.app import create_app
path = sys.argv[1]
with wave.open(path, "wb") as file:
    file.setparams((1, 2, 24000, 0, "NONE", ""))
    file.writeframes(bytes(48000))
app, player, turns = create_app(), QtPlayer(), iter(range(200))
def work():
    while True:
        sum(range(2000))
threading.Thread(target=work, daemon=True).start()
def turn():
    number = next(turns, None)
    if number is None:
        print("alive", flush=True)
        app.exit(0)
        return
    player.play(path, 50, lambda: None) if number % 2 == 0 else player.stop()
    QTimer.singleShot((1, 3, 9)[number % 3], turn)
QTimer.singleShot(0, turn)
sys.exit(app.exec())
"""


def test_a_sound_that_is_stopped_never_stops_the_screen(tmp_path: Path) -> None:
    """The sound's threads have something to say just then, and Python is busy: a process of its own, without a plugin
    that listens to what Qt says."""
    words = [sys.executable, "-c", STOPPING, str(tmp_path / "sound.wav")]
    done = subprocess.run(words, capture_output=True, text=True, timeout=100, check=False)
    assert (done.returncode, done.stdout) == (0, "alive\n")
