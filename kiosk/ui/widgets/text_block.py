"""A paragraph as U3 wants it: at most 25 characters a line, spaced 1.5, left aligned."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QLabel, QWidget

from kiosk.text import Message
from kiosk.ui.drawn import Drawn, lead, visual
from kiosk.ui.kit import Kit
from kiosk.ui.metrics import Type
from kiosk.ui.pieces import Piece
from kiosk.ui.typeset import block_height

LONGEST_LINE = 25
"""Characters (em) a line may have."""


class TextBlock(Drawn, QLabel):
    """Words on paper; a line break in the text starts a new paragraph line. `quiet` for what need not be decided on.

    `type_` is BODY unless said otherwise; `service` colours the words; `centred` for one line under a picture.
    `ground` is the colour under it, paper by default.
    """

    def __init__(
        self, kit: Kit, text: Message | str = "", *, type_: Type = Type.BODY, quiet: bool = False, service: str = "",
        centred: bool = False, top: bool = False, ground: str = "", lines: int = 8, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.type = type_
        self.lines = lines
        self.centred, self.top = centred, top
        self.on = ground or kit.colours.paper
        accent = kit.colours.service(service).accent if service else kit.colours.ink
        self.colour = kit.colours.quiet if quiet else accent
        self.said = ""
        self.set_up(kit)
        self.set_text(text)

    def set_text(self, text: Message | str) -> None:
        self.said = self.kit.words(text) if text else ""
        self.setAccessibleName(self.said)
        self.refresh()

    def needs_width(self) -> int:
        size = self.kit.metrics.type(self.type)
        return round(min(self.kit.type.width(self.said, size.bold), 4) * size.floor) + 1 if self.said else 0

    def needs_height(self, width: int) -> int:
        return round(self.least(self.said, self._room(width), self.type)) + 1 if self.said else 0

    def likes_height(self, width: int) -> int:
        if not self.said:
            return 0
        size = self.kit.metrics.type(self.type)
        setting = self.kit.type.paragraph(self.said, self._room(width), size.want, size.bold)
        return max(self.needs_height(width), round(block_height(len(setting.lines), size.want)) + 1)

    def compose(self, rect: QRectF) -> list[Piece]:
        if not self.said:
            return []
        setting = self.fit(self.said, self._room(round(rect.width())), rect.height(), self.type, self.lines)
        top = rect.top() if self.top else rect.center().y() - visual(setting) / 2 - lead(setting)
        place = QRectF(rect.left(), top, rect.width(), setting.height)
        piece = self.placed(setting, place, self.type, self.colour, self.on, centred=self.centred)
        return [replace(piece, paragraph=True)]

    def _room(self, width: int) -> float:
        return min(width, LONGEST_LINE * self.kit.metrics.type(self.type).floor)
