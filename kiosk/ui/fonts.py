"""The one typeface, and its measures."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QFont, QFontMetricsF

FAMILY = "Noto Sans CJK SC"


@lru_cache(maxsize=64)
def font(px: int, bold: bool) -> QFont:
    """The typeface at `px` pixels; unhinted, so that widths scale exactly."""
    face = QFont(FAMILY)
    face.setPixelSize(px)
    face.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    face.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
    return face


@lru_cache(maxsize=2)
def _metrics(bold: bool) -> QFontMetricsF:
    return QFontMetricsF(font(1000, bold))


@lru_cache(maxsize=4096)
def _advance(char: str, bold: bool) -> float:
    return float(_metrics(bold).horizontalAdvance(char)) / 1000


def measure(text: str, bold: bool) -> float:
    """Width of `text` in em. Summed by character, which is exact for Chinese and never too small for Latin."""
    return sum(1.0 if "㐀" <= c <= "鿿" else _advance(c, bold) for c in text)
