"""The base of every screen's view: it draws a state and emits intents, and decides nothing."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QResizeEvent

from kiosk.text import Message
from kiosk.ui.drawn import Canvas, Drawn, needed, whole
from kiosk.ui.kit import Kit
from kiosk.ui.pieces import Piece
from kiosk.ui.widgets.choice_page import ChoicePage


class View(Canvas):
    """Subclasses build their widgets once, put one of them in with `fill`, and change them in `render(state)`.

    `title` is the title bar's Message, `service` names the screen's colour ("alarm" colours its title).
    The window gives the margins; a view reaches from edge to edge of its room.
    """

    title: Message | str = ""
    service: str = ""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self.set_up(kit)
        self.body: Drawn | None = None

    def fill(self, body: Drawn) -> None:
        """Makes `body` the view's one child; what was there before goes."""
        if self.body is not None:
            self.body.hide()
            self.body.deleteLater()
        self.body = body
        body.setParent(self)
        if self.testAttribute(Qt.WidgetAttribute.WA_Resized):  # before, the size is Qt's guess
            body.setGeometry(self.rect())
        body.show()

    def back(self) -> bool:
        """返回 within what is shown: a page of choices that was turned goes back by one. False when there is none."""
        turned = next((page for page in self.findChildren(ChoicePage) if page.isVisible() and page.page > 1), None)
        if turned is not None:
            turned.turn(-1)
        return turned is not None

    def needs_height(self, width: int) -> int:
        return needed(self.body, width) if self.body else 0

    def whole_height(self, width: int) -> int:
        return whole(self.body, width) if self.body else 0

    def needs_width(self) -> int:
        return self.body.needs_width() if self.body else 0

    def compose(self, _rect: QRectF) -> list[Piece]:
        return []

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.body is not None:
            self.body.setGeometry(self.rect())
