"""Draws a slip: black on white, in the dots of the printer's head. The same picture is printed and shown.

Pure layout: the same slip in the same language gives the same picture, part by part from the top.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import qrcode  # type: ignore[import-untyped]  # has no stubs
from PySide6.QtCore import QBuffer, QIODevice, QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPolygonF
from qrcode.constants import ERROR_CORRECT_M  # type: ignore[import-untyped]  # as above

from kiosk.domain.slip import Line, Slip
from kiosk.text import Message, msg
from kiosk.ui.drawn import lead, visual
from kiosk.ui.fonts import measure
from kiosk.ui.icons import Icons
from kiosk.ui.metrics import TypeSize
from kiosk.ui.pieces import Box, Picture, Piece, Shape, Words, moved, paint
from kiosk.ui.typeset import Typesetter

BLACK, WHITE = "#000000", "#FFFFFF"
WIDE = 500
"""Dots from which the paper counts as wide (80 mm)."""

TEXT = 48
"""Dots of an ordinary line on wide paper: 6 mm."""

QUIET = 4
"""Modules of white that a QR code needs around it (ISO/IEC 18004)."""

MOST_LINES = 12


@dataclass(frozen=True)
class Part:
    """A piece of paper over the whole width that is never cut in two. `words`: what it says; `code`: a QR code."""

    height: int
    pieces: tuple[Piece, ...]
    words: str
    code: bool = False


class SlipPicture:
    """A slip laid out for paper `width` dots across. `demo`: it says that it is worth nothing."""

    def __init__(
        self, slip: Slip, t: Callable[[Message], str], icons: Icons, width: int, *, demo: bool = False
    ) -> None:  # fmt: skip
        self.width = width
        self._slip = slip
        self._t = t
        self._icons = icons
        self._type = Typesetter(measure)
        self._unit = 1.0 if width >= WIDE else 0.85
        above, below = ((self._demo(),), (self._demo(),)) if demo else ((), ())
        code = self._code() if slip.qr else ()
        self.parts: tuple[Part, ...] = (*above, self._head(), *map(self._line, slip.lines), *code, self._foot(), *below)

    @property
    def text_px(self) -> int:
        """Font dots of the smallest words."""
        return self._dots(TEXT)

    @property
    def height(self) -> int:
        return sum(part.height for part in self.parts)

    def place(self, part: Part) -> QRectF:
        """Where a part stands in the image."""
        above = 0
        for other in self.parts:
            if other is part:
                break
            above += other.height
        return QRectF(0, above, self.width, part.height)

    def image(self) -> QImage:
        """One bit a dot."""
        whole = QImage(self.width, self.height, QImage.Format.Format_RGB32)
        whole.fill(Qt.GlobalColor.white)
        painter = QPainter(whole)
        top = 0
        for part in self.parts:
            paint(painter, moved(part.pieces, 0, top), self._icons, 1.0)
            top += part.height
        painter.end()
        return whole.convertToFormat(QImage.Format.Format_Mono, Qt.ImageConversionFlag.ThresholdDither)

    def png(self) -> bytes:
        """The image as a file, for the printer's thread."""
        held = QBuffer()
        held.open(QIODevice.OpenModeFlag.WriteOnly)
        self.image().save(held, "PNG")  # type: ignore[call-overload]  # the stub wants bytes for the format
        return bytes(held.data().data())

    # parts

    def _dots(self, wide: float) -> int:
        return round(wide * self._unit)

    def _pad(self) -> int:
        return self._dots(13)

    def _head(self) -> Part:
        """What it is, and the waiting number: large where nothing else is, else beside the title."""
        title, number = self._t(self._slip.title), self._slip.number
        if not number:
            return self._words(title, self._size(64, least=TEXT))
        called = self._t(msg("slip.number", number=number))
        if any(line.great for line in self._slip.lines) and (both := self._beside(title, called)):
            return both
        above = self._words(title, self._size(64, least=TEXT))
        box = self._boxed(called, self._dots(124), above.height)
        height = above.height + self._dots(176)
        return Part(height, (*above.pieces, *box), f"{title}，{called}")

    def _boxed(self, called: str, px: int, top: int) -> tuple[Piece, ...]:
        rect = QRectF(2, top, self.width - 4, self._dots(160))
        edge = Box(rect, WHITE, WHITE, BLACK, self._dots(6), self._dots(24))
        return edge, self._set(called, TypeSize(px, self.text_px, True, True), rect, centred=True)

    def _beside(self, title: str, called: str) -> Part | None:
        """None where a word of the title would not fit."""
        size = self._size(64, least=TEXT)
        wide = self._type.width(called, True) * size.want + 2 * self._dots(20)
        room = self.width - wide - self._dots(16)
        words = self._set(title, size, QRectF(0, 0, room, 10**6), lines=3)
        if not words.setting.fits:
            return None
        height = max(round(words.setting.height), self._dots(100)) + 2 * self._pad()
        number = QRectF(self.width - wide, (height - self._dots(100)) / 2, wide - 2, self._dots(100))
        box = Box(number, WHITE, WHITE, BLACK, self._dots(5), self._dots(18))
        title_at = QRectF(0, 0, room, height)
        pieces = (self._set(title, size, title_at, lines=3), box, self._set(called, size, number, centred=True))
        return Part(height, (*pieces, self._rule(height)), f"{title}，{called}")

    def _line(self, line: Line) -> Part:
        words, size = self._t(line.words), self._size(84 if line.great else TEXT, least=TEXT)
        side = self._dots(60)
        left = side + self._dots(16) if line.icon else 0
        whole = self._type.width(words, True) * self._dots(58) <= self.width - left  # a date is not torn
        rows = MOST_LINES if not line.great else 1 if whole else 2
        probe = self._set(words, size, QRectF(left, 0, self.width - left, 10**6), lines=rows)
        height = max(round(probe.setting.height), side if line.icon else 0) + 2 * self._pad()
        text = self._set(words, size, QRectF(left, 0, self.width - left, height), lines=rows)
        icon = Picture(line.icon, QRectF(0, round((height - side) / 2), side, side), BLACK, WHITE)
        return Part(height, (icon, text) if line.icon else (text,), words)

    def _code(self) -> tuple[Part, ...]:
        made = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
        made.add_data(self._slip.qr.encode())
        matrix = made.get_matrix()
        dot = max(2, min(self._dots(6), self.width // len(matrix)))
        side = dot * len(matrix)
        left = (self.width - side) // 2
        path = QPainterPath()
        for y, row in enumerate(matrix):
            for x, dark in enumerate(row):
                if dark:
                    path.addRect(QRectF(left + x * dot, y * dot, dot, dot))
        words = self._t(self._slip.qr_words) if self._slip.qr_words else ""
        drawn = Part(side, (Shape(path, BLACK, WHITE),), words, code=True)
        return (drawn, self._words(words, self._size(TEXT), centred=True)) if words else (drawn,)

    def _foot(self) -> Part:
        """What every slip says, so that nobody is cheated in a volunteer's name (S13)."""
        words = self._words(self._t(msg("slip.no_money")), self._size(TEXT, bold=True))
        gap = self._dots(10)
        return Part(words.height + gap, (self._rule(0), *moved(words.pieces, 0, gap)), words.words)

    def _demo(self) -> Part:
        """演示 across the paper, white on black, between slanted strokes: nobody takes it for the real thing."""
        words, height = self._t(msg("slip.demo")), self._dots(92)
        ground = QRectF(0, 0, self.width, height - self._dots(8))
        text = self._set(words, self._size(64, least=TEXT), ground, centred=True)
        ink = text.ink()
        free = ink.adjusted(-self._dots(24), 0, self._dots(24), 0)
        strokes = Shape(_slanted(ground, free), WHITE, BLACK)
        lit = Words(text.setting, text.size, text.rect, WHITE, BLACK, centred=True)
        return Part(height, (Box(ground, BLACK, WHITE), strokes, lit), words)

    # words

    def _size(self, wide: float, *, least: float | None = None, bold: bool | None = None) -> TypeSize:
        want = self._dots(wide)
        return TypeSize(want, self._dots(least or wide), wide > TEXT if bold is None else bold, decide=True)

    def _words(self, words: str, size: TypeSize, *, centred: bool = False) -> Part:
        probe = self._set(words, size, QRectF(0, 0, self.width, 10**6), lines=MOST_LINES)
        height = round(probe.setting.height) + 2 * self._pad()
        text = self._set(words, size, QRectF(0, 0, self.width, height), lines=MOST_LINES, centred=centred)
        return Part(height, (text,), words)

    def _set(self, words: str, size: TypeSize, rect: QRectF, *, lines: int = 1, centred: bool = False) -> Words:
        """The words in the middle of `rect`; what a hospital wrote at length is set in as many lines as it takes."""
        setting = self._type.fit(words, rect.width(), rect.height(), size, lines)
        if not setting.fits and lines == MOST_LINES:
            setting = self._type.paragraph(words, rect.width(), size.floor, size.bold)
        top = rect.top() + (rect.height() - visual(setting)) / 2 - lead(setting) if rect.height() < 10**6 else 0.0
        return Words(setting, size, QRectF(rect.left(), top, rect.width(), setting.height), BLACK, WHITE, centred)

    def _rule(self, y: float) -> Box:
        return Box(QRectF(0, max(0.0, y - 4), self.width, 4), BLACK, WHITE)


def _slanted(ground: QRectF, free: QRectF) -> QPainterPath:
    """Strokes over the whole band but where its words stand."""
    path, step = QPainterPath(), ground.height() * 0.8
    left = 0.0
    while left + step < ground.width():
        if left + step < free.left() or left > free.right():
            lean = step * 0.5
            corners = [(left + lean, 0.0), (left + step, 0.0), (left + step - lean, 0.0), (left, 0.0)]
            points = [QPointF(x, ground.top() if n < 2 else ground.bottom()) for n, (x, _) in enumerate(corners)]
            path.addPolygon(QPolygonF(points))
            path.closeSubpath()
        left += step
    return path
