"""The theme in one place: tokens, measures and the kit made of them."""

from kiosk.ui.kit import Kit, Look, Pace, QtPace, make_kit
from kiosk.ui.metrics import DISPLAYS, Display, Metrics, Type, TypeSize
from kiosk.ui.tokens import PALETTES, SERVICES, Colours, Fill, contrast

__all__ = [
    "DISPLAYS",
    "PALETTES",
    "SERVICES",
    "Colours",
    "Display",
    "Fill",
    "Kit",
    "Look",
    "Metrics",
    "Pace",
    "QtPace",
    "Type",
    "TypeSize",
    "contrast",
    "make_kit",
]
