"""The keys of a pinyin keyboard: twenty-six letters in three rows, or the eight of a telephone, and one that erases."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.text import msg
from kiosk.ui.drawn import Canvas
from kiosk.ui.kit import Kit
from kiosk.ui.metrics import Type
from kiosk.ui.pieces import Piece
from kiosk.ui.widgets.big_key import BigKey, IconAt

ERASE = "erase"
LETTERS = (tuple("qwertyuiop"), tuple("asdfghjkl"), (*tuple("zxcvbnm"), ERASE))
NINE = (("2", "3", "4"), ("5", "6", "7"), ("8", "9", ERASE))
ON_KEYS = {"2": "abc", "3": "def", "4": "ghi", "5": "jkl", "6": "mno", "7": "pqrs", "8": "tuv", "9": "wxyz"}


class LetterKey(BigKey):
    """`letters`: what stands on it is no word (U19)."""

    letters = True


class LetterKeys(Canvas):
    """`nine`: three columns instead of ten. Emits `keyed(name)`: a letter, a digit, "erase"."""

    keyed = Signal(str)

    def __init__(self, kit: Kit, *, nine: bool, gap: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_up(kit)
        self._gap = gap
        self._rows = [[(name, self._make(name)) for name in row] for row in (NINE if nine else LETTERS)]
        self._columns = len(self._rows[0])

    def needs_width(self) -> int:
        widest = max(key.line_width(IconAt.NONE) for row in self._rows for _, key in row)
        return self._columns * widest + (self._columns - 1) * self._gap

    def needs_height(self, width: int) -> int:
        wide = self._wide(width)
        tall = max(key.needs_height(wide) for row in self._rows for _, key in row)
        return len(self._rows) * tall + (len(self._rows) - 1) * self._gap

    def compose(self, _rect: QRectF) -> list[Piece]:
        return []

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide, gap = self._wide(self.width()), self._gap
        tall = (self.height() - (len(self._rows) - 1) * gap) // len(self._rows)
        for number, row in enumerate(self._rows):
            left = 0 if self._columns == len(row) else (self.width() - len(row) * wide - (len(row) - 1) * gap) // 2
            for name, key in row:
                here = wide
                if name == ERASE and self._columns > len(row):
                    here = self.width() - left  # it takes what is left of its row
                key.setGeometry(left, number * (tall + gap), here, tall)
                left += here + gap
        px = min(key.word_px(key.width(), key.height()) for row in self._rows for name, key in row if name != ERASE)
        for row in self._rows:
            for name, key in row:
                key.level(None if name == ERASE else px)

    # parts

    def _wide(self, width: int) -> int:
        return (width - (self._columns - 1) * self._gap) // self._columns

    def _make(self, name: str) -> BigKey:
        if name == ERASE:
            key = BigKey(self.kit, "", "backspace", name=msg("type.erase"), parent=self)
        else:
            shown = ON_KEYS.get(name, name).upper()
            key = LetterKey(self.kit, shown, type_=Type.KEY, parent=self)
        key.tapped.connect(partial(self.keyed.emit, name))
        return key
