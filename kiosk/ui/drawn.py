"""Base of everything that draws itself: a widget composes pieces for its size, and paints exactly those."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.ui.kit import Kit
from kiosk.ui.metrics import Type
from kiosk.ui.pieces import Piece, Words, paint
from kiosk.ui.typeset import INK, Setting, block_height

if TYPE_CHECKING:
    _Base = QWidget
else:
    _Base = object  # two Qt bases in one class crash; what mixes this in brings its own


class Drawn(_Base):
    """Mix in first: `class Tile(Drawn, QPushButton)`. Subclasses give `compose` and `needs_height`."""

    kit: Kit
    _pieces: list[Piece] | None = None
    _memory: dict[tuple[str, int], int] | None = None

    def set_up(self, kit: Kit) -> None:
        """Called once by the subclass, before its first `refresh`."""
        self.kit = kit
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)

    def compose(self, rect: QRectF) -> list[Piece]:
        """The pieces for a widget of this size, back to front."""
        raise NotImplementedError

    def needs_height(self, _width: int) -> int:
        """Least height in px at which everything fits at the smallest allowed text, for a given width."""
        return 0

    def whole_height(self, width: int) -> int:
        """Least height in px at which all is seen at once; a widget that can turn pages needs less."""
        return self.needs_height(width)

    def likes_height(self, width: int) -> int:
        """Height in px at which it looks as drawn; never less than the whole."""
        return self.whole_height(width)

    def needs_width(self) -> int:
        """Least width in px."""
        return 0

    def pieces(self) -> list[Piece]:
        if self._pieces is None:
            self._pieces = self.compose(QRectF(self.rect()))
        return self._pieces

    def refresh(self) -> None:
        """What is shown has changed: compose and paint again."""
        self._pieces = None
        forget_heights(self)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(1, 1)  # sizes are given by our own columns and splits; Qt need not ask

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._pieces = None
        super().resizeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint(painter, self.pieces(), self.kit.icons, self.devicePixelRatioF())
        painter.end()

    # helpers for subclasses

    def fit(
        self, text: str, width: float, height: float, kind: Type, lines: int = 2, cap: int | None = None
    ) -> Setting:
        return self.kit.type.fit(text, width, height, self.kit.metrics.type(kind), lines, cap)

    def words(
        self, text: str, rect: QRectF, kind: Type, colour: str, ground: str, *, lines: int = 2, centred: bool = False,
        middle: bool = True, cap: int | None = None,
    ) -> Words:  # fmt: skip
        """Text fitted into `rect`, in its middle or from its top."""
        setting = self.fit(text, rect.width(), rect.height(), kind, lines, cap)
        top = rect.top() + ((rect.height() - visual(setting)) / 2 - (lead(setting)) if middle else 0)
        place = QRectF(rect.left(), top, rect.width(), setting.height)
        return Words(setting, self.kit.metrics.type(kind), place, colour, ground, centred)

    def placed(
        self, setting: Setting, rect: QRectF, kind: Type, colour: str, ground: str, *, centred: bool = False
    ) -> Words:
        """Words already set, at a place of the caller's."""
        return Words(setting, self.kit.metrics.type(kind), rect, colour, ground, centred)

    def least(self, text: str, width: float, kind: Type) -> float:
        """Height of the text at its smallest allowed size, in as many lines as it takes."""
        size = self.kit.metrics.type(kind)
        lines = self.kit.type.line_count(text, max(width, size.floor), size.floor, size.bold)
        return block_height(max(1, lines), size.floor)

    def least_width(self, text: str, kind: Type, lines: int = 2) -> float:
        """Width at which the text takes at most `lines` lines at its smallest allowed size."""
        size = self.kit.metrics.type(kind)
        return self.kit.type.narrowest(text, size.floor, size.bold, lines)


def needed(item: Drawn, width: int) -> int:
    """`item.needs_height(width)`, remembered until the item or something in it is refreshed."""
    return _remembered(item, "needs", width)


def whole(item: Drawn, width: int) -> int:
    """`item.whole_height(width)`, remembered likewise."""
    return _remembered(item, "whole", width)


def liked(item: Drawn, width: int) -> int:
    """`item.likes_height(width)`, remembered likewise."""
    return _remembered(item, "likes", width)


def _remembered(item: Drawn, kind: str, width: int) -> int:
    memory = item._memory
    if memory is None:
        memory = item._memory = {}
    if (kind, width) not in memory:
        memory[kind, width] = getattr(item, f"{kind}_height")(width)
    return memory[kind, width]


def forget_heights(item: QWidget | None) -> None:
    """Of a widget and of all that hold it."""
    while isinstance(item, Drawn):
        item._memory = None
        item = item.parentWidget()


class Canvas(Drawn, QWidget):
    """A plain widget that draws itself: containers and ornaments."""


def lead(setting: Setting) -> float:
    """Space between the top of the block and the top of 国."""
    return 0.06 * setting.px


def visual(setting: Setting) -> float:
    """Height of the block as the eye sees it: from the top of the first 国 to the foot of the last."""
    return setting.height - (INK - 0.94) * setting.px if setting.lines else 0.0
