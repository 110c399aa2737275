"""The bar of five keys, in the same place on every screen (elder-ui U15)."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.text import msg
from kiosk.ui.drawn import Canvas
from kiosk.ui.kit import Kit
from kiosk.ui.metrics import Type
from kiosk.ui.pieces import Box, Piece
from kiosk.ui.widgets.big_key import BigKey, IconAt, KeyKind, level

KEYS = ("back", "home", "listen", "volunteer", "alarm")


class BottomBar(Canvas):
    """返回 首页 听一听 叫志愿者 紧急呼救. A key that cannot act stays, and the screen says why.

    Two rows under 200 mm, or where the words need it. `key("back")` gives a key; its names are `KEYS`.
    """

    back = Signal()
    home = Signal()
    listen = Signal()
    volunteer = Signal()
    alarm = Signal()

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_up(kit)
        self._keys = {name: self._make(name) for name in KEYS}
        for name, key in self._keys.items():
            key.tapped.connect(getattr(self, name))

    def _make(self, name: str) -> BigKey:
        kind = KeyKind.ALARM if name == "alarm" else KeyKind.OUTLINE
        text = self.kit.t(msg(f"bar.{name}"))
        key = BigKey(self.kit, text, name, kind=kind, type_=Type.BAR, parent=self)
        key.outside = self.kit.colours.shelf
        return key

    def key(self, name: str) -> BigKey:
        return self._keys[name]

    def needs_height(self, width: int) -> int:
        rows = self._rows(width)
        return self.pad_top() + self._pad_bottom() + sum(h for _, h in rows) + (len(rows) - 1) * self.kit.metrics.gap

    def compose(self, rect: QRectF) -> list[Piece]:
        return [Box(rect, self.kit.colours.shelf, self.kit.colours.paper), *self._rim(rect)]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        top = self.pad_top()
        for row, height in self._rows(self.width()):
            for name, left, width in row:
                self._keys[name].setGeometry(QRect(left, top, width, height))
            top += height + self.kit.metrics.gap
        keys = list(self._keys.values())
        level(keys, [(k.width(), k.height()) for k in keys])

    # parts

    def _rim(self, rect: QRectF) -> list[Piece]:
        """Where paper and shelf are alike, a line tells them apart."""
        colours = self.kit.colours
        if colours.shelf != colours.paper:
            return []
        return [Box(QRectF(rect.left(), rect.top(), rect.width(), self.kit.metrics.edge), colours.line, colours.paper)]

    def pad_top(self) -> int:
        """Between its upper edge and its keys."""
        return max(self.kit.metrics.u(20), self.kit.metrics.gap // 2)

    def _pad_bottom(self) -> int:
        return max(self.kit.metrics.u(28), self.kit.metrics.gap // 2)

    def _plans(self) -> list[tuple[list[tuple[str, ...]], IconAt]]:
        """Rows of keys and where their icons stand, the best first."""
        one: list[tuple[str, ...]] = [KEYS]
        two: list[tuple[str, ...]] = [KEYS[:3], KEYS[3:]]
        three: list[tuple[str, ...]] = [KEYS[:2], KEYS[2:4], KEYS[4:]]
        plans = [(one, IconAt.BESIDE), (one, IconAt.ABOVE), (one, IconAt.NONE)]
        if self.kit.metrics.tight or not self.kit.metrics.display.portrait:
            plans.pop(1)  # height is dearer than icons
        plans += [(rows, where) for rows in (two, three) for where in (IconAt.BESIDE, IconAt.NONE)]
        return [(rows, where) for rows, where in plans if len(rows) >= self.kit.metrics.bar_rows]

    def _rows(self, width: int) -> list[tuple[list[tuple[str, int, int]], int]]:
        """Rows of (name, left, width), each with its height: the first plan whose words stand in one line."""
        for plan, where in self._plans():
            rows = [self._row(names, width, where) for names in plan]
            if all(w >= self._line(n, where) for row in rows for n, _, w in row):
                break
        for name, key in self._keys.items():
            key.place_icon(self._where(name, where))
        least = self.kit.metrics.u(120 if len(rows) == 1 else 96)
        return [(row, max(least, *(self._keys[n].needs_height(w) for n, _, w in row))) for row in rows]

    def _where(self, name: str, where: IconAt) -> IconAt:
        """The alarm never loses its mark (U5)."""
        return IconAt.BESIDE if name == "alarm" and where is IconAt.NONE else where

    def _line(self, name: str, where: IconAt) -> int:
        return self._keys[name].line_width(self._where(name, where))

    def _row(self, names: tuple[str, ...], width: int, where: IconAt) -> list[tuple[str, int, int]]:
        metrics = self.kit.metrics
        gap = max(metrics.mm(3.2), metrics.u(24))
        room = width - 2 * metrics.margin - gap * (len(names) - 1)
        shares = [1.4 if n == "alarm" else 1.0 for n in names]
        widths = [int(room * s / sum(shares)) for s in shares]
        needs = [self._line(n, where) for n in names]
        if any(w < n for w, n in zip(widths, needs, strict=True)) and sum(needs) <= room:
            spare = (room - sum(needs)) // len(names)
            widths = [n + spare for n in needs]
        places, left = [], metrics.margin
        for name, wide in zip(names, widths, strict=True):
            places.append((name, left, wide))
            left += wide + gap
        return places
