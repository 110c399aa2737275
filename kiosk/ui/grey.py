"""What is left without colour (elder-ui U5): the alarm's ring in grey, and whether two states still differ."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter

from kiosk.ui.seen import Finding, keys_of, name_of
from kiosk.ui.tokens import contrast
from kiosk.ui.window import KioskWindow

RIM = 30
"""The ring lies within so many pixels (of the drawing) from the key's edge; words and pictures begin further in."""

SEEN = 3.0
"""Least contrast of the ring to what is on both sides of it."""

WIDE = 480
"""Two pictures are compared at this width: a mark that is lost here nobody sees."""

STEP = 32
"""So many of 255 shades apart are seen as two."""

MARK = 12
"""Pixels (of the small picture) that must differ: less is the blur of an edge."""

_FAR = bytes(int(value >= STEP) for value in range(256))


@dataclass(frozen=True)
class Face:
    """A window's picture, small: in colour, and in grey."""

    colour: QImage
    grey: QImage

    def like(self, other: Face) -> bool:
        """Whether only colour tells the two apart."""
        return self.colour != other.colour and far(self.grey, other.grey) < MARK


def face(picture: QImage) -> Face:
    small = picture.scaledToWidth(WIDE, Qt.TransformationMode.SmoothTransformation)
    grey = small.convertToFormat(QImage.Format.Format_Grayscale8).convertToFormat(QImage.Format.Format_RGB32)
    return Face(small.convertToFormat(QImage.Format.Format_RGB32), grey)


def far(one: QImage, other: QImage) -> int:
    """How many pixels are clearly lighter or darker in one of two pictures of the same size."""
    apart = QImage(one)
    painter = QPainter(apart)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Difference)
    painter.drawImage(0, 0, other)
    painter.end()
    shades = apart.convertToFormat(QImage.Format.Format_Grayscale8)  # kept: its bits go with it
    return bytes(shades.constBits()).translate(_FAR).count(1)


def rings(window: KioskWindow, picture: QImage) -> list[Finding]:
    """The alarm's keys have a ring that is seen in grey, and no other key has one."""
    grey, found = picture.convertToFormat(QImage.Format.Format_Grayscale8), list[Finding]()
    for key in keys_of(window):
        place = QRect(key.mapTo(window, key.rect().topLeft()), key.size())
        if _ringed(grey, place, window.kit.metrics.u(RIM)) != key.eager:
            what = "has no ring in a grey picture" if key.eager else "has a ring like the alarm's in a grey picture"
            found.append(Finding("U5", name_of(key), what))
    return found


def _ringed(grey: QImage, place: QRect, rim: int) -> bool:
    """From the left edge inwards at half height: ground, something lighter or darker, the same ground again."""
    y = place.center().y()
    values = [grey.pixelColor(place.left() + x, y).red() for x in range(rim)]
    runs = _runs(values)
    for (before, _), (ring, wide), (after, _) in zip(runs, runs[1:], runs[2:], strict=False):
        if wide >= 2 and min(_apart(before, ring), _apart(ring, after)) >= SEEN and _apart(before, after) < 1.5:
            return True
    return False


def _runs(values: list[int]) -> list[tuple[int, int]]:
    """(shade, length) of each stretch; the blurred pixel between two is left out."""
    runs: list[tuple[int, int]] = []
    for before, now in pairwise([values[0], *values]):
        if runs and abs(before - now) <= 2:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((now, 1))
    return [run for run in runs if run[1] >= 2]


def _apart(one: int, other: int) -> float:
    return contrast(*(f"#{value:02X}{value:02X}{value:02X}" for value in (one, other)))
