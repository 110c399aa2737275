"""A number in great digits, such as 120: at least 30 mm high, 40 where it is asked for."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QLabel, QWidget

from kiosk.text import Message
from kiosk.ui.drawn import Drawn, lead, visual
from kiosk.ui.kit import Kit
from kiosk.ui.metrics import Type, TypeSize
from kiosk.ui.pieces import Box, Piece, Words
from kiosk.ui.typeset import Setting

DIGIT_RATIO = 0.74
"""Height of a digit in em, Noto Sans CJK SC Bold."""


LARGEST = 1.7
"""How much larger than asked for the digits may be where there is room."""


class Digits(Drawn, QLabel):
    """`number` in digits of `height_mm`, in the alarm's colour, with words before it (or above, where it is narrow).

    Where there is much more room it is a card of its own, with larger digits.
    """

    def __init__(
        self, kit: Kit, number: str, *, before: Message | str = "", height_mm: float = 30.0, service: str = "alarm",
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.number, self.height_mm, self.service = number, height_mm, service
        self.before = kit.words(before) if before else ""
        self.set_up(kit)
        self.setAccessibleName(f"{self.before}{number}")

    @property
    def px(self) -> int:
        """Font pixels at which the digits are as high as asked for."""
        return self.kit.metrics.mm(self.height_mm / DIGIT_RATIO)

    def _is_card(self, rect: QRectF) -> bool:
        """Where there is much more room than needed, a card of its own with larger digits."""
        inner = rect.width() - 2 * self.kit.metrics.pad
        if not self.before or rect.height() < 2 * self.px or inner < self._digits_width():
            return False
        words = self.least(self.before, inner, Type.KEY)
        return rect.height() - 2 * self.kit.metrics.pad >= words + self._gap() + self._digits_height()

    def needs_width(self) -> int:
        words = self.least_width(self.before, Type.KEY, 3) if self.before else 0
        return round(max(self._digits_width(), words)) + 1

    def line_width(self) -> int:
        """Width at which the words stand beside the digits, in one line."""
        words = self.least_width(self.before, Type.KEY, 1) + self._gap() if self.before else 0
        return round(self._digits_width() + words) + 2

    def needs_height(self, width: int) -> int:
        words = self._beside(width)
        if words or not self.before:
            return round(max(self._digits_height(), self.least(self.before, words, Type.KEY) if words else 0)) + 1
        return round(self._digits_height() + self.least(self.before, width, Type.KEY) + self._gap() / 2) + 1

    def compose(self, rect: QRectF) -> list[Piece]:
        if self._is_card(rect):
            return self._card(rect)
        beside = self._beside(round(rect.width()))
        if not self.before:
            return [self._digits(rect.left() + (rect.width() - self._digits_width()) / 2, rect)]
        if beside:
            size = self.kit.metrics.type(Type.KEY)
            setting = self.fit(self.before, beside, rect.height(), Type.KEY, 3, size.floor)
            place = QRectF(rect.left(), rect.top(), beside, rect.height())
            words = self._words(place, cap=size.floor)
            return [words, self._digits(rect.left() + setting.width + self._gap(), rect)]
        above = self.least(self.before, rect.width(), Type.KEY)
        words = self._words(QRectF(rect.left(), rect.top(), rect.width(), above))
        return [words, self._digits(rect.left(), rect.adjusted(0, above + self._gap() / 2, 0, 0))]

    # parts

    def _card(self, rect: QRectF) -> list[Piece]:
        """Words above, the digits as large as the card allows."""
        metrics, colours = self.kit.metrics, self.kit.colours
        pad, gap = metrics.pad, self._gap()
        inner = rect.adjusted(pad, pad, -pad, -pad)
        setting = self.fit(self.before, inner.width(), inner.height() - self._digits_height() - gap, Type.KEY, 3)
        room = inner.height() - visual(setting) - gap
        px = round(min(room / 0.84, self.px * LARGEST, inner.width() / self.kit.type.width(self.number, True)))
        px = max(px, self.px)
        top = inner.center().y() - (visual(setting) + gap + px * DIGIT_RATIO) / 2
        above = QRectF(inner.left(), top - lead(setting), inner.width(), setting.height)
        words = self.placed(setting, above, Type.KEY, colours.ink, colours.surface, centred=True)
        middle = QRectF(inner.left(), top + visual(setting) + gap, inner.width(), px * DIGIT_RATIO)
        ground = Box(rect, colours.surface, colours.paper, colours.line, max(2, metrics.u(3)), metrics.u(32))
        left = inner.center().x() - self.kit.type.width(self.number, True) * px / 2
        return [ground, words, self._digits(left, middle, px, colours.surface)]

    def _words(self, place: QRectF, cap: int | None = None) -> Words:
        colours = self.kit.colours
        return self.words(self.before, place, Type.KEY, colours.ink, colours.paper, lines=3, cap=cap)

    def _gap(self) -> int:
        return self.kit.metrics.u(30)

    def _digits_width(self) -> float:
        return self.kit.type.width(self.number, True) * self.px

    def _digits_height(self) -> float:
        return self.px * 0.84

    def _beside(self, width: int) -> float:
        """Width left for words beside the digits; 0 where they must go above."""
        room = width - self._digits_width() - self._gap()
        size = self.kit.metrics.type(Type.KEY)
        least = self.kit.type.narrowest(self.before, size.floor, size.bold, 2, whole=True)
        return room if self.before and room >= least else 0.0

    def _digits(self, left: float, rect: QRectF, px: int = 0, ground: str = "") -> Words:
        px, colours = px or self.px, self.kit.colours
        width = self.kit.type.width(self.number, True) * px
        setting = Setting(px, (self.number,), width)
        place = QRectF(left, rect.center().y() - px * (0.9 - DIGIT_RATIO / 2), width, setting.height)
        size, accent = TypeSize(px, px, bold=True, decide=True), colours.service(self.service).accent
        return Words(setting, size, place, accent, ground or colours.paper, digits=True)
