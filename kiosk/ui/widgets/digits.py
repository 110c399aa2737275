"""A number in great digits, such as 120: at least 30 mm high, 40 where it is asked for."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QLabel, QWidget

from kiosk.text import Message
from kiosk.ui.drawn import Drawn
from kiosk.ui.kit import Kit
from kiosk.ui.metrics import Type, TypeSize
from kiosk.ui.pieces import Piece, Words
from kiosk.ui.typeset import Setting

DIGIT_RATIO = 0.74
"""Height of a digit in em, Noto Sans CJK SC Bold."""


class Digits(Drawn, QLabel):
    """`number` in digits of `height_mm`, in the alarm's colour, with words before it (or above, where it is narrow)."""

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

    def needs_width(self) -> int:
        words = self.least_width(self.before, Type.KEY, 3) if self.before else 0
        return round(max(self._digits_width(), words)) + 1

    def needs_height(self, width: int) -> int:
        words = self._beside(width)
        if words or not self.before:
            return round(max(self._digits_height(), self.least(self.before, words, Type.KEY) if words else 0)) + 1
        return round(self._digits_height() + self.least(self.before, width, Type.KEY) + self._gap() / 2) + 1

    def compose(self, rect: QRectF) -> list[Piece]:
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
        return room if self.before and room >= self.least_width(self.before, Type.KEY, 2) else 0.0

    def _digits(self, left: float, rect: QRectF) -> Words:
        size = TypeSize(self.px, self.px, bold=True, decide=True)
        setting = Setting(self.px, (self.number,), self._digits_width())
        top = rect.center().y() - self.px * (0.9 - DIGIT_RATIO / 2)
        colours = self.kit.colours
        place = QRectF(left, top, self._digits_width(), setting.height)
        return Words(setting, size, place, colours.service(self.service).accent, colours.paper, digits=True)
