"""Pages of great keys with pictures: big arrows, page n of m, no scrolling."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from kiosk.text import msg
from kiosk.ui.drawn import Drawn
from kiosk.ui.kit import Kit
from kiosk.ui.metrics import Type
from kiosk.ui.pieces import Piece
from kiosk.ui.widgets.big_key import BigKey
from kiosk.ui.widgets.key_tile import KeyTile


class ChoicePage(Drawn, QLabel):
    """Lays out any number of tiles, 6, 4 or 2 on a page by width, fewer where the words would not fit.

    `shares` are the relative widths of three columns (home: two great ones and a minor one).
    Turning a page emits `turned(page, of)`, counted from 1. The tiles keep their own `tapped`.
    """

    turned = Signal(int, int)

    def __init__(
        self, kit: Kit, tiles: Sequence[KeyTile], *, shares: tuple[float, float, float] = (1, 1, 1),
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.page, self.pages = 1, 1
        self.set_up(kit)
        self.tiles = list(tiles)
        self._shares = shares
        self._plan: list[list[QRect]] = []
        for tile in self.tiles:
            tile.setParent(self)
        self._before = self._arrow("page.before", "arrow-left")
        self._after = self._arrow("page.after", "arrow-right")
        self._before.tapped.connect(lambda: self.turn(-1))
        self._after.tapped.connect(lambda: self.turn(1))
        self._count_at = QRectF()

    def turn(self, by: int) -> None:
        """Shows another page; beyond the ends nothing happens."""
        page = min(max(1, self.page + by), self.pages)
        if page != self.page:
            self.page = page
            self._arrange()
            self.turned.emit(self.page, self.pages)

    def needs_height(self, width: int) -> int:
        """Of the smallest page this width allows."""
        best = 10**6
        for columns, rows in self._shapes(width):
            if columns * rows < len(self.tiles):
                best = min(best, self._height_of(width, columns, rows, paged=True))
            else:
                best = min(best, self._height_of(width, columns, rows, paged=False))
        return best

    def likes_height(self, width: int) -> int:
        return max(self.needs_height(width), width // 2)

    def compose(self, _rect: QRectF) -> list[Piece]:
        if self.pages == 1:
            return []
        colours = self.kit.colours
        return [
            self.words(self._count(), self._count_at, Type.SMALL, colours.quiet, colours.paper, centred=True)
        ]  # fmt: skip

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    # parts

    def _arrow(self, words: str, icon: str) -> BigKey:
        """With words where there is room for them; an arrow alone is still called by its name."""
        key = BigKey(self.kit, "", icon, type_=Type.BAR, name=msg(words), parent=self)
        key.hide()
        return key

    def _dress(self, key: BigKey, words: str, place: QRect) -> None:
        key.setGeometry(place)
        key.set_word(msg(words))
        if (
            self.kit.metrics.tight
            or key.needs_width() > place.width()
            or key.needs_height(place.width()) > place.height()
        ):
            key.set_word("")
            key.rename(self.kit.t(msg(words)))

    def _count(self) -> str:
        """第 1 页，共 2 页, or 1/2 where that does not fit."""
        full = self.kit.t(msg("page.count", page=self.page, pages=self.pages))
        at = self._count_at
        roomy = at.width() >= self.least_width(full, Type.SMALL) and at.height() >= self.least(
            full, at.width(), Type.SMALL
        )
        if roomy and not self.kit.metrics.tight:
            return full
        return self.kit.t(msg("page.count_short", page=self.page, pages=self.pages))

    def _shapes(self, width: int) -> list[tuple[int, int]]:
        """(columns, rows) to try, the most choices first."""
        tall = self.height() > width or self.kit.metrics.display.portrait
        shapes = [(2, 3), (2, 2), (1, 4), (1, 2)] if tall else [(3, 2), (2, 2), (3, 1), (2, 1), (1, 2)]
        if len(self.tiles) == 4:
            shapes = [s for s in shapes if s != (3, 2)]  # four stand two by two, never three and one
        if len(self.tiles) == 2:
            shapes = [(1, 2), (2, 1)] if tall else [(2, 1), (1, 2)]
        most = max(self.kit.metrics.choices, 2)
        return [s for s in shapes if s[0] * s[1] <= most] + [(1, 1)]

    def _arrange(self) -> None:
        size = self.rect()
        shape, paged = self._choose(size)
        per_page = shape[0] * shape[1]
        self.pages = max(1, -(-len(self.tiles) // per_page))
        self.page = min(self.page, self.pages)
        grid = self._grid_rect(size, paged)
        cells = self._cells(grid, shape, min(per_page, len(self.tiles)))
        first = (self.page - 1) * per_page
        for index, tile in enumerate(self.tiles):
            shown = first <= index < first + per_page
            if shown:
                tile.setGeometry(cells[index - first])
            tile.setVisible(shown)
        self._level(cells, per_page)
        self._place_pager(size, paged)
        self.setAccessibleName(self._count() if paged else "")
        self.refresh()

    def _choose(self, size: QRect) -> tuple[tuple[int, int], bool]:
        """The largest shape in which every tile fits."""
        shapes = self._shapes(size.width())
        for shape in shapes:
            paged = shape[0] * shape[1] < len(self.tiles)
            cells = self._cells(self._grid_rect(size, paged), shape, min(shape[0] * shape[1], len(self.tiles)))
            fits = (
                tile.fits(cells[i % len(cells)].width(), cells[i % len(cells)].height())
                for i, tile in enumerate(self.tiles)
            )
            if all(fits):
                return shape, paged
        return shapes[-1], shapes[-1][0] * shapes[-1][1] < len(self.tiles)

    def _grid_rect(self, size: QRect, paged: bool) -> QRect:
        if not paged:
            return size
        gap = self.kit.metrics.gap
        if self._pager_beside(size):
            return size.adjusted(0, 0, -self._pager_width() - gap, 0)
        return size.adjusted(0, 0, 0, -self._pager_height() - gap)

    def _cells(self, grid: QRect, shape: tuple[int, int], count: int) -> list[QRect]:
        columns, gap = shape[0], self.kit.metrics.gap
        rows = max(1, min(shape[1], -(-count // columns)))
        shares = self._shares if columns == 3 else (1.0,) * columns
        room = grid.width() - gap * (columns - 1)
        height = (grid.height() - gap * (rows - 1)) // rows
        cells, top = [], grid.top()
        for _ in range(rows):
            left = grid.left()
            for share in shares:
                width = int(room * share / sum(shares))
                cells.append(QRect(left, top, width, height))
                left += width + gap
            top += height + gap
        return cells

    def _level(self, cells: list[QRect], per_page: int) -> None:
        """One size of words for all great tiles, one for all minor ones."""
        sizes = [(cells[i % per_page].width(), cells[i % per_page].height()) for i in range(len(self.tiles))]
        plain = [(tile, size) for tile, size in zip(self.tiles, sizes, strict=True) if tile.plain]
        upright = any(t.breaks(*size) for t, size in plain) and all(t.can_stack(*size) for t, size in plain)
        for tile, _ in plain:
            tile.stand(upright=upright, signed=all(t.can_sign(*size) for t, size in plain))
        services = [
            (t, size) for t, size in zip(self.tiles, sizes, strict=True) if not t.plain and t.kind is Type.GREAT
        ]
        for tile, _ in services:
            tile.stand(beside=not all(t.can_stack(*size) for t, size in services))
        for great in (True, False):
            group = [(t, cells[i % per_page]) for i, t in enumerate(self.tiles) if (t.kind is Type.GREAT) is great]
            cap = min((tile.word_px(cell.width(), cell.height()) for tile, cell in group), default=None)
            for tile, _ in group:
                tile.level(cap)

    # the pager

    def _pager_beside(self, size: QRect) -> bool:
        return size.width() > size.height() * 1.3

    def _pager_width(self) -> int:
        count = self._measure_count(lines=2) + 2 * self.kit.metrics.u(8)
        words = (self.kit.t(msg(key)) for key in ("page.before", "page.after"))
        arrow = 0.0 if self.kit.metrics.tight else max(self.least_width(word, Type.BAR) for word in words)
        return max(self.kit.metrics.target, round(arrow + 2 * self.kit.metrics.u(24)) + 2, round(count))

    def _pager_height(self) -> int:
        return max(
            self.kit.metrics.target, round(self.kit.metrics.type(Type.BAR).floor * 1.5) + 2 * self.kit.metrics.u(16)
        )

    def _measure_count(self, lines: int) -> float:
        if self.kit.metrics.tight:
            return self.least_width(self.kit.t(msg("page.count_short", page=9, pages=9)), Type.SMALL, 1)
        return self.least_width(self.kit.t(msg("page.count", page=9, pages=9)), Type.SMALL, lines)

    def _place_pager(self, size: QRect, paged: bool) -> None:
        self._before.setVisible(paged and self.page > 1)
        self._after.setVisible(paged and self.page < self.pages)
        if not paged:
            return
        gap = self.kit.metrics.gap
        if self._pager_beside(size):
            width = self._pager_width()
            left = size.right() + 1 - width
            self._count_at = QRectF(left, 0, width, size.height() - 2 * (self.kit.metrics.target + gap))
            text = self.least(self._count(), width, Type.SMALL) * 1.04
            each = (size.height() - round(text) - 2 * gap) // 2
            self._dress(self._before, "page.before", QRect(left, size.top(), width, each))
            self._count_at = QRectF(left, size.top() + each + gap, width, text)
            self._dress(self._after, "page.after", QRect(left, size.bottom() + 1 - each, width, each))
        else:
            height, third = self._pager_height(), (size.width() - 2 * gap) // 3
            top = size.bottom() + 1 - height
            self._dress(self._before, "page.before", QRect(size.left(), top, third, height))
            self._count_at = QRectF(size.left() + third + gap, top, third, height)
            self._dress(self._after, "page.after", QRect(size.right() + 1 - third, top, third, height))

    def _height_of(self, width: int, columns: int, rows: int, *, paged: bool) -> int:
        metrics = self.kit.metrics
        count = min(columns * rows, len(self.tiles))
        probe = QRect(0, 0, width, max(self.height(), 1))
        cells = self._cells(self._grid_rect(probe, paged), (columns, rows), count)
        used = max(1, -(-count // columns))
        tallest = 0
        for index, tile in enumerate(self.tiles):
            cell = cells[index % len(cells)]
            if cell.width() < tile.needs_width():
                return 10**6 - columns
            tallest = max(tallest, tile.needs_height(cell.width()))
        tiles = used * tallest + (used - 1) * metrics.gap
        if not paged:
            return tiles
        if self._pager_beside(probe):
            words = round(metrics.type(Type.SMALL).floor * 1.3)
            return max(tiles, 2 * metrics.target + 2 * metrics.gap + words)
        return tiles + self._pager_height() + metrics.gap
