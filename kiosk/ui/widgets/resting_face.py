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
        return round(max(self.least_width(text, kind, 3) for text, kind, _ in self._lines()) + 2 * self._inset())

    def needs_height(self, width: int) -> int:
        room = width - 2 * self._inset()
        kept = [(t, k) for t, k, gives_way in self._lines() if not gives_way]
        height = sum(self.least(t, room, k) for t, k in kept) + self._gap() * (len(kept) - 1)
        return round(height + 2 * self._inset() + 1)

    def compose(self, rect: QRectF) -> list[Piece]:
        inset = self._inset()
        inner = rect.adjusted(inset, inset, -inset, -inset)
        wide = inner.width() > inner.height() * 1.25
        sign = min(self.kit.metrics.u(430), inner.height(), inner.width() * 0.36)
        if wide and inner.width() - sign - inset >= self.needs_width() - 2 * inset:
            text = inner.adjusted(0, 0, -sign - inset, 0)
            place = QRectF(inner.right() - sign, inner.center().y() - sign / 2, sign, sign)
            return [self._ground(rect), *self._sign(place), *self._text(text, centred=False)]
        lines = sum(self.least(t, inner.width(), k) for t, k, _ in self._lines()) + self._gap() * len(self._lines())
        sign = min(self.kit.metrics.u(430), inner.height() - lines, inner.width() * 0.6)
        if sign < self.kit.metrics.u(150):
            return [self._ground(rect), *self._text(inner, centred=True)]
        spare = max(0.0, inner.height() - lines - sign) / 4
        place = QRectF(inner.center().x() - sign / 2, inner.top() + spare, sign, sign)
        text = QRectF(inner.left(), place.bottom(), inner.width(), inner.bottom() - place.bottom() - spare)
        return [self._ground(rect), *self._sign(place), *self._text(text, centred=True)]

    # parts

    def _inset(self) -> int:
        return self.kit.metrics.u(40 if self.kit.metrics.tight else 72)

    def _ground(self, rect: QRectF) -> Box:
        metrics, colours = self.kit.metrics, self.kit.colours
        fill = colours.pressed if self.pressed_now else colours.surface
        return Box(rect, fill, colours.paper, colours.edge, metrics.edge, metrics.u(36), control=True)

    def _sign(self, place: QRectF) -> list[Piece]:
        """A hand in a disc: what to do, without a word."""
        fill = self.kit.colours.service("doctor")
        inset = place.width() * 0.22
        disc = Box(place, fill.ground, self.kit.colours.surface, fill.edge, self.kit.metrics.edge, place.width() / 2)
        return [disc, Picture("touch", place.adjusted(inset, inset, -inset, -inset), fill.words, fill.ground)]

    def _text(self, room: QRectF, *, centred: bool) -> list[Piece]:
        colours = self.kit.colours
        lines = self._that_fit(room)
        settings = self._settings(lines, room, 0)
        top = room.center().y() - self._height(settings) / 2
        ground = colours.pressed if self.pressed_now else colours.surface
        pieces: list[Piece] = []
        for setting, (text, kind, _) in zip(settings, lines, strict=True):
            place = QRectF(room.left(), top, room.width(), setting.height)
            colour = colours.quiet if text in (self.date, self.sub) else colours.ink
            pieces.append(self.placed(setting, place, kind, colour, ground, centred=centred))
            top += visual(setting) + self._gap()
        return pieces

    def _gap(self) -> int:
        return self.kit.metrics.u(36)

    def _lines(self) -> list[tuple[str, Type, int]]:
        """What is shown, how large, and what gives way first (the greatest number); the greeting stays."""
        lines = [
            (self.time, Type.PLATE, 2),
            (self.date, Type.LABEL, 3),
            (self.greeting, Type.HUGE, 0),
            (self.sub, Type.BODY, 1),
        ]
        return [line for line in lines if line[0]]

    def _that_fit(self, inner: QRectF) -> list[tuple[str, Type, int]]:
        lines = self._lines()
        while len(lines) > 1 and not self._fits(lines, inner):
            lines.remove(max(lines, key=lambda line: line[2]))
        return lines

    def _fits(self, lines: list[tuple[str, Type, int]], inner: QRectF) -> bool:
        return all(setting.fits for setting in self._settings(lines, inner, 0))

    def _settings(self, lines: list[tuple[str, Type, int]], inner: QRectF, taken: float) -> list[Setting]:
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
