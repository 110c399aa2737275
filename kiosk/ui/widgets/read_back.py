"""The read-back: what will be done, row by row, before the resident says yes (elder-ui U16)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.text import Message, msg
from kiosk.ui.kit import Kit
from kiosk.ui.metrics import Type
from kiosk.ui.pieces import Picture, Piece
from kiosk.ui.widgets.big_key import BigKey
from kiosk.ui.widgets.card import Card


@dataclass(frozen=True)
class Row:
    """One line of a read-back: 在哪上车 · 社区中心 大门口 · 四川北路一侧."""

    icon: str
    label: Message | str
    value: Message | str
    sub: Message | str = ""


class ReadBack(Card):
    """Rows of icon, label, value and a quieter line under it. What does not fit goes to a next page.

    `service` colours the icons. `set_rows` replaces the rows. Emits `turned(page, of)`.
    """

    turned = Signal(int, int)

    def __init__(
        self, kit: Kit, rows: Sequence[Row] = (), *, service: str = "", parent: QWidget | None = None
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.page = 1
        self.service = service
        self.rows: list[tuple[str, str, str, str]] = []
        self._starts = [0]
        self.set_up(kit)
        self._next = BigKey(kit, msg("page.more"), "arrow-right", type_=Type.BAR, parent=self)
        self._next.outside = kit.colours.surface
        self._next.tapped.connect(self._turn)
        self._next.hide()
        self.set_rows(rows)

    def set_rows(self, rows: Sequence[Row]) -> None:
        words = self.kit.words
        self.rows = [(r.icon, words(r.label), words(r.value), words(r.sub) if r.sub else "") for r in rows]
        self.setAccessibleName("。".join("，".join(p for p in row[1:] if p) for row in self.rows))
        self.page = 1
        self._arrange()

    def needs_width(self) -> int:
        return 6 * self.kit.metrics.type(Type.VALUE).floor + 2 * self.inset()

    def needs_height(self, width: int) -> int:
        """Of one row, with the key to the next: more rows than fit are paged."""
        room = width - 2 * self.inset()
        heights = [self._row_height(row, room) for row in self.rows] or [0.0]
        pager = 0 if len(self.rows) < 2 else self._pager_height() + self.kit.metrics.gap
        return round(min(sum(heights), max(heights) + pager) + 2 * self.inset() + 1)

    def likes_height(self, width: int) -> int:
        room = width - 2 * self.inset()
        rows = sum(self._row_height(row, room) + self.kit.metrics.u(30) for row in self.rows)
        return max(self.needs_height(width), round(rows + 2 * self.inset()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def compose(self, rect: QRectF) -> list[Piece]:
        inner = self._rows_rect(self.inner(rect))
        shown = self._shown()
        needs = [self._row_height(row, inner.width()) for row in shown]
        spare = max(0.0, (inner.height() - sum(needs)) / max(1, len(shown)))
        spare = min(spare, self.kit.metrics.u(70))
        pieces: list[Piece] = [self.ground(rect)]
        top = inner.top() + (inner.height() - sum(needs) - spare * len(shown)) / 2
        for index, (row, need) in enumerate(zip(shown, needs, strict=True)):
            pieces += self._row(row, QRectF(inner.left(), top, inner.width(), need + spare))
            top += need + spare
            if index < len(shown) - 1:
                pieces.append(self.rule(inner, top))
        return pieces

    # parts

    def _turn(self) -> None:
        self.page = self.page % len(self._starts) + 1
        self._arrange()
        self.turned.emit(self.page, len(self._starts))

    def _shown(self) -> list[tuple[str, str, str, str]]:
        bounds = [*self._starts, len(self.rows)]
        return self.rows[bounds[self.page - 1] : bounds[self.page]]

    def _arrange(self) -> None:
        inner = self.inner(QRectF(self.rect()))
        self._starts = self._pages(inner)
        self.page = min(self.page, len(self._starts))
        paged = len(self._starts) > 1
        if paged:
            height = self._pager_height()
            label = msg("page.more" if self.page < len(self._starts) else "page.first")
            self._next.set_word(label, "arrow-right" if self.page < len(self._starts) else "again")
            self._next.setGeometry(
                round(inner.left()), round(inner.bottom()) - height, round(inner.width()), height
            )  # fmt: skip
        self._next.setVisible(paged)
        self.refresh()

    def _pages(self, inner: QRectF) -> list[int]:
        needs = [self._row_height(row, inner.width()) for row in self.rows]
        if sum(needs) <= inner.height() or len(needs) < 2:
            return [0]
        room, starts, used = inner.height() - self._pager_height() - self.kit.metrics.gap, [0], 0.0
        for index, need in enumerate(needs):
            if used and used + need > room:
                starts.append(index)
                used = 0.0
            used += need
        return starts

    def _pager_height(self) -> int:
        return self._next.needs_height(max(1, self.width() - 2 * self.inset()))

    def _rows_rect(self, inner: QRectF) -> QRectF:
        if len(self._starts) == 1:
            return inner
        return inner.adjusted(0, 0, 0, -self._pager_height() - self.kit.metrics.gap)

    def _pad(self) -> int:
        return self.kit.metrics.u(18)

    def _icon(self) -> int:
        return max(self.kit.metrics.u(84), round(self.kit.metrics.type(Type.LABEL).floor * 1.4))

    def _columns(self, width: float) -> tuple[float, float, float]:
        """Left edge of label, left edge of value, width of value. Narrow rows put icon and label above the value."""
        metrics = self.kit.metrics
        left = self._icon() + metrics.u(32)
        size = metrics.type(Type.LABEL)
        label = max((self.kit.type.width(row[1], False) for row in self.rows), default=0) * size.floor
        value = left + label + metrics.u(44)
        if width - value >= metrics.type(Type.VALUE).floor * 7:
            return left, value, width - value
        return self._small_icon() * 1.3, 0.0, width

    def _row_height(self, row: tuple[str, str, str, str], width: float) -> float:
        label_at, value_at, room = self._columns(width)
        height = self.least(row[2], room, Type.VALUE)
        if row[3]:
            height += self.least(row[3], room, Type.SMALL) + self.kit.metrics.u(6)
        if value_at < label_at:
            height += max(self._small_icon(), self.least(row[1], room - label_at, Type.LABEL)) + self.kit.metrics.u(6)
            return height + 2 * self._pad()
        return max(height, self._icon()) + 2 * self._pad()

    def _row(self, row: tuple[str, str, str, str], rect: QRectF) -> list[Piece]:
        colours = self.kit.colours
        label_at, value_at, room = self._columns(rect.width())
        accent = colours.service(self.service).accent if self.service else colours.ink
        parts = [(row[2], Type.VALUE, colours.ink), (row[3], Type.SMALL, colours.quiet)]
        parts = [p for p in parts if p[0]]
        if value_at < label_at:
            return self._narrow_row(row, parts, rect, label_at, accent)
        block = self._stack(parts, rect.left() + value_at, rect, room)
        side = self._icon()
        icon = QRectF(rect.left(), rect.center().y() - side / 2, side, side)
        place = QRectF(rect.left() + label_at, rect.top(), value_at - label_at, rect.height())
        cap = self.kit.metrics.type(Type.LABEL).floor
        label = self.words(row[1], place, Type.LABEL, colours.quiet, colours.surface, cap=cap)
        return [Picture(row[0], icon, accent, colours.surface), *block, label]

    def _narrow_row(
        self,
        row: tuple[str, str, str, str],
        parts: list[tuple[str, Type, str]],
        rect: QRectF,
        label_at: float,
        accent: str,
    ) -> list[Piece]:
        colours, side = self.kit.colours, self._small_icon()
        room = rect.width() - label_at
        high = max(side, self.least(row[1], room, Type.LABEL))
        need = self._row_height(row, rect.width())
        top = rect.top() + (rect.height() - need) / 2 + self._pad()
        icon = QRectF(rect.left(), top + (high - side) / 2, side, side)
        cap = self.kit.metrics.type(Type.LABEL).floor
        place = QRectF(rect.left() + label_at, top, room, high)
        label = self.words(row[1], place, Type.LABEL, colours.quiet, colours.surface, lines=3, cap=cap)
        below = QRectF(rect.left(), top + high + self.kit.metrics.u(6) - self._pad(), rect.width(), 0)
        below.setBottom(rect.bottom() - (rect.height() - need) / 2)
        return [
            Picture(row[0], icon, accent, colours.surface),
            label,
            *self._stack(parts, rect.left(), below, rect.width()),
        ]

    def _small_icon(self) -> float:
        return self.kit.metrics.type(Type.LABEL).floor * 1.15

    def _stack(
        self, parts: list[tuple[str, Type, str]], left: float, rect: QRectF, width: float
    ) -> list[Piece]:  # fmt: skip
        """The texts one under the other, in the middle of the row; the value takes what room there is."""
        between = self.kit.metrics.u(6)
        room = rect.height() - 2 * self._pad() - between * (len(parts) - 1)
        settings = []
        for index, (text, kind, _) in enumerate(parts):
            rest = sum(self.least(t, width, k) for t, k, _ in parts[index + 1 :])
            setting = self.fit(text, width, room - rest, kind, 4)
            settings.append(setting)
            room -= setting.height
        top = rect.center().y() - (sum(s.height for s in settings) + between * (len(parts) - 1)) / 2
        pieces: list[Piece] = []
        for setting, (_, kind, colour) in zip(settings, parts, strict=True):
            place = QRectF(left, top, width, setting.height)
            pieces.append(self.placed(setting, place, kind, colour, self.kit.colours.surface))
            top += setting.height + between
        return pieces
