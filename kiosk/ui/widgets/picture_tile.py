"""A key that is a picture first: as large as the key, with its word under it."""

from __future__ import annotations

from PySide6.QtCore import QRectF

from kiosk.ui.drawn import lead, visual
from kiosk.ui.pieces import Picture, Piece
from kiosk.ui.tokens import Fill
from kiosk.ui.widgets.key_tile import KeyTile

LARGEST = 260


class PictureTile(KeyTile):
    """A KeyTile for who knows the picture sooner than the word; where the key is low they stand side by side."""

    def _body(self, inner: QRectF, fill: Fill, cap: int | None) -> tuple[list[Piece], int]:
        metrics, gap = self.kit.metrics, self._gap() / 2
        side = min(inner.height() - gap - self._text_tall(inner.width()), inner.width(), metrics.u(LARGEST))
        if side < 1.5 * self._icon_least():
            return super()._body(inner, fill, cap)
        word = self.fit(self.word, inner.width(), inner.height() - side - gap, self.kind, 2, cap)
        top = inner.center().y() - (side + gap + visual(word)) / 2
        place = QRectF(inner.center().x() - side / 2, top, side, side)
        below = QRectF(inner.left(), place.bottom() + gap - lead(word), inner.width(), word.height)
        text = self.placed(word, below, self.kind, fill.words, fill.ground, centred=True)
        return [Picture(self.symbol, place, fill.accent, fill.ground), text], word.px
