"""What can be tapped on the drawn telephone: an icon, a line, a button, a digit, a switch, a key on its edge."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QWidget

from kiosk.domain.preferences import Palette
from kiosk.ui.drawn import lead, visual
from kiosk.ui.kit import Kit
from kiosk.ui.metrics import Type
from kiosk.ui.pieces import Box, Picture, Piece
from kiosk.ui.tokens import Fill
from kiosk.ui.widgets.tap_area import TapArea

SERVICE = {"green": "lessons", "blue": "policy", "teal": "doctor", "brown": "taxi", "purple": "mine"}
"""The telephone's colours are the kiosk's own."""
NO = "#8C2F1B"
"""Hanging up: red as people know it, and not the alarm's."""
UNTORN = 3
"""Characters of a label under an icon that stay in one line."""
SIGN = 116
"""Side of an icon's tile, in the drawing's pixels."""


class KeyShape(Enum):
    ICON = "icon"
    ROW = "row"
    BUTTON = "button"
    DIGIT = "digit"
    SWITCH = "switch"
    SIDE = "side"


class PhoneKey(TapArea):
    """`ground` is the colour of the telephone's screen around it. `name` is what it is called by the simulator."""

    def __init__(
        self, kit: Kit, shape: KeyShape, name: str, label: str, *, called: str = "", icon: str = "", colour: str = "",
        note: str = "", badge: str = "", on: bool = False, ground: str = "", parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        self.shape, self.key, self.label = shape, name, label
        self.symbol, self.colour, self.note, self.badge, self.on = icon, colour, note, badge, on
        self.ground = ground or kit.colours.surface
        told = called or "，".join(part for part in (label, note, badge) if part)
        super().__init__(kit, told, parent)

    def fill(self) -> Fill:
        """Of its tile, its button, or of nothing: then the ground."""
        colours = self.kit.colours
        dark = self.ground == colours.panel
        if self.pressed_now:
            return Fill(colours.pressed, colours.ink, colours.ink, colours.ink)
        if not self.colour:
            words, ground = (colours.panel_words, colours.panel) if dark else (colours.ink, colours.surface)
            return Fill(ground, words, words if dark else colours.edge, words)
        fill = Fill(colours.quiet, colours.paper, colours.quiet, colours.paper)
        if self.colour in SERVICE:
            fill = colours.service(SERVICE[self.colour])
        elif self.colour == "red" and colours.name is not Palette.CONTRAST:
            fill = Fill(NO, "#FFFFFF", colours.edge, "#FFFFFF")
        edge = colours.panel_words if dark else fill.edge
        return Fill(fill.ground, fill.words, edge, fill.words)

    def needs_width(self) -> int:
        pad = 2 * self._pad()
        if self.shape is KeyShape.ICON:
            lines = 1 if len(self.label) <= UNTORN else 2
            return max(self.kit.metrics.target, round(self.least_width(self.label, Type.SMALL_BOLD, lines)) + 1)
        lines = 1 if len(self.label) <= UNTORN else 2
        words = self.least_width(self.label, Type.SMALL_BOLD, lines) if self.label else 0
        sign = self._sign() + self._pad() if self.symbol else 0
        sign += round(self._knob().width()) + self._pad() if self.shape is KeyShape.SWITCH else 0
        return max(self.kit.metrics.target, round(words + sign + pad) + 1)

    def needs_height(self, width: int) -> int:
        metrics = self.kit.metrics
        if self.shape is KeyShape.ICON:
            label = self.least(self.label, width, Type.SMALL_BOLD)
            return max(metrics.target, round(self._tile_least() + metrics.u(8) + label) + 1)
        room = self._room(QRectF(0, 0, width, 0)).width()
        words = self.least(self.label, room, Type.SMALL_BOLD) if self.label else 0.0
        if self.note and not self._beside(room):
            words += self.least(self.note, room, Type.SMALL) + metrics.u(4)
        return max(metrics.target, round(words + 2 * metrics.u(10)) + 1)

    def likes_height(self, width: int) -> int:
        likes = {KeyShape.ICON: SIGN + 62, KeyShape.DIGIT: 104, KeyShape.ROW: 112, KeyShape.BUTTON: 112}
        return max(self.needs_height(width), self.kit.metrics.u(likes.get(self.shape, 104)))

    def compose(self, rect: QRectF) -> list[Piece]:
        return self._icon(rect) if self.shape is KeyShape.ICON else self._flat(rect)

    # parts

    def _pad(self) -> int:
        if (
            self.kit.colours.name is Palette.CONTRAST or self.shape is KeyShape.SIDE
        ):  # else edge and picture look like the alarm's ring (U5)
            return self.kit.metrics.u(34)
        return self.kit.metrics.u(20 if self.shape is KeyShape.ROW else 14)

    def _sign(self) -> int:
        return max(self.kit.metrics.u(58), round(self.kit.metrics.type(Type.SMALL_BOLD).floor * 1.2))

    def _tile_least(self) -> float:
        """An icon's tile holds its badge, however large the words are."""
        badge = self.kit.metrics.type(Type.SMALL_BOLD).floor * 1.5 if self.badge else 0
        return max(self.kit.metrics.u(70), badge)

    def _icon(self, rect: QRectF) -> list[Piece]:
        metrics, fill = self.kit.metrics, self.fill()
        gap = metrics.u(8)
        words = self.fit(self.label, rect.width(), rect.height() - self._tile_least() - gap, Type.SMALL_BOLD)
        side = min(metrics.u(SIGN), rect.height() - words.height - gap, rect.width())
        top = rect.center().y() - (side + gap + visual(words)) / 2
        tile = QRectF(rect.center().x() - side / 2, top, side, side)
        inset = side * 0.19
        ink = self.kit.colours.panel_words if self.ground == self.kit.colours.panel else self.kit.colours.ink
        edge = metrics.edge if fill.edge != fill.ground else 0
        place = QRectF(rect.left(), tile.bottom() + gap - lead(words), rect.width(), words.height)
        return [
            Box(tile, fill.ground, self.ground, fill.edge if edge else None, edge, side * 0.24, control=True),
            Picture(self.symbol, tile.adjusted(inset, inset, -inset, -inset), fill.words, fill.ground),
            self.placed(words, place, Type.SMALL_BOLD, ink, self.ground, centred=True),
            *self._badge(tile),
        ]

    def _badge(self, tile: QRectF) -> list[Piece]:
        if not self.badge:
            return []
        size = self.kit.metrics.type(Type.SMALL_BOLD)
        tall = size.floor * 1.25
        wide = max(tall, self.kit.type.width(self.badge, True) * size.floor + tall * 0.5)
        place = QRectF(tile.right() - wide, tile.top(), wide, tall)
        colours = self.kit.colours
        words = self.words(self.badge, place, Type.SMALL_BOLD, colours.paper, colours.ink, centred=True, cap=size.floor)
        return [Box(place, colours.ink, self.ground, colours.paper, self.kit.metrics.u(3), tall / 2), words]

    def _flat(self, rect: QRectF) -> list[Piece]:
        metrics, fill = self.kit.metrics, self.fill()
        edge = metrics.edge if fill.edge != fill.ground else 0
        radius = metrics.u(18)
        pieces: list[Piece] = [
            Box(rect, fill.ground, self.ground, fill.edge if edge else None, edge, radius, control=True)
        ]
        return [*pieces, *(self._row(rect, fill) if self._is_row else self._centred(rect, fill))]

    @property
    def _is_row(self) -> bool:
        return self.shape in (KeyShape.ROW, KeyShape.SWITCH)

    def _room(self, rect: QRectF) -> QRectF:
        """For the words of a line."""
        left = self._sign() + self._pad() if self.symbol else 0
        right = self._knob().width() + self._pad() if self.shape is KeyShape.SWITCH else 0
        return rect.adjusted(self._pad() + left, 0, -self._pad() - right, 0)

    def _beside(self, room: float) -> bool:
        """Whether the note stands behind the label."""
        floor = self.kit.metrics.type(Type.SMALL).floor
        label, note = self.kit.type.width(self.label, True), self.kit.type.width(self.note, False)
        return (label + note + 0.8) * floor <= room

    def _row(self, rect: QRectF, fill: Fill) -> list[Piece]:
        room, pieces = self._room(rect), list[Piece]()
        if self.symbol:
            side = self._sign()
            place = QRectF(rect.left() + self._pad(), rect.center().y() - side / 2, side, side)
            pieces.append(Picture(self.symbol, place, fill.accent, fill.ground))
        if self.shape is KeyShape.SWITCH:
            pieces += self._switch(rect, fill)
        return [*pieces, *self._words(room, fill)]

    def _words(self, room: QRectF, fill: Fill) -> list[Piece]:
        size = self.kit.metrics.type(Type.SMALL)
        if not self.note:
            return [self.words(self.label, room, Type.SMALL_BOLD, fill.words, fill.ground)]
        if self._beside(room.width()):
            width = self.kit.type.width(self.note, False) * size.floor + 2
            behind = QRectF(room.right() - width, room.top(), width, room.height())
            before = room.adjusted(0, 0, -width - 0.4 * size.floor, 0)
            return [self.words(self.label, before, Type.SMALL_BOLD, fill.words, fill.ground),
                    self.words(self.note, behind, Type.SMALL, fill.words, fill.ground, cap=size.floor)]  # fmt: skip
        note = self.least(self.note, room.width(), Type.SMALL)
        label = self.least(self.label, room.width(), Type.SMALL_BOLD)
        top = room.center().y() - (note + label + self.kit.metrics.u(4)) / 2
        above = QRectF(room.left(), top, room.width(), label)
        below = QRectF(room.left(), top + label + self.kit.metrics.u(4), room.width(), note)
        return [self.words(self.label, above, Type.SMALL_BOLD, fill.words, fill.ground, cap=size.floor),
                self.words(self.note, below, Type.SMALL, fill.words, fill.ground, cap=size.floor)]  # fmt: skip

    def _knob(self) -> QRectF:
        tall = self.kit.metrics.u(56)
        return QRectF(0, 0, tall * 1.8, tall)

    def _switch(self, rect: QRectF, fill: Fill) -> list[Piece]:
        """On: filled with the knob at the right and a tick in it; off: empty, the knob at the left."""
        size, colours, metrics = self._knob(), self.kit.colours, self.kit.metrics
        left = rect.right() - self._pad() - size.width()
        track = QRectF(left, rect.center().y() - size.height() / 2, size.width(), size.height())
        gap = metrics.u(8)
        side = track.height() - 2 * gap
        at = track.right() - gap - side if self.on else track.left() + gap
        knob = QRectF(at, track.top() + gap, side, side)
        ground = colours.service("lessons").ground if self.on else fill.ground
        inner = fill.ground if self.on else colours.edge
        mark: list[Piece] = []
        if self.on:
            mark = [Picture("check", knob.adjusted(4, 4, -4, -4), colours.ink, fill.ground)]
        return [Box(track, ground, fill.ground, colours.edge, metrics.u(4), track.height() / 2, control=True),
                Box(knob, inner, ground, None, 0, side / 2), *mark]  # fmt: skip

    def _centred(self, rect: QRectF, fill: Fill) -> list[Piece]:
        inner = rect.adjusted(self._pad(), self.kit.metrics.u(6), -self._pad(), -self.kit.metrics.u(6))
        kind = Type.VALUE if self.shape is KeyShape.DIGIT and self.label.isdecimal() else Type.SMALL_BOLD
        if not self.label:
            side = min(float(self._sign()), inner.height(), inner.width())
            place = QRectF(inner.center().x() - side / 2, inner.center().y() - side / 2, side, side)
            return [Picture(self.symbol, place, fill.words, fill.ground)]
        sign = min(float(self._sign()), inner.height()) if self.symbol else 0.0
        gap = self.kit.metrics.u(12) if sign else 0
        if sign and self.kit.type.width(self.label, True) * self.kit.metrics.type(kind).floor > inner.width() - sign:
            sign, gap = 0.0, 0  # the word says what the picture says
        setting = self.fit(self.label, inner.width() - sign - gap, inner.height(), kind)
        left = inner.center().x() - (sign + gap + setting.width) / 2
        place = QRectF(left + sign + gap, inner.center().y() - visual(setting) / 2 - lead(setting), setting.width,
                       setting.height)  # fmt: skip
        words = self.placed(setting, place, kind, fill.words, fill.ground, centred=True)
        if not sign:
            return [words]
        return [Picture(self.symbol, QRectF(left, inner.center().y() - sign / 2, sign, sign), fill.words, fill.ground),
                words]  # fmt: skip
