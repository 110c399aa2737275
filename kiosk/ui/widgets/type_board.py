"""Typing Chinese: what was typed, the words that it may mean, and a keyboard, of letters or of nine keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.text import Message
from kiosk.ui.drawn import Canvas, Drawn, needed
from kiosk.ui.kit import Kit
from kiosk.ui.pieces import Piece
from kiosk.ui.widgets.big_key import BigKey, KeyKind
from kiosk.ui.widgets.letter_keys import LetterKeys
from kiosk.ui.widgets.typed_field import TypedField
from kiosk.ui.widgets.word_row import SOUNDS, WORDS, WordRow

LARGEST_KEY = 150
FIELD_LIKED = 190


class TypeBoard(Canvas):
    """Ten columns of letters where they fit, nine keys beside or under the words elsewhere.

    `set_typed` gives what stands there now. Emits `keyed(name)`, `picked(place)` of a word, `sounded(place)` of what
    the first digits mean, and `gone` by the main key.
    """

    keyed = Signal(str)
    picked = Signal(int)
    sounded = Signal(int)
    gone = Signal()

    def __init__(
        self, kit: Kit, hint: Message | str, go: Message | str, icon: str, *, service: str = "",
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.set_up(kit)
        self.gap = max(kit.metrics.mm(3.2), kit.metrics.u(14))
        self.field = TypedField(kit, hint, self)
        self._go_words = kit.words(go)
        self.go = BigKey(kit, go, icon, kind=KeyKind.MAIN, service=service, parent=self)
        self.offers = WordRow(kit, *WORDS, gap=self.gap, parent=self)
        self.sounds = WordRow(kit, *SOUNDS, gap=self.gap, parent=self)
        self._boards = {nine: LetterKeys(kit, nine=nine, gap=self.gap, parent=self) for nine in (False, True)}
        self.go.tapped.connect(self.gone)
        self.offers.picked.connect(self.picked)
        self.sounds.picked.connect(self.sounded)
        for board in self._boards.values():
            board.keyed.connect(self.keyed)

    def set_typed(self, typed: str, spelling: str, words: Sequence[str], sounds: Sequence[str]) -> None:
        self.field.set_typed(typed, spelling)
        self.offers.set_words(words)
        self.sounds.set_words(sounds)

    def needs_width(self) -> int:
        return max(self._boards[True].needs_width(), self.field.needs_width())

    def needs_height(self, width: int) -> int:
        under = min(sum(self._stack(width, nine)) + self.gap * (3 + nine) for nine in (False, True))
        return min(under, needed(self._boards[True], max(self._boards[True].needs_width(), width * 2 // 5)))

    def compose(self, _rect: QRectF) -> list[Piece]:
        return []

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        size = self.rect()
        self._name_go(self._go_words)
        if self._letters_fit(size):
            self._under(size, nine=False)
        elif self._beside_fits(size):
            self._beside(size)
        elif self._stack_fits(size) or size.width() < size.height():
            self._under(size, nine=True)
        else:
            self._close(size)

    # parts

    def _letters_fit(self, size: QRect) -> bool:
        letters = self._boards[False]
        tall = sum(self._stack(size.width(), nine=False)) + 3 * self.gap
        return letters.needs_width() <= size.width() and tall <= size.height() + self.gap

    def _stack(self, width: int, nine: bool) -> list[int]:
        """Heights of field, words, sounds and keys, one under the other."""
        top = max(self.field.needs_height(width), needed(self.go, self._go_width(width)))
        rows = [top, self.offers.needs_height(width), needed(self._boards[nine], width)]
        return [*rows, self.sounds.needs_height(width)] if nine else rows

    def _go_width(self, width: int) -> int:
        return min(max(self.go.needs_width(), width // 4), width // 2)

    def _beside_fits(self, size: QRect) -> bool:
        half = (size.width() - self.gap) // 2
        keys = needed(self._boards[True], half) + self.gap + needed(self.go, half)
        return size.width() > size.height() and keys <= size.height() and self._boards[True].needs_width() <= half

    def _stack_fits(self, size: QRect) -> bool:
        return sum(self._stack(size.width(), nine=True)) + 4 * self.gap <= size.height()

    def _name_go(self, words: str) -> None:
        """Where there is no room for words the picture stands alone; it is called the same."""
        if words != self.go.word:
            self.go.set_word(words)
            self.go.rename(self._go_words)

    def _shown(self, nine: bool) -> LetterKeys:
        for which, board in self._boards.items():
            board.setVisible(which is nine)
        self.sounds.setVisible(nine)
        return self._boards[nine]

    def _under(self, size: QRect, *, nine: bool) -> None:
        board, gap, width = self._shown(nine), self.gap, size.width()
        if sum(self._stack(width, nine)) + (3 + nine) * gap > size.height() + gap:
            self._name_go("")
        rows: list[Drawn] = [self.offers, self.sounds] if nine else [self.offers]
        heights = [row.needs_height(width) for row in rows]
        top = max(self.field.needs_height(width), needed(self.go, self._go_width(width)))
        spare = size.height() - top - sum(heights) - needed(board, width) - (len(rows) + 1) * gap
        most = 3 * self.kit.metrics.u(LARGEST_KEY) + 2 * gap - needed(board, width)
        keys = needed(board, width) + max(0, min(round(spare * 0.7), most))
        liked = max(0, self.kit.metrics.u(FIELD_LIKED) - top)
        top += max(0, min(spare - (keys - needed(board, width)), liked))
        go = self._go_width(width)
        self.field.setGeometry(0, 0, width - go - gap, top)
        self.go.setGeometry(width - go, 0, go, top)
        at = size.height() - keys
        board.setGeometry(0, at, width, keys)
        for row, height in zip(reversed(rows), reversed(heights), strict=True):
            at -= height + gap
            row.setGeometry(0, at, width, height)

    def _beside(self, size: QRect) -> None:
        board, gap = self._shown(nine=True), self.gap
        half = (size.width() - gap) // 2
        go = needed(self.go, half)
        words, sounds = self.offers.needs_height(half), self.sounds.needs_height(half)
        self.field.setGeometry(0, 0, half, size.height() - words - sounds - 2 * gap)
        self.offers.setGeometry(0, size.height() - words - sounds - gap, half, words)
        self.sounds.setGeometry(0, size.height() - sounds, half, sounds)
        board.setGeometry(half + gap, 0, size.width() - half - gap, size.height() - go - gap)
        self.go.setGeometry(half + gap, size.height() - go, size.width() - half - gap, go)

    def _close(self, size: QRect) -> None:
        """Three rows and no more: nine keys, and beside them what was typed, words, sounds."""
        board, gap = self._shown(nine=True), self.gap
        self._name_go("")
        keys = max(board.needs_width(), (size.width() - gap) * 2 // 5)
        left, go = size.width() - keys - gap, self.kit.metrics.target
        tall = (size.height() - 2 * gap) // 3
        self.field.setGeometry(0, 0, left - go - gap, tall)
        self.go.setGeometry(left - go, 0, go, tall)
        self.offers.setGeometry(0, tall + gap, left, tall)
        self.sounds.setGeometry(0, 2 * (tall + gap), left, tall)
        board.setGeometry(left + gap, 0, keys, size.height())
