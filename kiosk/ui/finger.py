"""A finger on the demo's screen: taps a key by its name, reads what is shown, takes a picture.

Used by `kiosk picture`, `kiosk tap` and by the tests that drive a real kiosk process; built under `kiosk demo` only.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from kiosk.ui.drawn import Drawn
from kiosk.ui.pieces import Words
from kiosk.ui.widgets.tap_area import TapArea

PRESS_MS = 140


class Finger:
    def __init__(self, window: QWidget) -> None:
        self._window = window

    def tap(self, name: str) -> bool:
        """Press and release the visible key whose name is, or begins with, `name`. False when there is none."""
        key = self._find(name)
        if key is None:
            return False
        spot = key.mapTo(self._window, key.rect().center())
        target = self._window.childAt(spot) or self._window
        at = target.mapFrom(self._window, spot)
        QTest.mousePress(target, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
        QTimer.singleShot(PRESS_MS, self._window, lambda: self._release(target, at))
        return True

    def names(self) -> list[str]:
        """The accessible names of everything visible, in the order of the screen."""
        found = [w for w in self._window.findChildren(QWidget) if w.isVisible() and w.accessibleName()]
        found.sort(key=lambda w: (self._where(w).y(), self._where(w).x()))
        return [w.accessibleName() for w in found]

    def keys(self) -> list[str]:
        """The names of the keys that can be tapped, in the order of the screen."""
        found = [key for key in self._window.findChildren(TapArea) if key.isVisible() and key.accessibleName()]
        found.sort(key=lambda w: (self._where(w).y(), self._where(w).x()))
        return [key.accessibleName() for key in found]

    def held(self) -> list[str]:
        """What every widget draws, is named or holds, shown or not, and what the clipboard holds."""
        texts = [QGuiApplication.clipboard().text()]
        for widget in [self._window, *self._window.findChildren(QWidget)]:
            pieces = widget.pieces() if isinstance(widget, Drawn) else []
            texts += ["".join(piece.setting.lines) for piece in pieces if isinstance(piece, Words)]
            texts += [widget.accessibleName(), widget.accessibleDescription(), widget.windowTitle(), widget.toolTip()]
            texts.append(str(widget.property("text") or ""))
        return [text for text in texts if text]

    def picture(self, path: Path) -> None:
        """Write what is shown as a PNG. Raises OSError when it cannot be written."""
        if not self._window.grab().save(str(path), "PNG"):
            raise OSError(f"{path}: cannot be written")

    def _release(self, target: QWidget, at: QPoint) -> None:
        try:
            QTest.mouseRelease(target, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
        except RuntimeError:  # the key went away under the finger, as a screen may
            return

    def _find(self, name: str) -> QWidget | None:
        visible = [w for w in self._window.findChildren(QWidget) if w.isVisible() and w.accessibleName()]
        exact = [w for w in visible if w.accessibleName() == name]
        return next(iter(exact or [w for w in visible if w.accessibleName().startswith(name)]), None)

    def _where(self, widget: QWidget) -> QPoint:
        return widget.mapTo(self._window, QPoint(0, 0))
