"""The strip that 听一听 opens above the bar: again, louder, slower, larger, colours, language (elder-ui U10)."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.text import msg
from kiosk.ui.drawn import Canvas
from kiosk.ui.kit import Kit
from kiosk.ui.metrics import Type
from kiosk.ui.pieces import Box, Piece
from kiosk.ui.widgets.big_key import BigKey, level

KEYS = ("again", "louder", "slower", "larger", "colours", "language")


class ListenStrip(Canvas):
    """Six keys in one row, two or three. `key("louder")` gives a key; its names are `KEYS`."""

    again = Signal()
    louder = Signal()
    slower = Signal()
    larger = Signal()
    colours = Signal()
    language = Signal()

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_up(kit)
        self._keys = {name: self._make(name) for name in KEYS}
        for name, key in self._keys.items():
            key.tapped.connect(getattr(self, name))

    def _make(self, name: str) -> BigKey:
        key = BigKey(self.kit, msg(f"strip.{name}"), name, type_=Type.BAR, parent=self)
        key.outside = self.kit.colours.shelf
        return key

    def key(self, name: str) -> BigKey:
        return self._keys[name]

    def needs_height(self, width: int) -> int:
        per_row, tall = self._plan(width)
        rows = len(KEYS) // per_row
        return rows * tall + (rows + 1) * self._gap() - self._gap() // 3

    def compose(self, rect: QRectF) -> list[Piece]:
        colours, thick = self.kit.colours, self.kit.metrics.edge
        line = Box(QRectF(0, 0, rect.width(), thick), colours.line, colours.shelf)
        return [Box(rect, colours.shelf, colours.paper), line]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        per_row, tall = self._plan(self.width())
        rows, gap = len(KEYS) // per_row, self._gap()
        tall = max(tall, (self.height() - (rows + 1) * gap) // rows)
        wide = self._width(self.width(), per_row)
        for index, key in enumerate(self._keys.values()):
            row, column = divmod(index, per_row)
            left = self.kit.metrics.margin + column * (wide + gap)
            key.setGeometry(QRect(left, gap + row * (tall + gap), wide, tall))
        keys = list(self._keys.values())
        level(keys, [(wide, tall)] * len(keys))

    # parts

    def _gap(self) -> int:
        return max(self.kit.metrics.mm(3.2), self.kit.metrics.u(24))

    def _width(self, width: int, per_row: int) -> int:
        return (width - 2 * self.kit.metrics.margin - self._gap() * (per_row - 1)) // per_row

    def _plan(self, width: int) -> tuple[int, int]:
        """Keys in a row and their height: the fewest rows in which all words fit, preferring icon beside words."""
        for per_row in (6, 3, 2):
            wide = self._width(width, per_row)
            if per_row == 2 or all(key.needs_width() <= wide for key in self._keys.values()):
                break
        return per_row, max(self.kit.metrics.u(104), *(key.needs_height(wide) for key in self._keys.values()))
