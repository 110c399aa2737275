"""The drawn layout where it fits, and a closer one where large words on a small display leave no room for it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.ui.drawn import Canvas, Drawn, needed, whole
from kiosk.ui.kit import Kit
from kiosk.ui.pieces import Piece


class Fitting(Canvas):
    """`drawn` makes the layout as it should be, `close` one that turns pages with what matters most in front.

    Either is made when it is needed, and made anew when the room changes.
    """

    def __init__(
        self, kit: Kit, drawn: Callable[[], Drawn], close: Callable[[], Drawn], parent: QWidget | None = None
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.set_up(kit)
        self._drawn, self._close = drawn, close
        self._is_close = False
        self._closer: Drawn | None = None
        self._body = drawn()
        self._body.setParent(self)

    def needs_width(self) -> int:
        return self._body.needs_width()

    def needs_height(self, width: int) -> int:
        """Of the closer layout, where that needs less."""
        if self._is_close:
            return needed(self._body, width)
        if self._closer is None:
            self._closer = self._close()
            self._closer.setParent(self)
            self._closer.hide()
        return min(needed(self._body, width), needed(self._closer, width))

    def whole_height(self, width: int) -> int:
        return whole(self._body, width)

    def compose(self, _rect: QRectF) -> list[Piece]:
        return []

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._is_close:
            self._put(self._drawn(), close=False)
        if whole(self._body, self.width()) > self.height():
            closer, self._closer = self._closer or self._close(), None
            self._put(closer, close=True)
        self._body.setGeometry(self.rect())

    def _put(self, body: Drawn, *, close: bool) -> None:
        self._body.hide()
        self._body.deleteLater()
        self._body, self._is_close = body, close
        body.setParent(self)
        body.show()
