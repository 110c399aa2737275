"""Things one under the other, each as high as it needs, the rest shared out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.ui.drawn import Canvas, Drawn
from kiosk.ui.kit import Kit
from kiosk.ui.pieces import Piece
from kiosk.ui.widgets.big_key import BigKey, level


class Column(Canvas):
    """`grow` names the items (by index) that take what height is left; without it the column stands in the middle.

    Where keys do not fit one under the other they stand two in a row. Then those in `optional` give way, the last
    first: only for words that are said elsewhere too. Items that are hidden take no room.
    Keys of the same kind get words of the same size.
    """

    def __init__(
        self, kit: Kit, items: Sequence[Drawn], *, grow: Sequence[int] = (), optional: Sequence[int] = (),
        gap: int | None = None, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.set_up(kit)
        self._optional = [items[i] for i in optional]
        self._given_way: set[int] = set()
        self.items = list(items)
        self.gap = kit.metrics.gap if gap is None else gap
        self._grow = {id(self.items[i]) for i in grow}
        for item in self.items:
            item.setParent(self)

    def needs_width(self) -> int:
        return max((item.needs_width() for item in self._shown()), default=0)

    def needs_height(self, width: int) -> int:
        return min(self._total(rows, width) for rows in self._plans(width))

    def likes_height(self, width: int) -> int:
        rows = self._rows(width, None)
        return sum(self._likes(row, width) for row in rows) + self.gap * max(0, len(rows) - 1)

    def compose(self, _rect: QRectF) -> list[Piece]:
        return []

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def refresh(self) -> None:
        super().refresh()
        self.arrange()

    def arrange(self) -> None:
        """Places the items; call after showing or hiding one."""
        width, height = self.width(), self.height()
        rows = self._rows(width, height)
        placed = {id(item) for row in rows for item in row}
        for item in self._optional:
            self._give_way(item, id(item) not in placed)
        heights = self._heights(rows, width, height)
        used = sum(heights) + self.gap * max(0, len(rows) - 1)
        top = max(0, (height - used) // 2)
        for row, tall in zip(rows, heights, strict=True):
            for item, left, wide in self._across(row, width):
                item.setGeometry(QRect(left, top, wide, tall))
            top += tall + self.gap
        self._level()

    # parts

    def _shown(self) -> list[Drawn]:
        return [item for item in self.items if not item.isHidden() or id(item) in self._given_way]

    def _give_way(self, item: Drawn, hide: bool) -> None:
        if hide and not item.isHidden():
            self._given_way.add(id(item))
            item.hide()
        elif not hide and id(item) in self._given_way:
            self._given_way.discard(id(item))
            item.show()

    def _plans(self, width: int) -> Iterator[list[list[Drawn]]]:
        """Ways to stand, the best first: one under the other, like keys in pairs, all keys in pairs, fewer items."""
        shown = self._shown()
        yield [[item] for item in shown]
        yield self._paired(shown, width, alike=True)
        yield self._paired(shown, width, alike=False)
        for item in reversed(self._optional):
            shown = [other for other in shown if other is not item]
            yield self._paired(shown, width, alike=True)
            yield self._paired(shown, width, alike=False)

    def _rows(self, width: int, height: int | None) -> list[list[Drawn]]:
        rows: list[list[Drawn]] = []
        for rows in self._plans(width):
            if height is None or self._total(rows, width) <= height:
                break
        return rows

    def _paired(self, items: list[Drawn], width: int, *, alike: bool) -> list[list[Drawn]]:
        rows: list[list[Drawn]] = []
        for item in reversed(items):
            if rows and len(rows[0]) == 1 and self._can_pair(item, rows[0][0], width, alike=alike):
                rows[0].insert(0, item)
            else:
                rows.insert(0, [item])
        return rows

    def _can_pair(self, one: Drawn, other: Drawn, width: int, *, alike: bool) -> bool:
        if not (isinstance(one, BigKey) and isinstance(other, BigKey)) or (alike and one.kind is not other.kind):
            return False
        return one.needs_width() + other.needs_width() + self.gap <= width

    def _across(self, row: list[Drawn], width: int) -> list[tuple[Drawn, int, int]]:
        if len(row) == 1:
            return [(row[0], 0, width)]
        needs = [item.needs_width() for item in row]
        spare = (width - self.gap - sum(needs)) // 2
        first = needs[0] + spare
        return [(row[0], 0, first), (row[1], first + self.gap, width - first - self.gap)]

    def _total(self, rows: list[list[Drawn]], width: int) -> int:
        heights = (max(i.needs_height(w) for i, _, w in self._across(row, width)) for row in rows)
        return sum(heights) + self.gap * max(0, len(rows) - 1)

    def _likes(self, row: list[Drawn], width: int) -> int:
        return max(item.likes_height(wide) for item, _, wide in self._across(row, width))

    def _heights(self, rows: list[list[Drawn]], width: int, height: int) -> list[int]:
        """Needs first, then up to what is liked, then to those that grow."""
        heights = [max(i.needs_height(w) for i, _, w in self._across(row, width)) for row in rows]
        spare = height - sum(heights) - self.gap * max(0, len(rows) - 1)
        wants = [max(0, self._likes(row, width) - h) for row, h in zip(rows, heights, strict=True)]
        if spare > 0 and any(wants):
            part = min(1.0, spare / sum(wants))
            heights = [h + int(w * part) for h, w in zip(heights, wants, strict=True)]
            spare = height - sum(heights) - self.gap * max(0, len(rows) - 1)
        growing = [n for n, row in enumerate(rows) if any(id(item) in self._grow for item in row)]
        for n in growing:
            heights[n] += max(0, spare) // len(growing)
        return heights

    def _level(self) -> None:
        keys = [item for item in self._shown() if isinstance(item, BigKey)]
        for kind in {key.kind for key in keys}:
            group = [key for key in keys if key.kind is kind]
            level(group, [(key.width(), key.height()) for key in group])


class Row(Column):
    """Things side by side; where they do not fit, one under the other. `shares` are relative widths."""

    def __init__(
        self, kit: Kit, items: Sequence[Drawn], *, shares: Sequence[float] = (), gap: int | None = None,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(kit, items, gap=gap, parent=parent)
        self._share = {id(item): share for item, share in zip(self.items, shares, strict=False)}

    def _plans(self, width: int) -> Iterator[list[list[Drawn]]]:
        shown = self._shown()
        if sum(i.needs_width() for i in shown) + self.gap * max(0, len(shown) - 1) <= width:
            yield [shown] if shown else []
        yield self._paired(shown, width, alike=False)
        yield [[item] for item in shown]

    def _across(self, row: list[Drawn], width: int) -> list[tuple[Drawn, int, int]]:
        room = width - self.gap * (len(row) - 1)
        shares = [self._share.get(id(item), 1.0) for item in row]
        widths = [int(room * s / sum(shares)) for s in shares]
        needs = [item.needs_width() for item in row]
        if any(w < n for w, n in zip(widths, needs, strict=True)):
            spare = max(0, room - sum(needs)) // len(row)
            widths = [n + spare for n in needs] if len(row) > 1 else [room]
        places, left = [], 0
        for item, wide in zip(row, widths, strict=True):
            places.append((item, left, wide))
            left += wide + self.gap
        return places

    def _heights(self, rows: list[list[Drawn]], width: int, height: int) -> list[int]:
        room = (height - self.gap * max(0, len(rows) - 1)) // max(1, len(rows))
        needs = [max(i.needs_height(w) for i, _, w in self._across(row, width)) for row in rows]
        return [max(room, 0)] * len(rows) if all(n <= room for n in needs) else needs
