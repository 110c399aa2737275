"""When a widget has really been painted: the frame is whole and on its way to the display."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from kiosk.ui.later import later


def after_paint(widget: QWidget, call: Callable[[], None]) -> None:
    """Run `call` once, on the main loop, after the next frame in which `widget` is painted. Never if it never is."""
    widget.installEventFilter(_NextPaint(widget, call))


class _NextPaint(QObject):
    """Sees the widget's paint begin. Children follow and the frame is handed over before the loop turns again."""

    def __init__(self, widget: QWidget, call: Callable[[], None]) -> None:
        super().__init__(widget)
        self._call = call

    def eventFilter(self, widget: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            widget.removeEventFilter(self)
            later(0.0, self._call)
            self.deleteLater()
        return False
