"""A slip, by real clicks: what is shown is what is printed, dot for dot."""

from __future__ import annotations

import io

from PIL import Image
from PySide6.QtGui import QImage

from kiosk.errors import PrinterError
from kiosk.screens.specimens import specimens
from kiosk.text import msg
from kiosk.ui.widgets.slip_paper import SlipPaper
from tests.gui.screens.conftest import Room

SLIPS = {found.name: found.state.slip for found in specimens("slip")}


def dots(picture: QImage) -> bytes:
    """Every dot, black or white, row by row."""
    grey = picture.convertToFormat(QImage.Format.Format_Grayscale8)
    return bytes(grey.pixelColor(x, y).red() for y in range(grey.height()) for x in range(grey.width()))


def test_what_is_shown_is_what_is_printed(room: Room) -> None:
    room.navigator.go("slip", slip=SLIPS["slip-doctor"])
    room.tap("打印")
    (printed,) = room.printer.printed
    (paper,) = [found for found in room.window.findChildren(SlipPaper) if found.isVisible()]
    assert dots(paper.image) == Image.open(io.BytesIO(printed)).convert("L").tobytes()
    assert "打好了" in room.speech.heard()


def test_after_another_language_the_slip_is_printed_in_it(room: Room) -> None:
    room.navigator.go("slip", slip=SLIPS["slip-taxi"])
    room.tap("打印")
    room.bar_tap("listen")
    room.tap("English")
    room.tap("One more")
    chinese, english = room.printer.printed
    assert chinese != english


def test_no_paper_leaves_the_slip_on_the_screen(room: Room) -> None:
    room.printer.error = PrinterError("no paper", msg("error.printer_paper"))
    room.navigator.go("slip", slip=SLIPS["slip-doctor"])
    room.tap("打印")
    assert "没纸了" in room.speech.heard()
    assert room.window.findChildren(SlipPaper)
    room.tap("叫志愿者来写")
    assert room.navigator.current in ("volunteer", "request")
