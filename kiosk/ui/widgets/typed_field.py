"""What was typed, large: words, and behind them the letters that are none yet."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QWidget

from kiosk.text import Message
from kiosk.ui.kit import Kit
from kiosk.ui.metrics import Type
from kiosk.ui.pieces import Box, Piece
from kiosk.ui.widgets.card import Card

LINES = 2
CUT = "…"


class TypedField(Card):
    """`hint` stands there while nothing was typed. Where little room is left the end is shown: the whole is read
    aloud, and stands on the next page. `letters`: holds pinyin, which is no word (U19)."""

    letters = True

    def __init__(self, kit: Kit, hint: Message | str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hint = kit.words(hint)
        self.typed = ""
        self.set_up(kit)
        self.set_typed("", "")

    def set_typed(self, words: str, spelling: str) -> None:
        self.typed = f"{words} {spelling}".strip() if spelling else words
        self.setAccessibleName(self.typed or self.hint)
        self.refresh()

    def inset(self) -> int:
        return self.kit.metrics.u(14 if self.kit.metrics.tight else 22)

    def needs_width(self) -> int:
        return 6 * self.kit.metrics.type(Type.KEY).floor + 2 * self.inset()

    def needs_height(self, _width: int) -> int:
        """Of one line; the hint is shown only where it fits."""
        return max(self.kit.metrics.target, round(self.kit.metrics.type(Type.KEY).floor * 1.2) + 2 * self.inset())

    def compose(self, rect: QRectF) -> list[Piece]:
        metrics, colours = self.kit.metrics, self.kit.colours
        box = Box(rect, colours.surface, colours.paper, colours.edge, metrics.edge, metrics.radius, control=True)
        inner = self.inner(rect)
        if not self.typed:
            size = self.kit.metrics.type(Type.LABEL)
            hint = self.kit.type.fit(self.hint, inner.width(), inner.height(), size, LINES)
            fits = hint.fits
            return [box, self.words(self.hint, inner, Type.LABEL, colours.quiet, colours.surface)] if fits else [box]
        text = self._that_fits(inner)
        return [box, self.words(text, inner, Type.KEY, colours.ink, colours.surface, lines=LINES)]

    def _that_fits(self, inner: QRectF) -> str:
        """All of it, or its end."""
        text = self.typed
        while len(text) > 1:
            shown = text if text == self.typed else CUT + text
            if self.fit(shown, inner.width(), inner.height(), Type.KEY, LINES).fits:
                return shown
            text = text[1:]
        return text
