"""我好了: ends the session of somebody who is known, from the same place on every screen.

In the same place 还给您 takes a step back from a helper, as long as one does it.
"""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from kiosk.text import msg
from kiosk.ui.kit import Kit
from kiosk.ui.metrics import Type
from kiosk.ui.widgets.big_key import BigKey, IconAt


class DoneKey(BigKey):
    """Stands at the right of the title. `close`: the tick alone, where a screen needs the room for its own words."""

    def __init__(self, kit: Kit, parent: QWidget | None = None, *, giving_back: bool = False) -> None:
        words, icon = (msg("helper.give_back"), "hand") if giving_back else (msg("who.done"), "check")
        super().__init__(kit, words, icon, type_=Type.BAR, parent=parent)
        self._words = self.word

    def shape(self, *, close: bool) -> None:
        slim = self.kit.metrics.tight or self.kit.metrics.display.portrait
        where = IconAt.NONE if slim and not close else IconAt.BESIDE
        if (self.word == "") is not close:
            self.set_word("" if close else self._words)
            self.rename(self._words)
        self.place_icon(where)

    def wide(self) -> int:
        """The width it takes, in one line."""
        return self.line_width(self.icon_at) if self.word else self.kit.metrics.target

    def row_height(self) -> int:
        """The height of a row with it, and with U6's distance to the keys below."""
        return self.needs_height(self.wide()) + self.kit.metrics.mm(3.2)

    def place(self, row: QRect) -> None:
        """In the middle of the title's row, as high as the row allows."""
        metrics = self.kit.metrics
        below = metrics.mm(3.2)
        tall = min(row.height() - below - metrics.u(8), max(metrics.u(100), metrics.target))
        tall = max(tall, self.needs_height(row.width()))
        top = min((row.height() - tall) // 2, row.height() - tall - below)
        self.setGeometry(row.left(), row.top() + max(0, top), row.width(), tall)
