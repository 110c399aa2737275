"""A dark panel for the one thing to be read from afar: a plate, a waiting number."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QLabel, QWidget

from kiosk.text import Message
from kiosk.ui.drawn import Drawn, visual
from kiosk.ui.kit import Kit
from kiosk.ui.metrics import Type
from kiosk.ui.pieces import Box, Piece
from kiosk.ui.typeset import Setting


class BigPanel(Drawn, QLabel):
    """The great words (≥ 130 px in the drawing) with a line above and one below. `set_words` replaces them."""

    def __init__(
        self, kit: Kit, words: Message | str, *, above: Message | str = "", below: Message | str = "",
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.parts: list[tuple[str, Type]] = []
        self.set_up(kit)
        self.set_words(words, above=above, below=below)

    def set_words(self, words: Message | str, *, above: Message | str = "", below: Message | str = "") -> None:
        parts = [(above, Type.BODY), (words, Type.PLATE), (below, Type.BODY)]
        self.parts = [(self.kit.words(text), kind) for text, kind in parts if text]
        self.setAccessibleName("，".join(text for text, _ in self.parts))
        self.refresh()

    def needs_width(self) -> int:
        widths = (self.least_width(text, kind, 1 if kind is Type.PLATE else 3) for text, kind in self.parts)
        return round(max(widths, default=0) + 2 * self._inset() + 1)

    def needs_height(self, width: int) -> int:
        room = width - 2 * self._inset()
        heights = [self.least(text, room, kind) for text, kind in self.parts]
        return round(sum(heights) + self._between() * (len(heights) - 1) + 2 * self._inset() + 1)

    def likes_height(self, width: int) -> int:
        return max(self.needs_height(width), self.kit.metrics.u(420))

    def compose(self, rect: QRectF) -> list[Piece]:
        metrics, colours = self.kit.metrics, self.kit.colours
        inset = self._inset()
        inner = rect.adjusted(inset, inset, -inset, -inset)
        settings = self._settings(inner)
        height = sum(visual(s) for s in settings) + self._between() * (len(settings) - 1)
        top = inner.center().y() - height / 2
        pieces: list[Piece] = [Box(rect, colours.panel, colours.paper, radius=metrics.u(32))]
        for setting, (_, kind) in zip(settings, self.parts, strict=True):
            place = QRectF(inner.left(), top, inner.width(), setting.height)
            pieces.append(self.placed(setting, place, kind, colours.panel_words, colours.panel, centred=True))
            top += visual(setting) + self._between()
        return pieces

    # parts

    def _inset(self) -> int:
        return self.kit.metrics.u(16) if self.kit.metrics.tight else self.kit.metrics.pad

    def _between(self) -> int:
        return self.kit.metrics.u(10 if self.kit.metrics.tight else 30)

    def _settings(self, inner: QRectF) -> list[Setting]:
        room = inner.height() - self._between() * (len(self.parts) - 1)
        settings = []
        for index, (text, kind) in enumerate(self.parts):
            rest = sum(self.least(t, inner.width(), k) for t, k in self.parts[index + 1 :])
            setting = self.fit(text, inner.width(), room - rest, kind, 1 if kind is Type.PLATE else 3)
            settings.append(setting)
            room -= setting.height
        return settings
