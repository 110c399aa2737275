"""A slip on the screen, dot for dot as it will be printed, large enough to read; what does not fit turns pages."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QWidget

from kiosk.ui.drawn import Drawn
from kiosk.ui.kit import Kit
from kiosk.ui.metrics import READ_DEGREES, Type
from kiosk.ui.pieces import Box, Piece, Raster
from kiosk.ui.slip_picture import WHITE, Part, SlipPicture
from kiosk.ui.widgets.paged_card import PagedCard

CODE_MM = 36
"""Side of a code on the screen at most, in mm: a telephone reads it from half a metre."""


class SlipPaper(PagedCard):
    """Paper is white in every palette, as it will be in the hand. `image` is exactly what the printer gets."""

    def __init__(self, kit: Kit, picture: SlipPicture, parent: QWidget | None = None) -> None:
        self.sheet = picture
        self.image = picture.image()
        super().__init__(kit, parent)
        self._more.outside = WHITE
        self.setAccessibleName("。".join(part.words.rstrip("。") for part in picture.parts if part.words))
        self.parts_changed()

    def ground(self, rect: QRectF) -> Box:
        metrics = self.kit.metrics
        return Box(rect, WHITE, self.kit.colours.paper, self.kit.colours.line, max(2, metrics.u(3)), metrics.u(8))

    def needs_width(self) -> int:
        scale = self.kit.metrics.type(Type.SMALL).floor / self.sheet.text_px
        return round(self.sheet.width * scale) + 2 * self.inset() + 1

    def whole_height(self, width: int) -> int:
        """It turns its pages in good order: nobody needs all of a long slip at once."""
        return self.needs_height(width)

    def likes_height(self, width: int) -> int:
        return super().whole_height(width)

    def part_heights(self, width: float) -> list[float]:
        return [part.height * scale_of(self.kit, self.sheet, part, width) for part in self.sheet.parts]

    def part_words(self, index: int) -> str:
        return self.sheet.parts[index].words

    def draw_parts(self, first: int, last: int, inner: QRectF) -> list[Piece]:
        pieces: list[Piece] = []
        top = inner.top()
        for part in self.sheet.parts[first:last]:
            scale = scale_of(self.kit, self.sheet, part, inner.width())
            wide = self.sheet.width * scale
            place = QRectF(inner.left() + (inner.width() - wide) / 2, top, wide, part.height * scale)
            pieces.append(Raster(self.image, self.sheet.place(part), place))
            top = place.bottom()
        return pieces


class SlipStrip(Drawn, QLabel):
    """One part of a slip by itself, where words are so large that no more fits: at least as large as U1 asks."""

    def __init__(self, kit: Kit, sheet: SlipPicture, image: QImage, part: Part, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet, self.image, self.part = sheet, image, part
        self.set_up(kit)
        self.setAccessibleName(part.words)

    def needs_width(self) -> int:
        return round(self.sheet.width * self._least()) + 1

    def needs_height(self, _width: int) -> int:
        return round(self.part.height * self._least()) + 1

    def compose(self, rect: QRectF) -> list[Piece]:
        scale = scale_of(self.kit, self.sheet, self.part, rect.width())
        scale = min(scale, rect.height() / self.part.height)
        wide, high = self.sheet.width * scale, self.part.height * scale
        place = QRectF(0, (rect.height() - high) / 2, wide, high)
        return [Raster(self.image, self.sheet.place(self.part), place)]

    def _least(self) -> float:
        scale = self.kit.metrics.kou_px(READ_DEGREES) / self.sheet.text_px
        return min(scale, self.kit.metrics.mm(CODE_MM) / self.part.height) if self.part.code else scale


def scale_of(kit: Kit, sheet: SlipPicture, part: Part, width: float) -> float:
    """Pixels to a dot: the smallest words as large as the smallest on any screen (U1, U2), where that fits. A code is
    for a telephone's eye: it need not grow with the words."""
    scale = min(kit.metrics.type(Type.SMALL).floor / sheet.text_px, width / sheet.width)
    return min(scale, kit.metrics.mm(CODE_MM) / part.height) if part.code else scale
