"""Things one under the other, each as high as it needs, the rest shared out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.text import msg
from kiosk.ui.drawn import Canvas, Drawn, forget_heights, liked, needed, whole
from kiosk.ui.kit import Kit
from kiosk.ui.metrics import Type
from kiosk.ui.pieces import Piece
from kiosk.ui.widgets.big_key import BigKey, IconAt, align, level

Rows = list[list[Drawn]]
Height = Callable[[Drawn, int], int]


class Column(Canvas):
    """`grow` names the items (by index) that take what height is left; without it the column stands in the middle.

    Where items do not fit one under the other, keys stand two in a row; then those in `optional` give way, the last
    first (only for words that are said elsewhere too); then items turn pages, and at last the column itself does.
    Items that are hidden take no room. Keys of the same kind get words of the same size.
    """

    def __init__(
        self, kit: Kit, items: Sequence[Drawn], *, grow: Sequence[int] = (), optional: Sequence[int] = (),
        gap: int | None = None, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.set_up(kit)
        self.items = list(items)
        self.gap = kit.metrics.gap if gap is None else gap
        self._grow = {id(self.items[i]) for i in grow}
        self._optional = [self.items[i] for i in optional]
        self._away: set[int] = set()
        self._page = 0
        self._more: BigKey | None = None
        self._measure: list[BigKey] | None = None
        for item in self.items:
            item.setParent(self)

    def needs_width(self) -> int:
        return max((item.needs_width() for item in self._shown()), default=0)

    def whole_height(self, width: int) -> int:
        return min((self._total(rows, width, whole) for rows in self._plans(width)), default=0)

    def needs_height(self, width: int) -> int:
        standing = min((self._total(rows, width, needed) for rows in self._plans(width)), default=0)
        highest = max((needed(item, width) for item in self._shown()), default=0)
        return min(standing, highest + self.gap + self._turn_height(width))

    def likes_height(self, width: int) -> int:
        rows = next(self._plans(width))
        return sum(self._likes(row, width) for row in rows) + self.gap * max(0, len(rows) - 1)

    def compose(self, _rect: QRectF) -> list[Piece]:
        return []

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def refresh(self) -> None:
        super().refresh()
        self.arrange()

    def arrange(self) -> None:
        """Places the items; call after showing or hiding one."""
        forget_heights(self)
        self._arrange()

    def _arrange(self) -> None:
        width, height = self.width(), self.height()
        shown, rows = self._shown(), self._rows(width, height)
        paged = rows is None
        if rows is None:
            pages = self._pages(width, height)
            self._page %= len(pages)
            rows = [*pages[self._page], [self._dressed_key(pages)]]
        elif self._more is not None:
            self._more.hide()
        placed = {id(item) for row in rows for item in row}
        for item in shown:
            self._give_way(item, id(item) not in placed)
        self._place(rows, self._heights(rows, width, height), bottom=paged)
        for row in rows:
            keys = [item for item in row if isinstance(item, BigKey)]
            if len(keys) == len(row) > 1:
                align(keys)
        self._level()

    # parts

    def _shown(self) -> list[Drawn]:
        return [item for item in self.items if not item.isHidden() or id(item) in self._away]

    def _give_way(self, item: Drawn, hide: bool) -> None:
        if hide and not item.isHidden():
            self._away.add(id(item))
            item.hide()
        elif not hide and id(item) in self._away:
            self._away.discard(id(item))
            item.show()

    def _plans(self, width: int) -> Iterator[Rows]:
        """Ways to stand, the best first: one under the other, like keys in pairs, all keys in pairs, fewer items; and
        pairs in which words are torn only where nothing else helps."""
        shown = self._shown()
        fewer = [shown]
        for item in reversed(self._optional):
            fewer.append([other for other in fewer[-1] if other is not item])
        yield [[item] for item in shown]
        for torn in (False, True):
            for items in fewer:
                yield self._paired(items, width, alike=True, torn=torn)
                yield self._paired(items, width, alike=False, torn=torn)

    def _rows(self, width: int, height: int) -> Rows | None:
        """The first plan that fits whole, then with items that turn pages; None when the column must."""
        for measure in (whole, needed):
            for rows in self._plans(width):
                if self._total(rows, width, measure) <= height:
                    return rows
        return None

    def _paired(self, items: list[Drawn], width: int, *, alike: bool, torn: bool = True) -> Rows:
        rows: Rows = []
        for item in reversed(items):
            if rows and len(rows[0]) == 1 and self._can_pair(item, rows[0][0], width, alike=alike, torn=torn):
                rows[0].insert(0, item)
            else:
                rows.insert(0, [item])
        return rows

    def _can_pair(self, one: Drawn, other: Drawn, width: int, *, alike: bool, torn: bool) -> bool:
        if not (isinstance(one, BigKey) and isinstance(other, BigKey)) or (alike and one.kind is not other.kind):
            return False
        least = [key.needs_width() if torn else key.whole_width() for key in (one, other)]
        return sum(least) + self.gap <= width

    def _across(self, row: list[Drawn], width: int) -> list[tuple[Drawn, int, int]]:
        if len(row) == 1:
            return [(row[0], 0, width)]
        needs = widths_of(row, width - self.gap)
        spare = (width - self.gap - sum(needs)) // 2
        first = needs[0] + spare
        return [(row[0], 0, first), (row[1], first + self.gap, width - first - self.gap)]

    def _total(self, rows: Rows, width: int, measure: Height) -> int:
        heights = (max(measure(i, w) for i, _, w in self._across(row, width)) for row in rows)
        return sum(heights) + self.gap * max(0, len(rows) - 1)

    def _likes(self, row: list[Drawn], width: int) -> int:
        return max(liked(item, wide) for item, _, wide in self._across(row, width))

    def _heights(self, rows: Rows, width: int, height: int) -> list[int]:
        """Needs first, then up to the whole, then to what is liked, then to those that grow."""
        heights = [max(needed(i, w) for i, _, w in self._across(row, width)) for row in rows]
        wholes = [max(whole(i, w) for i, _, w in self._across(row, width)) for row in rows]
        for wished in (wholes, [self._likes(row, width) for row in rows]):
            spare = height - sum(heights) - self.gap * max(0, len(rows) - 1)
            wants = [max(0, wish - h) for wish, h in zip(wished, heights, strict=True)]
            if spare > 0 and any(wants):
                part = min(1.0, spare / sum(wants))
                heights = [h + int(w * part) for h, w in zip(heights, wants, strict=True)]
        spare = height - sum(heights) - self.gap * max(0, len(rows) - 1)
        growing = [n for n, row in enumerate(rows) if any(id(item) in self._grow for item in row)]
        for n in growing:
            heights[n] += max(0, spare) // len(growing)
        return heights

    def _place(self, rows: Rows, heights: list[int], *, bottom: bool) -> None:
        used = sum(heights) + self.gap * max(0, len(rows) - 1)
        top = max(0, (self.height() - used) // 2)
        for number, (row, tall) in enumerate(zip(rows, heights, strict=True)):
            if bottom and number == len(rows) - 1:
                top = max(top, self.height() - tall)
            for item, left, wide in self._across(row, self.width()):
                item.setGeometry(QRect(left, top, wide, tall))
            top += tall + self.gap

    def _level(self) -> None:
        keys = [item for item in self._shown() if isinstance(item, BigKey) and not item.isHidden()]
        for kind in {key.kind for key in keys}:
            group = [key for key in keys if key.kind is kind]
            level(group, [(key.width(), key.height()) for key in group])

    # pages, where nothing else helps

    def _turn_key(self) -> BigKey:
        if self._more is None:
            self._more = BigKey(self.kit, msg("page.more"), "arrow-right", type_=Type.BAR, parent=self)
            self._more.hide()
            self._more.tapped.connect(self._turn)
        return self._more

    def _turn_height(self, width: int) -> int:
        """Of the key that turns pages, whichever of its words it bears."""
        if self._measure is None:  # never shown, and nobody's child
            words = ("page.more", "page.first")
            self._measure = [BigKey(self.kit, msg(word), "again", type_=Type.BAR) for word in words]
        return max(needed(key, width) for key in self._measure)

    def _dressed_key(self, pages: list[Rows]) -> BigKey:
        key, last = self._turn_key(), self._page == len(pages) - 1
        key.set_word(msg("page.first" if last else "page.more"), "again" if last else "arrow-right")
        key.rename(f"{key.word}，{pages[(self._page + 1) % len(pages)][0][0].accessibleName()}")
        key.show()
        return key

    def _turn(self) -> None:
        self._page += 1
        self._arrange()

    def _pages(self, width: int, height: int) -> list[Rows]:
        """Rows put on pages, each page as full as the key to the next allows; unlike keys side by side save a page."""
        shown = sorted(self._shown(), key=self._optional.__contains__)  # what may give way comes last
        pairs = [self._paired(shown, width, alike=alike) for alike in (True, False)]
        return min((self._put_on_pages(rows, width, height) for rows in pairs), key=len)

    def _put_on_pages(self, rows: Rows, width: int, height: int) -> list[Rows]:
        room = height - self.gap - self._turn_height(width)
        if any(self._total([row], width, needed) > room for row in rows):  # side by side they are taller
            rows = [[item] for row in rows for item in row]
        pages: list[Rows] = [[]]
        for row in rows:
            if pages[-1] and self._total([*pages[-1], row], width, needed) > room:
                pages.append([])
            pages[-1].append(row)
        return pages


def widths_of(row: Sequence[Drawn], room: int) -> list[int]:
    """What items side by side need: keys their icon and words in one line, else no torn word, else only to fit."""
    keys = [item for item in row if isinstance(item, BigKey)]
    if len(keys) == len(row):
        for wished in ([key.line_width(IconAt.BESIDE) for key in keys], [key.whole_width() for key in keys]):
            if sum(wished) <= room:
                return wished
    return [item.needs_width() for item in row]


class Row(Column):
    """Things side by side; where they do not fit, one under the other. `shares` are relative widths."""

    def __init__(
        self, kit: Kit, items: Sequence[Drawn], *, shares: Sequence[float] = (), gap: int | None = None,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(kit, items, gap=gap, parent=parent)
        self._share = {id(item): share for item, share in zip(self.items, shares, strict=False)}

    def _plans(self, width: int) -> Iterator[Rows]:
        shown = self._shown()
        if sum(i.needs_width() for i in shown) + self.gap * max(0, len(shown) - 1) <= width:
            yield [shown] if shown else []
        yield self._paired(shown, width, alike=False)
        yield [[item] for item in shown]

    def _across(self, row: list[Drawn], width: int) -> list[tuple[Drawn, int, int]]:
        room = width - self.gap * (len(row) - 1)
        shares = [self._share.get(id(item), 1.0) for item in row]
        widths = [int(room * s / sum(shares)) for s in shares]
        needs = widths_of(row, room)
        if any(w < n for w, n in zip(widths, needs, strict=True)):
            spare = max(0, room - sum(needs)) // len(row)
            widths = [n + spare for n in needs] if len(row) > 1 else [room]
        places, left = [], 0
        for item, wide in zip(row, widths, strict=True):
            places.append((item, left, wide))
            left += wide + self.gap
        return places

    def _heights(self, rows: Rows, width: int, height: int) -> list[int]:
        room = (height - self.gap * max(0, len(rows) - 1)) // max(1, len(rows))
        needs = [max(needed(i, w) for i, _, w in self._across(row, width)) for row in rows]
        return [max(room, 0)] * len(rows) if all(n <= room for n in needs) else needs
