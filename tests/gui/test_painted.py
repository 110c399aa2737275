"""A frame is told once, after all of it was painted."""

from __future__ import annotations

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui.painted import after_paint


class Noting(QWidget):
    def __init__(self, name: str, order: list[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name, self.order = name, order

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        self.order.append(self.name)


def test_the_call_comes_after_the_children_and_only_once(qapp: QApplication, qtbot: QtBot) -> None:
    order: list[str] = []
    window = Noting("window", order)
    qtbot.addWidget(window)
    Noting("child", order, window).resize(10, 10)
    after_paint(window, lambda: order.append("told"))
    window.show()
    qtbot.waitUntil(lambda: "told" in order)
    assert order == ["window", "child", "told"]
    window.repaint()
    QApplication.processEvents()
    assert order.count("told") == 1


def test_what_is_never_painted_is_never_told(qapp: QApplication, qtbot: QtBot) -> None:
    order: list[str] = []
    window = Noting("window", order)
    qtbot.addWidget(window)
    after_paint(window, lambda: order.append("told"))
    QApplication.processEvents()
    assert order == []
