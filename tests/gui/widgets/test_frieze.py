from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication

from kiosk.text import Translator
from kiosk.ui.pieces import Shape
from kiosk.ui.theme import DISPLAYS, Kit, Look, make_kit
from kiosk.ui.view import View
from kiosk.ui.widgets.frieze import Frieze
from kiosk.ui.window import KioskWindow


def test_u25_what_no_seated_hand_reaches_is_drawn_on_and_not_left_blank(qapp: QApplication) -> None:
    window = KioskWindow(make_kit(DISPLAYS["32"].turned(), Look(), Translator()))
    window.show()
    window.show_view(View(window.kit), motion=False)
    frieze = window.findChild(Frieze)
    assert isinstance(frieze, Frieze)
    assert frieze.geometry() == QRect(0, 0, window.width(), window.title_bar.y())
    assert any(isinstance(piece, Shape) for piece in frieze.pieces())
    window.may_close = True
    window.close()


def test_a_narrow_strip_stays_paper(kit: Kit) -> None:
    frieze = Frieze(kit)
    frieze.resize(1920, 100)
    assert frieze.pieces() == []
