"""Words to choose from in one row: as many as fit, and arrows to the rest. No scrolling (U7)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRect, QRectF, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.text import Message, msg
from kiosk.ui.drawn import Canvas
from kiosk.ui.kit import Kit
from kiosk.ui.metrics import Type
from kiosk.ui.pieces import Piece
from kiosk.ui.widgets.big_key import BigKey, IconAt


class WordKey(BigKey):
    """One word, or one sound. `letters`: it may be pinyin, which is no word (U19)."""

    letters = True


class WordRow(Canvas):
    """`picked(place)` is emitted with a word's place among all. Words wider than the row are left out.

    `before` and `after` name the arrows: two rows on one screen need names of their own.
    """

    picked = Signal(int)

    def __init__(
        self, kit: Kit, before: Message | str, after: Message | str, *, gap: int = 0, parent: QWidget | None = None
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.set_up(kit)
        self._gap = gap or kit.metrics.gap
        self._words: list[str] = []
        self._keys: list[WordKey] = []
        self._pages: list[list[tuple[int, QRect]]] = [[]]
        self._page = 0
        self._before = BigKey(kit, "", "arrow-left", name=before, parent=self)
        self._after = BigKey(kit, "", "arrow-right", name=after, parent=self)
        self._before.tapped.connect(partial(self._turn, -1))
        self._after.tapped.connect(partial(self._turn, 1))

    def set_words(self, words: Sequence[str]) -> None:
        if list(words) != self._words:
            self._words = list(words)
            self._page = 0
            self._arrange()

    def needs_height(self, _width: int) -> int:
        metrics = self.kit.metrics
        inset = metrics.u(8 if metrics.tight else 16)
        return max(metrics.target, round(metrics.type(Type.KEY).floor * 1.12) + 2 * inset + 1)

    def needs_width(self) -> int:
        return 3 * self.kit.metrics.target + 2 * self._gap

    def compose(self, _rect: QRectF) -> list[Piece]:
        return []

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    # parts

    def _turn(self, by: int) -> None:
        self._page = min(max(0, self._page + by), len(self._pages) - 1)
        self._show()

    def _arrange(self) -> None:
        self._pages = self._paged() or [[]]
        self._page = min(self._page, len(self._pages) - 1)
        self._show()

    def _paged(self) -> list[list[tuple[int, QRect]]]:
        """Word by word from the left; both arrows keep their places, so that nothing jumps under a finger."""
        height, gap, arrow = self.height(), self._gap, self.kit.metrics.target
        room = self.width() - 2 * (arrow + gap)
        pages: list[list[tuple[int, QRect]]] = []
        at = room + 1
        for place, word in enumerate(self._words):
            wide = self._width(word)
            if wide > room:
                continue
            if at + wide > room:
                pages.append([])
                at = 0
            pages[-1].append((place, QRect(at, 0, wide, height)))
            at += wide + gap
        return pages

    def _width(self, word: str) -> int:
        key = self._key(0)
        key.word = word
        return key.line_width(IconAt.NONE)

    def _key(self, number: int) -> WordKey:
        while len(self._keys) <= number:
            key = WordKey(self.kit, "", type_=Type.KEY, parent=self)
            key.place_icon(IconAt.NONE)
            key.tapped.connect(partial(self._tapped, len(self._keys)))
            self._keys.append(key)
        return self._keys[number]

    def _tapped(self, number: int) -> None:
        page = self._pages[self._page]
        if number < len(page):
            self.picked.emit(page[number][0])

    def _show(self) -> None:
        page = self._pages[self._page]
        for number, (place, rect) in enumerate(page):
            key = self._key(number)
            key.set_word(self._words[place])
            key.setGeometry(rect)
            key.show()
        for key in self._keys[len(page) :]:
            key.hide()
        arrow, right = self.kit.metrics.target, self.width() - self.kit.metrics.target
        self._before.setGeometry(right - arrow - self._gap, 0, arrow, self.height())
        self._after.setGeometry(right, 0, arrow, self.height())
        self._before.setVisible(self._page > 0)
        self._after.setVisible(self._page < len(self._pages) - 1)


SOUNDS = (msg("type.sounds_before"), msg("type.sounds_after"))
WORDS = (msg("type.words_before"), msg("type.words_after"))
"""What the arrows of the two rows of a keyboard are called."""
