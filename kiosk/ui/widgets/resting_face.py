"""The resting screen's face: time and date, a greeting, and a hand that invites. Touching it anywhere begins."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QWidget

from kiosk.text import Message
from kiosk.ui.drawn import visual
from kiosk.ui.kit import Kit
from kiosk.ui.metrics import Type
from kiosk.ui.pieces import Box, Picture, Piece
from kiosk.ui.typeset import Setting
from kiosk.ui.widgets.tap_area import TapArea


class RestingFace(TapArea):
    """One great key over the whole room. Signals: `tapped`. `set_time(time, date)` once a minute."""

    def __init__(
        self, kit: Kit, greeting: Message | str, sub: Message | str = "", *, time: Message | str = "",
        date: Message | str = "", parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        self.greeting = kit.words(greeting)
        self.sub = kit.words(sub) if sub else ""
        self.time, self.date = kit.words(time), kit.words(date)
        super().__init__(kit, f"{self.greeting}。{self.sub}", parent)

    def set_time(self, time: Message | str, date: Message | str = "") -> None:
        self.time, self.date = self.kit.words(time), self.kit.words(date)
        self.refresh()

    def needs_width(self) -> int:
        return round(max(self.least_width(text, kind, 3) for text, kind, _ in self._lines()) + 2 * self.kit.metrics.pad)

    def needs_height(self, width: int) -> int:
        room = width - 2 * self.kit.metrics.pad
        kept = [(t, k) for t, k, keep in self._lines() if keep]
        height = sum(self.least(t, room, k) for t, k in kept) + self._gap() * (len(kept) - 1)
        return round(height + 2 * self.kit.metrics.pad + 1)

    def compose(self, rect: QRectF) -> list[Piece]:
        metrics, colours = self.kit.metrics, self.kit.colours
        pad = metrics.pad
        ground = colours.pressed if self.pressed_now else colours.surface
        pieces: list[Piece] = [
            Box(rect, ground, colours.paper, colours.edge, metrics.edge, metrics.u(36), control=True)
        ]  # fmt: skip
        inner = rect.adjusted(pad, pad, -pad, -pad)
        lines = self._that_fit(inner)
        hand = metrics.u(150)
        settings = self._settings(lines, inner, 0)
        height = self._height(settings)
        show_hand = height + hand + self._gap() <= inner.height()
        if show_hand:
            height += hand + self._gap()
        top = inner.center().y() - height / 2
        for setting, (text, kind, _) in zip(settings, lines, strict=True):
            if show_hand and text == self.greeting:
                square = QRectF(inner.center().x() - hand / 2, top, hand, hand)
                pieces.append(Picture("touch", square, colours.service("doctor").accent, ground))
                top += hand + self._gap()
            quiet = text in (self.date, self.sub)
            place = QRectF(inner.left(), top, inner.width(), setting.height)
            colour = colours.quiet if quiet else colours.ink
            pieces.append(self.placed(setting, place, kind, colour, ground, centred=True))
            top += visual(setting) + self._gap()
        return pieces

    # parts

    def _gap(self) -> int:
        return self.kit.metrics.u(36)

    def _lines(self) -> list[tuple[str, Type, bool]]:
        """What is shown, how large, and whether it must be: the time gives way before the greeting."""
        lines = [
            (self.time, Type.PLATE, False),
            (self.date, Type.LABEL, False),
            (self.greeting, Type.GREAT, True),
            (self.sub, Type.BODY, True),
        ]
        return [line for line in lines if line[0]]

    def _that_fit(self, inner: QRectF) -> list[tuple[str, Type, bool]]:
        lines = self._lines()
        while True:
            height = sum(self.least(t, inner.width(), k) for t, k, _ in lines) + self._gap() * (len(lines) - 1)
            optional = [line for line in lines if not line[2]]
            if height <= inner.height() or not optional:
                return lines
            lines.remove(optional[-1])

    def _settings(self, lines: list[tuple[str, Type, bool]], inner: QRectF, taken: float) -> list[Setting]:
        room = inner.height() - taken - self._gap() * (len(lines) - 1)
        settings = []
        for index, (text, kind, _) in enumerate(lines):
            rest = sum(self.least(t, inner.width(), k) for t, k, _ in lines[index + 1 :])
            setting = self.fit(text, inner.width(), room - rest, kind, 3)
            settings.append(setting)
            room -= setting.height
        return settings

    def _height(self, settings: list[Setting]) -> float:
        return sum(visual(s) for s in settings) + self._gap() * (len(settings) - 1)
