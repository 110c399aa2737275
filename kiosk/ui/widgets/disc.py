"""A picture on a round ground: what a card is about, seen from across the room."""

from __future__ import annotations

from PySide6.QtCore import QRectF

from kiosk.ui.kit import Kit
from kiosk.ui.pieces import Box, Picture, Piece

PICTURE = 0.58
"""Side of the picture to the disc's."""


def disc(kit: Kit, symbol: str, place: QRectF, service: str, outside: str) -> list[Piece]:
    """A quiet disc with the picture in the colour of its service. A filled one would look like a key."""
    colours = kit.colours
    accent = colours.service(service).accent if service else colours.ink
    inset = place.width() * (1 - PICTURE) / 2
    edge = kit.metrics.edge if colours.shelf == outside else 0
    ground = Box(place, colours.shelf, outside, colours.line if edge else None, edge, place.width() / 2)
    return [ground, Picture(symbol, place.adjusted(inset, inset, -inset, -inset), accent, colours.shelf)]
