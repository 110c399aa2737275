"""The read-back: what will be done, row by row, before the resident says yes (elder-ui U16)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.text import Message
from kiosk.ui.kit import Kit
from kiosk.ui.metrics import Type
from kiosk.ui.pieces import Picture, Piece
from kiosk.ui.widgets.paged_card import PagedCard

SMALL_INCH = 12.0


@dataclass(frozen=True)
class Row:
    """One line of a read-back: 在哪上车 · 社区中心 大门口 · 四川北路一侧."""

    icon: str
    label: Message | str
    value: Message | str
    sub: Message | str = ""


class ReadBack(PagedCard):
    """Rows of icon, label, value and a quieter line under it. What does not fit goes to a next page.

    On small displays and for large words the rows are brief before that: an icon says what the label does (which is
    heard all the same), and the quieter line stands beside its value where both take one line.

    `service` colours the icons. `set_rows` replaces the rows. Emits `turned(page, of)`.
    """

    def __init__(
        self, kit: Kit, rows: Sequence[Row] = (), *, service: str = "", parent: QWidget | None = None
    ) -> None:  # fmt: skip
        self.service = service
        self.rows: list[tuple[str, str, str, str]] = []
        self._may_be_brief = kit.metrics.tight or kit.metrics.display.diagonal_inch < SMALL_INCH
        self._brief = False
        super().__init__(kit, parent)
        self.set_rows(rows)

    def set_rows(self, rows: Sequence[Row]) -> None:
        words = self.kit.words
        self.rows = [(r.icon, words(r.label), words(r.value), words(r.sub) if r.sub else "") for r in rows]
        self.setAccessibleName("。".join("，".join(p for p in row[1:] if p) for row in self.rows))
        self.parts_changed()

    def needs_width(self) -> int:
        return 6 * self.kit.metrics.type(Type.VALUE).floor + 2 * self.inset()

    def likes_height(self, width: int) -> int:
        room = width - 2 * self.inset()
        rows = sum(self._row_height(row, room) + self.kit.metrics.u(30) for row in self.rows)
        return max(self.whole_height(width), round(rows + 2 * self.inset()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        inner = self.inner(QRectF(self.rect()))
        self._brief = self._may_be_brief and sum(self._heights(inner.width(), brief=False)) > inner.height() + 0.5
        super().resizeEvent(event)

    def whole_height(self, width: int) -> int:
        room = width - 2 * self.inset()
        ways = [False, True] if self._may_be_brief else [False]
        return round(min(sum(self._heights(room, brief=brief)) for brief in ways) + 2 * self.inset() + 1)

    def part_heights(self, width: float) -> list[float]:
        return self._heights(width, brief=self._brief)

    def _heights(self, width: float, *, brief: bool) -> list[float]:
        measure = self._brief_height if brief else self._row_height
        return [measure(row, width) for row in self.rows]

    def part_words(self, index: int) -> str:
        return self.rows[index][1]

    def draw_parts(self, first: int, last: int, inner: QRectF) -> list[Piece]:
        shown = self.rows[first:last]
        needs = self.part_heights(inner.width())[first:last]
        spare = max(0.0, (inner.height() - sum(needs)) / max(1, len(shown)))
        spare = min(spare, self.kit.metrics.u(70))
        pieces: list[Piece] = []
        top = inner.top() + (inner.height() - sum(needs) - spare * len(shown)) / 2
        for index, (row, need) in enumerate(zip(shown, needs, strict=True)):
            place = QRectF(inner.left(), top, inner.width(), need + spare)
            pieces += self._brief_row(row, place) if self._brief else self._row(row, place)
            top += need + spare
            if index < len(shown) - 1:
                pieces.append(self.rule(inner, top))
        return pieces

    # parts

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

    # brief rows

    def _brief_pad(self) -> int:
        return self.kit.metrics.u(6)

    def _brief_left(self) -> float:
        return self._small_icon() + self.kit.metrics.u(24)

    def _beside(self, row: tuple[str, str, str, str], room: float) -> float:
        """Where the quieter line begins beside the value; 0 where it stands below."""
        value = self.kit.type.width(row[2], Type.VALUE.bold) * self.kit.metrics.type(Type.VALUE).floor
        sub = self.kit.type.width(row[3], Type.SMALL.bold) * self.kit.metrics.type(Type.SMALL).floor
        left = value + self.kit.metrics.u(30)
        return left if row[3] and left + sub <= room else 0.0

    def _brief_height(self, row: tuple[str, str, str, str], width: float) -> float:
        room = width - self._brief_left()
        height = self.least(row[2], room, Type.VALUE)
        if row[3] and not self._beside(row, room):
            height += self.least(row[3], room, Type.SMALL) + self.kit.metrics.u(6)
        return max(height, self._small_icon()) + 2 * self._brief_pad()

    def _brief_row(self, row: tuple[str, str, str, str], rect: QRectF) -> list[Piece]:
        colours, side = self.kit.colours, self._small_icon()
        accent = colours.service(self.service).accent if self.service else colours.ink
        icon = Picture(
            row[0], QRectF(rect.left(), rect.center().y() - side / 2, side, side), accent, colours.surface
        )  # fmt: skip
        room = rect.adjusted(self._brief_left(), self._brief_pad(), 0, -self._brief_pad())
        beside = self._beside(row, room.width())
        if not beside:
            parts = [(row[2], Type.VALUE, colours.ink), (row[3], Type.SMALL, colours.quiet)]
            inside = rect.adjusted(
                self._brief_left(), self._brief_pad() - self._pad(), 0, self._pad() - self._brief_pad()
            )
            return [icon, *self._stack([part for part in parts if part[0]], room.left(), inside, room.width())]
        caps = [self.kit.metrics.type(kind).floor for kind in (Type.VALUE, Type.SMALL)]
        value = self.words(row[2], room, Type.VALUE, colours.ink, colours.surface, lines=1, cap=caps[0])
        rest = room.adjusted(beside, 0, 0, 0)
        return [icon, value, self.words(row[3], rest, Type.SMALL, colours.quiet, colours.surface, lines=1, cap=caps[1])]

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
