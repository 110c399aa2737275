"""A slip on the screen, dot for dot as it will be printed, large enough to read; what does not fit turns pages."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QWidget

from kiosk.ui.kit import Kit
from kiosk.ui.metrics import Type
from kiosk.ui.pieces import Box, Piece, Raster
from kiosk.ui.slip_picture import WHITE, SlipPicture
from kiosk.ui.widgets.paged_card import PagedCard


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
        return round(self.sheet.width * self._scale(10**6)) + 2 * self.inset() + 1

    def part_heights(self, width: float) -> list[float]:
        scale = self._scale(width)
        return [part.height * scale for part in self.sheet.parts]

    def part_words(self, index: int) -> str:
        return self.sheet.parts[index].words

    def draw_parts(self, first: int, last: int, inner: QRectF) -> list[Piece]:
        scale, parts = self._scale(inner.width()), self.sheet.parts
        above = sum(part.height for part in parts[:first])
        height = sum(part.height for part in parts[first:last])
        width = self.sheet.width
        left = inner.left() + (inner.width() - width * scale) / 2
        place = QRectF(left, inner.top(), width * scale, height * scale)
        return [Raster(self.image, QRectF(0, above, width, height), place)]

    def _scale(self, width: float) -> float:
        """Pixels to a dot: the smallest words as large as the smallest on any screen (U1, U2), where that fits."""
        least = self.kit.metrics.type(Type.SMALL).floor / self.sheet.text_px
        return min(least, width / self.sheet.width)
