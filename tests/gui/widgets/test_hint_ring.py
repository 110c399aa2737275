from __future__ import annotations

from PySide6.QtCore import Qt

from kiosk.ui.theme import Kit
from kiosk.ui.widgets.big_key import BigKey
from kiosk.ui.widgets.hint_ring import HintRing
from kiosk.ui.window import KioskWindow
from tests.gui.fingers import key


def test_it_stands_outside_the_key_and_takes_no_touch(kit: Kit, window: KioskWindow) -> None:
    target: BigKey = key(kit, parent=window)
    target.setGeometry(400, 300, 300, 150)
    target.show()
    ring = HintRing(kit, window)
    ring.around(target)
    assert ring.isVisible()
    assert ring.geometry().contains(target.geometry().adjusted(-8, -8, 8, 8))
    assert ring.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    ring.around(None)
    assert not ring.isVisible()


def test_u4_white_and_ink_are_both_there(kit: Kit, window: KioskWindow) -> None:
    ring = HintRing(kit, window)
    colours = {getattr(piece, "edge", "") for piece in ring.compose(ring.rect().toRectF())}
    assert colours == {"#FFFFFF", "#1F2A37"}
